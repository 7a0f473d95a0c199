import assert from 'node:assert/strict';
import { appendConsentEvents, type NewConsentEvent } from '../../../src/db/ledger.ts';
import { checkConsentChain } from '../../../src/db/reads/chainCheck.ts';
import { createTestDatabase, type TestDatabase } from '../../support/database.ts';

describe('the check of the consent ledger', () => {
  let database: TestDatabase;
  let teamId = '';
  before(async () => {
    database = await createTestDatabase();
  });
  after(() => database.drop());
  beforeEach(async () => {
    const [team] = await database.dataSource.query<[{ id: string }]>(
      `insert into team (slug, name) values (gen_random_uuid()::text, 'T') returning id`,
    );
    teamId = team.id;
    for (let batch = 0; batch < 5; batch++) {
      await database.dataSource.transaction((tx) =>
        appendConsentEvents(tx, teamId, new Date(), [event(batch * 2), event(batch * 2 + 1)]),
      );
    }
  });

  const event = (number: number): NewConsentEvent => ({
    contactId: number,
    mobile: '+17165550100',
    change: 'opted_out',
    cause: 'import',
    actor: 'Salesforce',
    occurredAt: new Date(),
    evidence: { row: number, field: 'SMS_Opt_Out__c', runId: null },
  });
  /** What only somebody with the database in his hands can do. */
  const tamper = (sql: string): Promise<unknown> =>
    database.dataSource.transaction(async (tx) => {
      await tx.query('set local session_replication_role = replica');
      await tx.query(sql, [teamId]);
    });
  const brokenAt = async (pageSizeRows = 3): Promise<number | null> =>
    (await checkConsentChain(database.dataSource.manager, teamId, pageSizeRows)).brokenAt;

  it('finds a whole chain whole, in pages of any size, and an empty one too', async () => {
    for (const size of [1, 3, 10, 11, 2000]) {
      const { events, brokenAt: at } = await checkConsentChain(database.dataSource.manager, teamId, size);
      assert.deepEqual([events, at], [10, null]);
    }
    const [other] = await database.dataSource.query<[{ id: string }]>(
      `insert into team (slug, name) values (gen_random_uuid()::text, 'O') returning id`,
    );
    assert.deepEqual(await checkConsentChain(database.dataSource.manager, other.id), {
      events: 0,
      brokenAt: null,
      head: '',
    });
  });

  it('finds an event that was changed', async () => {
    await tamper(`update consent_event set change = 'opted_in' where team_id = $1 and seq = 4`);
    assert.equal(await brokenAt(), 4);
  });

  it('finds evidence that was changed', async () => {
    await tamper(`update consent_event set evidence = evidence || '{"row": 99}' where team_id = $1 and seq = 10`);
    assert.equal(await brokenAt(), 10);
  });

  it('finds an event that was removed in between', async () => {
    await tamper('delete from consent_event where team_id = $1 and seq = 7');
    assert.equal(await brokenAt(), 7);
    assert.equal(await brokenAt(2000), 7);
  });

  it('finds events that were cut off at the end', async () => {
    await tamper('delete from consent_event where team_id = $1 and seq > 8');
    assert.equal(await brokenAt(), 9);
  });
});
