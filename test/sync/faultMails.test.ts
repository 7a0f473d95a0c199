import assert from 'node:assert/strict';
import { readConnections } from '../../src/db/reads/connections.ts';
import { sendMails, type Mailer } from '../../src/sync/sendMails.ts';
import { createTestBed, type TestBed } from '../support/testBed.ts';

const REVOKED = 'Salesforce no longer accepts our authorization: it was revoked or has expired.';

describe('mails about a broken connection', () => {
  let bed: TestBed;
  let sent: Parameters<Mailer>[0][];
  const mailer: Mailer = (mail) => {
    sent.push(mail);
    return Promise.resolve();
  };

  beforeEach(async () => {
    sent = [];
    bed = await createTestBed({ sandbox: { contacts: 60 } });
    await bed.sql(`insert into app_user (email, name, is_owner) values ('operator@example.test', 'Op Erator', true)`);
  });
  afterEach(() => bed.close());

  const notify = (addresses: string[]): Promise<unknown> =>
    bed.sql('update import_config set notify = $1', [JSON.stringify({ addresses, when: 'failures' })]);
  const member = (email: string, role: string): Promise<unknown> =>
    bed.sql(
      `with made as (insert into app_user (email, name) values ($1, 'Some One') returning id)
       insert into team_member (team_id, user_id, role) select $2, id, $3 from made`,
      [email, bed.teamId, role],
    );
  const waiting = (): Promise<unknown> =>
    bed.sql(
      `insert into outbox (team_id, contact_id, connection_id, record_type, record_id, change, event_id, state, due_at, created_at)
       select $1, 1, $2, 'Contact', '003' || n, 'opted_out', n, 'waiting', now() + interval '1 hour', now() from generate_series(1, 4) n`,
      [bed.teamId, bed.connectionId],
    );
  const alerts = () => sent.filter(({ subject }) => subject.startsWith('Reconnect ')).map(({ to }) => to).sort();

  it('go at the next call after the authorization ended, once, to everybody who can act or asked to be told', async () => {
    await notify(['Dana@example.test', 'it@example.test']);
    await member('dana@example.test', 'admin');
    await member('ada@example.test', 'admin');
    await member('looks@example.test', 'viewer');
    await waiting();
    bed.sandbox.revokeAuthorization();
    await bed.run();
    await sendMails(bed.ctx, mailer);
    assert.deepEqual(alerts(), ['ada@example.test', 'dana@example.test', 'it@example.test']);
    const { subject, text } = sent.find(({ to }) => to === 'ada@example.test')!;
    assert.equal(subject, 'Reconnect Salesforce: imports are stopped');
    assert.ok(text.includes(`${REVOKED} Imports are stopped and 4 opt-outs wait. Reconnect; nothing is lost.`), text);
    assert.match(text, /Broken since \w{3} \d+, \d{4}, \d+:\d\d [AP]M ET\./);
    assert.ok(text.includes(`https://rollcall.example.test/t/riverside/integrations/${bed.connectionId}`));

    await bed.run();
    await Promise.all([sendMails(bed.ctx, mailer), sendMails(bed.ctx, mailer)]);
    assert.equal(alerts().length, 3);
  });

  it('go again when it breaks again', async () => {
    await notify(['dana@example.test']);
    for (const times of [1, 2]) {
      bed.sandbox.revokeAuthorization();
      await bed.run();
      await sendMails(bed.ctx, mailer);
      assert.equal(alerts().filter((to) => to === 'dana@example.test').length, times);
      await bed.sql('update connection set fault_code = null, fault_message = null, fault_since = null');
    }
  });

  it('go to the owners where a team has no admin', async () => {
    bed.sandbox.revokeAuthorization();
    await bed.run();
    await sendMails(bed.ctx, mailer);
    assert.deepEqual(alerts(), ['operator@example.test']);
  });

  it('wait for somebody who has just changed the settings to come back from the sign-in', async () => {
    await bed.sql(`update connection set fault_code = 'NOT_CONNECTED', fault_message = 'Changed.', fault_since = $1`, [
      bed.clock.now(),
    ]);
    await sendMails(bed.ctx, mailer);
    assert.deepEqual(alerts(), []);
    bed.clock.now = () => new Date(Date.now() + 15 * 60_000);
    await sendMails(bed.ctx, mailer);
    assert.deepEqual(alerts(), ['operator@example.test']);
  });

  it('go when the answer to a rotation was lost and the org ended the whole family of tokens', async () => {
    bed.sandbox.expireAccessTokens();
    bed.sandbox.addFault({ route: 'POST /services/oauth2/token', kind: 'reset_mid_body' });
    await bed.run();
    const [connection] = await readConnections(bed.ctx.dataSource.manager, bed.teamId, bed.clock.now());
    assert.equal(connection!.fault?.code, 'AUTH_REVOKED');
    await sendMails(bed.ctx, mailer);
    assert.deepEqual(alerts(), ['operator@example.test']);
  });

  it('say the same as the connection’s health, with what waits', async () => {
    bed.sandbox.revokeAuthorization();
    await bed.run();
    const sentence = async (): Promise<string> =>
      (await readConnections(bed.ctx.dataSource.manager, bed.teamId, bed.clock.now()))[0]!.health.reason;
    assert.equal(await sentence(), `${REVOKED} Imports are stopped. Reconnect; nothing is lost.`);
    await waiting();
    assert.equal(await sentence(), `${REVOKED} Imports are stopped and 4 opt-outs wait. Reconnect; nothing is lost.`);
  });
});
