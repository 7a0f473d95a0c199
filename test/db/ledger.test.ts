import assert from 'node:assert/strict';
import { appendConsentEvents, appendToLedgers, type NewConsentEvent } from '../../src/db/ledger.ts';
import { checkConsentChain } from '../../src/db/reads/chainCheck.ts';
import { createTestDatabase, type TestDatabase } from '../support/database.ts';

describe('the consent ledger', () => {
  let database: TestDatabase;
  let teamId: string;

  beforeEach(async () => {
    database = await createTestDatabase({ poolSize: 10 });
    const [team]: { id: string }[] = await database.dataSource.query(
      `insert into team (slug, name) values ('riverside', 'Riverside') returning id`,
    );
    teamId = team!.id;
  });
  afterEach(() => database.drop());

  const event = (n: number): NewConsentEvent => ({
    contactId: n,
    mobile: `+1716555${String(n).padStart(4, '0')}`,
    change: n % 2 ? 'opted_in' : 'opted_out',
    cause: n % 2 ? 'start_message' : 'stop_message',
    actor: 'The contact',
    occurredAt: new Date(Date.UTC(2026, 10, 3, 19, 14, n % 60)),
    evidence: { message: `Stop “${n}” é`, providerId: `SM${n}`, toNumber: null },
  });
  const append = (...events: NewConsentEvent[]): Promise<number[]> =>
    database.dataSource.transaction((tx) => appendConsentEvents(tx, teamId, new Date(), events));

  it('keeps one whole chain however many append at the same time', async () => {
    await Promise.all(Array.from({ length: 40 }, (_, n) => append(event(2 * n), event(2 * n + 1))));
    const [{ seq }]: [{ seq: number }] = await database.dataSource.query('select seq from consent_chain where team_id = $1', [teamId]);
    assert.equal(seq, 80);
    assert.equal((await checkConsentChain(database.dataSource.manager, teamId)).brokenAt, null);
  });

  it('appends to the ledgers of several teams at once, each a chain of its own', async () => {
    const { manager } = database.dataSource;
    const [other]: { id: string }[] = await manager.query(
      `insert into team (slug, name) values ('alumni', 'Alumni') returning id`,
    );
    const teams = [teamId, other!.id];
    await append(event(0));
    const both = (order: readonly string[]): Promise<number[]> =>
      database.dataSource.transaction((tx) =>
        appendToLedgers(tx, new Date(), order.flatMap((id) => [1, 2].map((n) => ({ ...event(n), teamId: id })))),
      );
    await Promise.all(Array.from({ length: 10 }, (_, n) => both(n % 2 ? teams : teams.toReversed())));
    const checks = await Promise.all(teams.map((id) => checkConsentChain(manager, id)));
    assert.deepEqual(
      checks.map((check) => [check.events, check.brokenAt]),
      [
        [21, null],
        [20, null],
      ],
    );
  });

  it('answers the IDs in the order of the events', async () => {
    const ids = await append(event(1), event(2), event(3));
    const rows: { id: number; contact_id: number }[] = await database.dataSource.query(
      'select id, contact_id from consent_event order by contact_id',
    );
    assert.deepEqual(rows.map((row) => row.id), ids);
  });

  it('shows where it was tampered with, even by somebody who can switch the guard off', async () => {
    await append(event(1), event(2), event(3), event(4));
    await database.dataSource.query('alter table consent_event disable trigger consent_event_append_only');
    await database.dataSource.query(`update consent_event set actor = 'Somebody else' where seq = 3`);
    assert.equal((await checkConsentChain(database.dataSource.manager, teamId)).brokenAt, 3);
  });

  it('adds nothing when its transaction is rolled back', async () => {
    await append(event(1));
    await assert.rejects(
      database.dataSource.transaction(async (tx) => {
        await appendConsentEvents(tx, teamId, new Date(), [event(2)]);
        throw new Error('changed its mind');
      }),
    );
    await append(event(3));
    assert.equal((await checkConsentChain(database.dataSource.manager, teamId)).brokenAt, null);
  });
});
