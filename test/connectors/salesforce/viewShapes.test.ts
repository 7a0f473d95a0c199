import assert from 'node:assert/strict';
import fc from 'fast-check';
import type { OpenConnection } from '../../../src/contract/connector.ts';
import { apiClient } from '../../sandbox/salesforce/apiClient.ts';
import {
  startSalesforceSandbox,
  type SalesforceSandbox,
  type SandboxRecord,
} from '../../sandbox/salesforce/startSalesforceSandbox.ts';
import { connectTo, failure, never, viewId } from './sandboxConnection.ts';
import { arbitraryCondition, TITLES, type Meaning } from './viewConditions.ts';

const VIEW = 'Texting_Fall_admits';

describe('salesforce list views of any shape', () => {
  let org: SalesforceSandbox;
  let connection: OpenConnection;
  let sourceId: string;
  let owners: Map<unknown, string>;
  let records: SandboxRecord[];

  before(async () => {
    org = await startSalesforceSandbox({ contacts: 240, leads: 5, pageSizeRows: 100 });
    const people = org.find('Contact', () => true).map((record) => String(record['Id']));
    TITLES.forEach((title, i) => org.edit('Contact', people[i]!, { Title: title }));
    connection = connectTo(org).open();
    sourceId = await viewId(connection, 'Texting – Fall admits');
    const users = await apiClient(org).queryAllPages('SELECT Id, Name FROM User');
    owners = new Map(users.map((user) => [user['Id'], String(user['Name'])]));
    records = org.find('Contact', () => true);
  });
  after(async () => {
    await connection.close();
    await org.close();
  });

  const pull = async (since: Date | null, expectedDefinition: string | null): Promise<string[]> => {
    const ids: string[] = [];
    const asked = { recordType: 'Contact', sourceId, fields: ['FirstName'], identity: null, since, after: null } as const;
    for await (const { rows } of connection.pull({ ...asked, expectedDefinition }, never()))
      ids.push(...rows.map(({ recordId }) => recordId));
    return ids.sort();
  };
  const meant = (meaning: Meaning, since: Date | null): string[] =>
    records
      .filter((record) => meaning({ ...record, 'Owner.Name': owners.get(record['OwnerId']) ?? null }))
      .filter((record) => since === null || Date.parse(stampOf(record)) >= Math.floor(since.getTime() / 1000) * 1000)
      .map((record) => String(record['Id']))
      .sort();
  const stampOf = (record: SandboxRecord): string => String(record['SystemModstamp']).replace('+0000', 'Z');

  it('give the people their filter means, all of them, whatever stands in it', async () => {
    let some = 0;
    await fc.assert(
      fc.asyncProperty(arbitraryCondition, fc.nat(239), fc.boolean(), async ({ soql, meaning }, nth, isLater) => {
        org.setView('Contact', VIEW, { filter: soql });
        const since = isLater ? new Date(Date.parse(stampOf(records[nth]!)) + 400) : null;
        const { usable, count, definition } = await connection.describeSource('Contact', sourceId, never());
        assert.equal(usable, true);
        assert.equal(count, meant(meaning, null).length);
        const expected = meant(meaning, since);
        assert.deepEqual(await pull(since, definition), expected);
        if (expected.length > 0 && expected.length < records.length) some++;
      }),
      { numRuns: 80 },
    );
    assert.ok(some > 15, `only ${some} filters chose between people`);
  });

  it('are refused when their scope depends on who asks', async () => {
    for (const scope of ['mine', 'team']) {
      org.setView('Contact', VIEW, { scope, filter: "Title = 'x' OR Title = 'y'" });
      await assert.rejects(pull(null, null), failure('SOURCE_UNUSABLE'));
    }
    org.setView('Contact', VIEW, { scope: 'everything' });
  });

  it('stop when a field of the filter is hidden meanwhile and more people would come', async () => {
    const hideable = ['Title', 'Email', 'Stage__c', 'GPA__c', 'Interests__c', 'SMS_Opt_Out__c'];
    await fc.assert(
      fc.asyncProperty(arbitraryCondition, fc.constantFrom(...hideable), async ({ soql }, field) => {
        org.setView('Contact', VIEW, { filter: soql });
        const before = await connection.describeSource('Contact', sourceId, never());
        const whole = await pull(null, before.definition);
        org.hideField('Contact', field);
        try {
          const after = await connection.describeSource('Contact', sourceId, never());
          if (after.definition === before.definition) assert.deepEqual(await pull(null, before.definition), whole);
          else await assert.rejects(pull(null, before.definition), failure('SOURCE_CHANGED'));
        } finally {
          org.showField('Contact', field);
        }
      }),
      { numRuns: 25 },
    );
  });
});
