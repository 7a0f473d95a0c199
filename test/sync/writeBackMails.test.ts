import assert from 'node:assert/strict';
import { receiveMessage } from '../../src/sync/receiveMessages.ts';
import { retryWriteBacks } from '../../src/sync/retryWriteBack.ts';
import { sendMails, type Mailer } from '../../src/sync/sendMails.ts';
import { startWriteBackDispatcher, type WriteBackDispatcher } from '../../src/sync/writeBackDispatcher.ts';
import { createTestBed, type TestBed } from '../support/testBed.ts';
import { VirtualTime } from '../support/virtualTime.ts';

const MINUTE_MS = 60_000;

describe('mails about write-backs', () => {
  let bed: TestBed;
  let time: VirtualTime;
  let dispatcher: WriteBackDispatcher;
  let sent: Parameters<Mailer>[0][];
  let people: { mobile: string }[];
  let messages = 0;

  beforeEach(async () => {
    time = new VirtualTime(new Date('2026-11-20T14:00:00Z'));
    sent = [];
    bed = await createTestBed({ sandbox: { contacts: 100, leads: 0, now: () => time.now() }, view: 'AllContacts' });
    bed.clock.now = time.now;
    await bed.run();
    await bed.sql('delete from mail');
    await notify(['dana@example.test']);
    people = await bed.sql('select mobile from contact where not opted_out and mobile is not null order by id');
    dispatcher = startWriteBackDispatcher(bed.ctx, 'one', { after: time.after });
  });
  afterEach(async () => {
    await dispatcher.stop();
    await bed.close();
  });

  const notify = (addresses: string[]): Promise<unknown> =>
    bed.sql('update import_config set notify = $1', [JSON.stringify({ addresses, when: 'failures' })]);
  const stop = async (who: number): Promise<void> => {
    await receiveMessage(bed.ctx, {
      provider: 'twilio',
      providerId: `SM${++messages}`,
      teamId: bed.teamId,
      from: people[who]!.mobile,
      to: '+17165550100',
      body: 'STOP',
      verdict: null,
    });
    dispatcher.wake(bed.connectionId);
    await dispatcher.atRest();
  };
  const pass = (minutes: number): Promise<void> => time.pass(minutes * MINUTE_MS, () => dispatcher.atRest());
  /** The clock is set forward; what was to be done meanwhile is late. */
  const leap = (minutes: number): Promise<void> => {
    time.leap(minutes * MINUTE_MS);
    return pass(0);
  };
  const mail = async (): Promise<void> => {
    const mailer: Mailer = (one) => Promise.resolve(void sent.push(one));
    await Promise.all([sendMails(bed.ctx, mailer), sendMails(bed.ctx, mailer)]);
  };
  const subjects = (): string[] => sent.map(({ to, subject }) => `${to}: ${subject}`).sort();

  it('tell dead letters once, by cause, with the CRM’s words, what to do and by when', async () => {
    bed.sandbox.addFault({ route: /PATCH/, kind: 'validation_rule', times: 2 });
    await stop(0);
    await stop(1);
    await mail();
    await mail();
    assert.deepEqual(subjects(), ['dana@example.test: Salesforce refused 2 opt-outs']);
    const { text } = sent[0]!;
    for (const part of [
      '2 opt-outs wait for a person, the oldest is due Dec 7.',
      '2 × Refused by a rule',
      'Salesforce: “Texting preference can only be changed by the registrar.”',
      'exempt the API user from the rule, then retry.',
      'https://rollcall.example.test/t/riverside/opt-outs/dead-letters',
    ]) {
      assert.ok(text.includes(part), `“${part}” stands in:\n${text}`);
    }
  });

  it('wait for the hour to pass before they tell of more, and tell each dead letter that is new', async () => {
    bed.sandbox.addFault({ route: /PATCH/, kind: 'validation_rule', times: 2 });
    await stop(0);
    await mail();
    await pass(30);
    await stop(1);
    await mail();
    assert.equal(sent.length, 1);
    await pass(31);
    await mail();
    assert.deepEqual(sent.map(({ subject }) => subject), ['Salesforce refused 1 opt-out', 'Salesforce refused 2 opt-outs']);
    await leap(120);
    await mail();
    assert.equal(sent.length, 2, 'nothing new, no mail');
    bed.sandbox.addFault({ route: /PATCH/, kind: 'validation_rule', times: 1 });
    assert.equal(await retryWriteBacks(bed.ctx, { teamId: bed.teamId, actor: 'Dana', ids: await deadIds() }), 2);
    dispatcher.wake(bed.connectionId);
    await dispatcher.atRest();
    await mail();
    assert.equal(sent.length, 3, 'refused again is news');
  });

  it('tell of dead letters later when nobody was there to be told', async () => {
    await notify([]);
    bed.sandbox.addFault({ route: /PATCH/, kind: 'validation_rule', times: 1 });
    await stop(0);
    await mail();
    assert.equal(sent.length, 0);
    await notify(['dana@example.test']);
    await mail();
    assert.equal(sent.length, 1);
  });

  it('say when the CRM has taken nothing for an hour, once, and when it goes again', async () => {
    bed.sandbox.addFault({ route: /PATCH/, kind: 'unavailable_html', times: 1e9 });
    await stop(0);
    await leap(59);
    await stop(1);
    await mail();
    assert.equal(sent.length, 0);
    await leap(2);
    await mail();
    await leap(90);
    await notify(['dana@example.test', 'it@example.test']);
    await mail();
    await mail();
    const subject = 'Salesforce has taken no opt-outs since 9:00 AM ET';
    assert.deepEqual(subjects(), [`dana@example.test: ${subject}`, `it@example.test: ${subject}`]);
    const { text } = sent[0]!;
    for (const part of [
      'No opt-out could be written since Nov 20, 2026, 9:00 AM ET.',
      'CRM out of order.',
      '2 opt-outs wait, the oldest is due Dec 7. Nothing is lost',
      'https://rollcall.example.test/t/riverside/opt-outs',
    ]) {
      assert.ok(text.includes(part), `“${part}” stands in:\n${text}`);
    }

    bed.sandbox.clearFaults();
    await pass(2);
    await stop(2);
    await mail();
    await leap(60);
    await mail();
    const back = sent.filter(({ subject: words }) => words === 'Salesforce takes opt-outs again');
    assert.deepEqual(back.map(({ to }) => to).sort(), ['dana@example.test', 'it@example.test']);
    assert.match(back[0]!.text, /It goes again since Nov 20, 2026, 11:3\d AM ET\. All 2 opt-outs that waited are confirmed\./);
    assert.equal(sent.length, 4);
  });

  it('say it again in the next outage', async () => {
    for (const outage of [1, 2]) {
      bed.sandbox.addFault({ route: /PATCH/, kind: 'unavailable_html', times: 1e9 });
      await stop(outage);
      await leap(61);
      await mail();
      bed.sandbox.clearFaults();
      await pass(2);
      await mail();
      assert.equal(sent.length, outage * 2);
    }
  });

  it('say nothing of an outage in which nothing waits any more', async () => {
    bed.sandbox.addFault({ route: /PATCH/, kind: 'unavailable_html', times: 1e9 });
    await stop(0);
    await bed.sql(`update outbox set state = 'superseded'`);
    await leap(120);
    await mail();
    assert.equal(sent.length, 0);
  });

  async function deadIds(): Promise<string[]> {
    return (await bed.sql<{ id: string }>(`select id::text from outbox where state = 'dead'`)).map(({ id }) => id);
  }
});
