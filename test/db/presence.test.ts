import assert from 'node:assert/strict';
import { addToOutbox, claimWriteBacks } from '../../src/db/outbox.ts';
import { dueConnections } from '../../src/db/outboxDue.ts';
import { holdPresence, workerIsGone, workerName, type Presence } from '../../src/db/presence.ts';
import { claimRun, runsToTakeUp } from '../../src/db/runs.ts';
import { createTestDatabase, type TestDatabase } from '../support/database.ts';
import { until } from '../support/until.ts';

const LEASE_MS = 60_000;
const NOW = new Date('2026-11-20T15:00:00Z');

describe('a worker’s presence', () => {
  let database: TestDatabase;
  let connectionId: string;
  let contactIds: number[];
  const held: Presence[] = [];
  const sql = <T>(query: string, params: unknown[] = []): Promise<T[]> => database.dataSource.query(query, params);
  const isGone = async (name: string): Promise<boolean> =>
    (await sql<{ gone: boolean }>(`select ${workerIsGone('w.name')} as gone from (select $1::text as name) w`, [name]))[0]!.gone;
  const hold = async (name: string): Promise<Presence> => {
    const presence = await holdPresence(database.url, name);
    held.push(presence);
    return presence;
  };

  beforeEach(async () => {
    database = await createTestDatabase();
    const [team] = await sql<{ id: string }>(`insert into team (slug, name) values ('riverside', 'Riverside') returning id`);
    const [connection] = await sql<{ id: string }>(
      `insert into connection (team_id, connector, name) values ($1, 'salesforce', 'Salesforce') returning id`,
      [team!.id],
    );
    connectionId = connection!.id;
    await sql(
      `insert into import_config (connection_id, record_type, team_id, opt_out)
       values ($1, 'Contact', $2, '{"kind":"checkbox","field":"SMS_Opt_Out__c","ticked":"opted_out"}')`,
      [connectionId, team!.id],
    );
    const contacts = await sql<{ id: number }>(
      `insert into contact (team_id, contact_id, first_name, last_name, connection_id, record_type, record_id, created_at,
         changed_at)
       select $1, 'r' || n, 'A', 'B', $2, 'Contact', 'r' || n, now(), now() from generate_series(1, 30) n returning id`,
      [team!.id, connectionId],
    );
    contactIds = contacts.map((row) => row.id);
    await sql(
      `insert into run (team_id, connection_id, record_type, kind, state, started_by, settings, queued_at, due_at)
       values ($1, $2, 'Contact', 'full', 'queued', 'A test', '{}', $3, $3)`,
      [team!.id, connectionId, NOW],
    );
  });
  afterEach(async () => {
    for (const presence of held.splice(0)) await presence.close();
    await database.drop();
  });

  let events = 0;
  const change = (contactId: number, to: 'opted_out' | 'opted_in'): Promise<number> =>
    database.dataSource.transaction((tx) => addToOutbox(tx, NOW, [{ contactId, change: to, eventId: ++events }]));
  const claim = (owner: string, now = NOW, limit = 200) =>
    claimWriteBacks(database.dataSource.manager, { connectionId, owner, now, leaseMs: LEASE_MS, limit });

  it('is seen while it lasts, and missed at once when it ends', async () => {
    const name = workerName();
    const presence = await hold(name);
    assert.equal(await isGone(name), false);
    await presence.close();
    await until(() => isGone(name));
  });

  it('comes back when its session is cut', async () => {
    const name = workerName();
    await hold(name);
    const [cut] = await sql<{ pid: number }>(
      `select pid, pg_terminate_backend(pid) from pg_stat_activity
       where application_name = 'rollcall presence' and datname = current_database()`,
    );
    await until(async () => {
      const rows = await sql<{ pid: number }>(
        `select pid from pg_stat_activity where application_name = 'rollcall presence' and datname = current_database()`,
      );
      return rows[0] && rows[0].pid !== cut!.pid && !(await isGone(name));
    });
  });

  it('is not expected of a name that no worker made', async () => {
    assert.equal(await isGone('a test'), false);
  });

  it('keeps its run; one that ended has its run taken over before its lease ends', async () => {
    const db = database.dataSource.manager;
    const [first, second] = [workerName(), workerName()];
    const presence = await hold(first);
    const [waiting] = await runsToTakeUp(db, NOW);
    assert.equal(waiting!.turn, 0);
    const take = (owner: string) => claimRun(db, { runId: waiting!.id, owner, now: NOW, leaseMs: LEASE_MS });
    assert.ok(await take(first));
    assert.deepEqual([await runsToTakeUp(db, NOW), await take(second)], [[], null]);
    await presence.close();
    await until(() => isGone(first));
    assert.deepEqual(await runsToTakeUp(db, NOW), [{ id: waiting!.id, turn: 1 }]);
    assert.equal((await take(second))?.resumed, 1);
  });

  it('keeps its write-backs; one that ended has them sent again before its lease ends', async () => {
    const [first, second] = [workerName(), workerName()];
    const presence = await hold(first);
    await change(contactIds[0]!, 'opted_out');
    const [mine] = await claim(first);
    assert.deepEqual(await claim(second), []);
    await presence.close();
    await until(() => isGone(first));
    assert.deepEqual(await dueConnections(database.dataSource.manager), [{ connectionId, dueAt: NOW }]);
    assert.deepEqual((await claim(second)).map((row) => row.id), [mine!.id]);
  });

  it('of the dead leaves an overtaken write-back alone until its lease ends, for it may still arrive', async () => {
    const [first, second] = [workerName(), workerName()];
    const presence = await hold(first);
    await change(contactIds[0]!, 'opted_out');
    await claim(first);
    await presence.close();
    await until(() => isGone(first));
    await change(contactIds[0]!, 'opted_in');
    assert.deepEqual(await claim(second), []);
    const later = new Date(NOW.getTime() + LEASE_MS + 1);
    assert.deepEqual((await claim(second, later)).map((row) => row.change), ['opted_in']);
  });

  it('lets dispatchers that claim at the same time each have rows of their own, one of a record', async () => {
    for (const contactId of contactIds) await change(contactId, 'opted_out');
    const claims = await Promise.all(['one', 'two', 'three', 'four'].map((owner) => claim(owner, NOW, 9)));
    const ids = claims.flat().map((row) => row.id);
    assert.equal(ids.length, 30);
    assert.equal(new Set(claims.flat().map((row) => row.recordId)).size, 30);
    for (const contactId of contactIds) await change(contactId, 'opted_in');
    assert.deepEqual(await claim('five'), [], 'newer changes wait for what is in flight');
  });
});
