import assert from 'node:assert/strict';
import { ConnectorError, type RetryAdvice } from '../../../src/contract/errors.ts';
import { LIVE_CHANNEL, listen, OUTBOX_CHANNEL } from '../../../src/db/live.ts';
import { clearFault, noteFault } from '../../../src/sync/connections/faults.ts';
import { startRun } from '../../../src/sync/startRun.ts';
import { createTestBed, type TestBed } from '../../support/testBed.ts';
import { until } from '../../support/until.ts';

const revoked = (message = 'Salesforce no longer accepts our authorization.'): ConnectorError =>
  new ConnectorError('AUTH_REVOKED', message, { kind: 'reauthorise' });

describe('standing faults of a connection', () => {
  let bed: TestBed;
  before(async () => {
    bed = await createTestBed({ sandbox: { contacts: 20, leads: 0 } });
  });
  after(() => bed.close());
  beforeEach(() => bed.sql('update connection set fault_code = null, fault_message = null, fault_since = null'));

  const fault = async (): Promise<{
    fault_code: string | null;
    fault_message: string | null;
    fault_since: Date | null;
  }> =>
    (
      await bed.sql<Awaited<ReturnType<typeof fault>>>('select fault_code, fault_message, fault_since from connection')
    )[0]!;
  const db = () => bed.ctx.dataSource.manager;

  it('are only those that need a person', async () => {
    for (const retry of [{ kind: 'never' }, { kind: 'after', delayMs: 1000 }] satisfies RetryAdvice[]) {
      await noteFault(db(), bed.connectionId, new ConnectorError('OUTAGE', 'It does not answer.', retry));
    }
    assert.equal((await fault()).fault_code, null);
    await noteFault(db(), bed.connectionId, revoked());
    assert.equal((await fault()).fault_code, 'AUTH_REVOKED');
  });

  it('keep the time since which they stand', async () => {
    await noteFault(db(), bed.connectionId, revoked());
    const { fault_since: since } = await fault();
    await noteFault(db(), bed.connectionId, revoked('Another message.'));
    const now = await fault();
    assert.deepEqual(now.fault_since, since);
    assert.equal(now.fault_message, 'Another message.');
  });

  it('are not those of a connection that nobody connected yet', async () => {
    await bed.sql('update connection set account_id = null');
    await noteFault(db(), bed.connectionId, revoked());
    assert.equal((await fault()).fault_code, null);
    await bed.sql('update connection set account_id = $1', [bed.sandbox.orgId]);
  });

  it('outlive a run that was cancelled before it asked anything', async () => {
    await noteFault(db(), bed.connectionId, revoked());
    const id = await startRun(bed.ctx, {
      teamId: bed.teamId,
      connectionId: bed.connectionId,
      recordType: 'Contact',
      full: false,
      startedBy: 'A test',
    });
    await bed.sql('update run set cancel_requested = true where id = $1', [id]);
    assert.equal(await bed.work(id), 'ended');
    assert.equal((await fault()).fault_code, 'AUTH_REVOKED');
  });

  it('make what waited due at once when they are gone, and tell everybody', async () => {
    const heard: string[] = [];
    const listener = await listen(bed.database.url, [LIVE_CHANNEL, OUTBOX_CHANNEL], (channel) => heard.push(channel));
    try {
      await noteFault(db(), bed.connectionId, revoked());
      await bed.sql(
        `insert into outbox (team_id, contact_id, connection_id, record_type, record_id, change, event_id, state, due_at, created_at)
         values ($1, 1, $2, 'Contact', '003', 'opted_out', 1, 'waiting', now() + interval '5 minutes', now())`,
        [bed.teamId, bed.connectionId],
      );
      await clearFault(db(), bed.connectionId);
      assert.equal((await fault()).fault_code, null);
      assert.equal((await bed.sql('select 1 from outbox where due_at <= now()')).length, 1);
      await until(
        () => heard.filter((channel) => channel === LIVE_CHANNEL).length === 2 && heard.includes(OUTBOX_CHANNEL),
      );
      heard.length = 0;
      await clearFault(db(), bed.connectionId);
      await bed.sql(`select pg_notify('${LIVE_CHANNEL}', 'end')`);
      await until(() => heard.length > 0);
      assert.deepEqual(heard, [LIVE_CHANNEL]);
    } finally {
      await listener.close();
    }
  });
});
