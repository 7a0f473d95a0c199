import assert from 'node:assert/strict';
import type { MappedRow } from '../../../src/domain/draft.ts';
import type { LockedContact } from '../../../src/db/contactConsent.ts';
import { changeConsent } from '../../../src/sync/changeConsent.ts';
import { applyPage } from '../../../src/sync/applyPage.ts';
import { at, inFile, mobileOf, taken } from '../../domain/mappedRows.ts';
import { createTestDatabase, type TestDatabase } from '../../support/database.ts';

describe('a contact that a CRM and a file speak of', () => {
  let database: TestDatabase;
  let teamId: string;
  let crm: string;
  let files: string;
  before(async () => {
    database = await createTestDatabase();
    const [team] = await sql<{ id: string }>(`insert into team (slug, name) values ('a', 'A') returning id`);
    teamId = team!.id;
    [crm, files] = await Promise.all([addConnection('salesforce', true), addConnection('ftp', false)]);
  });
  after(() => database.drop());

  const sql = <T>(query: string, params: unknown[] = []): Promise<T[]> => database.dataSource.query(query, params);

  async function addConnection(connector: string, writesBack: boolean): Promise<string> {
    const [row] = await sql<{ id: string }>(
      'insert into connection (team_id, connector, name, writes_back) values ($1, $2, $2, $3) returning id',
      [teamId, connector, writesBack],
    );
    const optOut = { kind: 'picklist', field: 'Out', optedInValue: 'false', optedOutValue: 'true', empty: 'keep' };
    await sql(`insert into import_config (connection_id, record_type, team_id, state, opt_out) values ($1, 'Contact', $2, 'on', $3)`, [
      row!.id,
      teamId,
      JSON.stringify(optOut),
    ]);
    return row!.id;
  }

  const apply = (connectionId: string, rows: readonly MappedRow[], now = at(30)) =>
    database.dataSource.transaction((tx) =>
      applyPage(tx, {
        teamId,
        connectionId,
        recordType: 'Contact',
        runId: null,
        connectionName: 'A source',
        optOut: null,
        assignsUsers: false,
        rows,
        firstRow: 1,
        now,
      }),
    );

  const contact = async (contactId: string) =>
    (
      await sql<Record<string, unknown>>(
        `select first_name, opted_out, connection_id, record_id, source_modified_at, source_opted_out from contact where contact_id = $1`,
        [contactId],
      )
    )[0];
  const outbox = (contactId: string) =>
    sql(
      `select o.change, o.connection_id from outbox o join contact c on c.id = o.contact_id where c.contact_id = $1 order by o.id`,
      [contactId],
    );

  it('stays the CRM’s, which hears of an opt-out in the file', async () => {
    const mobile = mobileOf(1);
    await apply(crm, [taken('r1', { mobile, optOut: 'opted_in' })]);
    const said = inFile([taken('r1', { mobile, firstName: 'Mary', optOut: 'opted_out', modifiedAt: at(9) })]);
    const { outcomes } = await apply(files, said);
    assert.equal(outcomes.updated, 1);
    assert.deepEqual(await contact('r1'), {
      first_name: 'Mary',
      opted_out: true,
      connection_id: crm,
      record_id: 'r1',
      source_modified_at: at(1),
      source_opted_out: false,
    });
    assert.deepEqual(await outbox('r1'), [{ change: 'opted_out', connection_id: crm }]);
    const again = await apply(files, said);
    assert.deepEqual([again.outcomes.unchanged, again.optOutsSet], [1, 0]);
  });

  it('is not opted in by a file, which is one conflict however many files say so', async () => {
    const mobile = mobileOf(2);
    await apply(crm, [taken('r2', { mobile, optOut: 'opted_out' })]);
    for (const second of [5, 6]) {
      const { optInsNotApplied } = await apply(files, inFile([taken('r2', { mobile, optOut: 'opted_in', modifiedAt: at(second) })]));
      assert.equal(optInsNotApplied, 1);
    }
    assert.deepEqual(
      await sql(
        `select f.rule, f.connection_id from consent_conflict f join contact c on c.id = f.contact_id where c.contact_id = 'r2'`,
      ),
      [{ rule: 'other_source', connection_id: files }],
    );
    assert.equal((await contact('r2'))!['opted_out'], true);
  });

  it('has nowhere to write to while only a file knows it, and stays opted out when a CRM takes it over', async () => {
    const mobile = mobileOf(3);
    await apply(files, inFile([taken('r3', { mobile, optOut: 'opted_in' })]));
    await database.dataSource.transaction(async (tx) => {
      const [locked]: LockedContact[] = await tx.query(`select * from contact where contact_id = 'r3' for update`);
      await changeConsent(tx, at(40), locked!, {
        change: 'opted_out',
        cause: 'staff',
        actor: 'Dana Cole',
        occurredAt: at(40),
        evidence: {},
      });
    });
    assert.deepEqual(await outbox('r3'), []);
    const file = await apply(files, inFile([taken('r3', { mobile, optOut: 'opted_in', modifiedAt: at(50) })]));
    assert.equal(file.optInsNotApplied, 1);
    await apply(crm, [taken('r3', { mobile, optOut: 'opted_in', modifiedAt: at(51) })], at(52));
    const { opted_out: out, connection_id: link } = (await contact('r3'))!;
    assert.deepEqual([out, link], [true, crm]);
  });
});
