import assert from 'node:assert/strict';
import { queueRunMails } from '../../src/sync/runMails.ts';
import { sendMails, type Mailer } from '../../src/sync/sendMails.ts';
import { createMailer } from '../../src/wiring/createMailer.ts';
import { startMailSink } from '../sandbox/mail/startMailSink.ts';
import { createTestBed, type TestBed } from '../support/testBed.ts';

describe('mails about imports', () => {
  let bed: TestBed;
  let sink: Awaited<ReturnType<typeof startMailSink>>;
  let mailer: Mailer;

  beforeEach(async () => {
    [bed, sink] = await Promise.all([createTestBed({ sandbox: { contacts: 600 } }), startMailSink()]);
    mailer = createMailer({ smtpUrl: sink.smtpUrl, mailFrom: 'Rollcall <rollcall@example.test>' })!;
  });
  afterEach(() => Promise.all([bed.close(), sink.close()]));

  const notify = (addresses: string[], when: 'every' | 'errors' | 'failures' = 'every'): Promise<unknown> =>
    bed.sql('update import_config set notify = $1', [JSON.stringify({ addresses, when })]);
  const mails = () =>
    bed.sql<{ address: string; state: string; reason: string }>('select address, state, reason from mail order by address');

  it('reach each address on its own, with counts and a link, without names or numbers', async () => {
    await notify(['dana@example.test', 'it@example.test']);
    const { id } = await bed.run();
    assert.equal(await sendMails(bed.ctx, mailer), 2);
    assert.deepEqual(sink.messages.map((message) => message.to).flat().sort(), ['dana@example.test', 'it@example.test']);
    const [mail] = sink.messages;
    assert.match(mail!.subject, /^Import completed with \d+ errors?: Salesforce$/);
    assert.ok(mail!.text.includes(`https://rollcall.example.test/t/riverside/runs/${id}`));
    const people = await bed.sql<{ last_name: string; mobile: string }>('select last_name, mobile from contact limit 500');
    for (const person of people) {
      assert.ok(!mail!.text.includes(person.mobile.slice(2)), 'no number');
    }
    const faulty = await bed.sql<{ value: string }>('select value from row_issue where value is not null');
    assert.ok(faulty.length > 0);
    for (const row of faulty) assert.ok(!mail!.text.includes(row.value), `the mail holds ${row.value}`);
  });

  it('don’t name the person who has a number that another row claims', async () => {
    await notify(['dana@example.test']);
    const holder = { FirstName: 'Philippa', LastName: 'Quarles', MobilePhone: '(716) 555-9999' };
    const view = { Stage__c: 'Admitted', Entry_Term__c: 'Fall 2027', SMS_Opt_Out__c: false };
    bed.sandbox.insert('Contact', { ...view, ...holder });
    bed.sandbox.insert('Contact', { ...view, ...holder, FirstName: 'Late', LastName: 'Comer' });
    await bed.run();
    await sendMails(bed.ctx, mailer);
    const { text } = sink.messages[0]!;
    assert.match(text, /^1 × /m);
    assert.doesNotMatch(text, /Quarles|Comer|9999/);
  });

  it('are sent once, however often they are looked for', async () => {
    await notify(['dana@example.test']);
    await bed.run();
    await Promise.all([sendMails(bed.ctx, mailer), sendMails(bed.ctx, mailer)]);
    await sendMails(bed.ctx, mailer);
    assert.equal(sink.messages.length, 1);
  });

  it('are queued once and keep their ID, whatever was interrupted in between', async () => {
    await notify(['dana@example.test']);
    const { id } = await bed.run();
    await bed.ctx.dataSource.transaction((tx) => queueRunMails(tx, bed.ctx, id, bed.ctx.now()));
    const dying: Mailer = async (mail) => {
      await mailer(mail);
      throw new Error('the process ended before it could note that');
    };
    await sendMails(bed.ctx, dying);
    await bed.sql('update mail set due_at = created_at');
    await sendMails(bed.ctx, mailer);
    const ids = sink.messages.map((message) => /^Message-ID: (.+)$/im.exec(message.raw)![1]);
    assert.equal(ids.length, 2, 'sent again, for nobody can know whether it arrived');
    assert.equal(new Set(ids).size, 1, 'and shown once');
  });

  it('come only when they are wanted', async () => {
    await notify(['dana@example.test'], 'failures');
    await bed.run();
    assert.deepEqual(await mails(), []);
    await notify(['dana@example.test'], 'errors');
    await bed.run({ full: true });
    assert.equal((await mails()).length, 1);
  });

  it('that can’t be delivered keep their reason, hide no other mail and are tried later', async () => {
    await notify(['gone@example.test', 'dana@example.test']);
    await bed.run();
    const refusing: Mailer = async (mail) => {
      if (mail.to.startsWith('gone')) throw new Error('550 no such mailbox');
      await mailer(mail);
    };
    assert.equal(await sendMails(bed.ctx, refusing), 1);
    assert.deepEqual(await mails(), [
      { address: 'dana@example.test', state: 'sent', reason: '' },
      { address: 'gone@example.test', state: 'waiting', reason: '550 no such mailbox' },
    ]);
    for (let day = 1; day <= 3; day++) {
      bed.clock.now = () => new Date(Date.now() + day * 86_400_000);
      for (let tries = 0; tries < 4; tries++) {
        await bed.sql(`update mail set due_at = $1 where state = 'waiting'`, [bed.clock.now()]);
        await sendMails(bed.ctx, refusing);
      }
    }
    assert.equal((await mails())[1]!.state, 'failed');
  });

  it('say so where no mail server is set up', async () => {
    await notify(['dana@example.test']);
    await bed.run();
    await sendMails(bed.ctx, null);
    const [mail] = await mails();
    assert.equal(mail!.state, 'failed');
    assert.match(mail!.reason, /ROLLCALL_SMTP_URL/);
  });
});
