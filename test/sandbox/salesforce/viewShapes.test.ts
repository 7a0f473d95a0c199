import assert from 'node:assert/strict';
import { DateTime } from 'luxon';
import { apiClient, type ApiClient } from './apiClient.ts';
import { TRICKY_TITLE } from './names.ts';
import { startSalesforceSandbox, type SalesforceSandbox, type SandboxRecord } from './startSalesforceSandbox.ts';

const NOW = '2027-01-15T12:00:00Z';

describe('list views of every shape in the sandbox org', () => {
  let sandbox: SalesforceSandbox;
  let client: ApiClient;

  before(async () => {
    sandbox = await startSalesforceSandbox({ contacts: 1500, leads: 60, now: () => new Date(NOW) });
    client = apiClient(sandbox);
  });
  after(() => sandbox.close());

  const describeView = async (type: string, developerName: string): Promise<Record<string, unknown>> => {
    const { listviews } = (await client.get(`/sobjects/${type}/listviews`)).body;
    const view = listviews.find((one: { developerName: string }) => one.developerName === developerName);
    return (await client.get(view.describeUrl as string)).body;
  };
  const text = (record: SandboxRecord, field: string): string => (record[field] ?? '') as string;
  const interests = (record: SandboxRecord): string[] => text(record, 'Interests__c').split(';');
  const zone = { zone: 'America/New_York' };
  const today = DateTime.fromISO(NOW, zone).startOf('day');
  const at = (record: SandboxRecord, field: string): DateTime =>
    DateTime.fromISO(text(record, field).replace('+0000', 'Z'), zone);

  /** What each view means, said without SOQL. */
  const meanings: Record<string, (record: SandboxRecord) => boolean> = {
    Accepted_or_applied: (record) =>
      (record['Stage__c'] === 'Admitted' && record['Entry_Term__c'] === 'Fall 2027') ||
      (record['Stage__c'] === 'Applied' && ['TX', 'OH'].includes(text(record, 'MailingState'))),
    Past_the_start: (record) =>
      ['Admitted', 'Enrolled'].includes(text(record, 'Stage__c')) && record['Email'] !== null,
    Athletes_and_nurses: (record) => {
      const has = (...all: string[]): boolean => all.every((one) => interests(record).includes(one));
      return (has('Athletics', 'Music') || has('Nursing')) && !has('Study abroad');
    },
    Apostrophes: (record) => ["'", '’'].includes(text(record, 'LastName')[1] ?? ''),
    Changed_lately: (record) =>
      at(record, 'LastModifiedDate') >= today.minus({ days: 90 }) &&
      at(record, 'LastModifiedDate') < today.plus({ days: 1 }) &&
      at(record, 'CreatedDate') < today.startOf('month'),
    Keywords: (record) => record['Title'] === TRICKY_TITLE,
    Agreed_to_texts: (record) => record['Texting_Consent__c'] === 'OK',
  };

  for (const [developerName, isMeant] of Object.entries(meanings)) {
    it(`selects through ${developerName} whom it means`, async () => {
      const { query, whereCondition } = await describeView('Contact', developerName);
      assert.ok(JSON.stringify(whereCondition).includes('"field"'));
      const found = (await client.queryAllPages(query as string)).map((row) => row['Id']);
      const meant = sandbox.find('Contact', isMeant).map((record) => record['Id']);
      assert.ok(meant.length > 0 && meant.length < 1500, String(meant.length));
      assert.deepEqual(found.sort(), meant.sort());
    });
  }

  it('follows look-ups', async () => {
    const { query } = await describeView('Contact', 'Danas_households');
    assert.match(query as string, / WHERE Owner\.Name = 'Dana Whitfield' AND Account\.Name LIKE 'Household 0%' ORDER BY /);
    const select = (query as string).replace(/^SELECT .*? FROM/, 'SELECT Owner.Alias, Account.Name FROM');
    const rows = (await client.queryAllPages(select)) as { Owner: { Alias: string }; Account: { Name: string } }[];
    assert.ok(rows.length > 0);
    for (const { Owner, Account } of rows) assert.match(`${Owner.Alias} ${Account.Name}`, /^dwhit Household 0\d$/);
  });

  it('keeps groups, negations and lists in the describe', async () => {
    const { whereCondition } = await describeView('Contact', 'Past_the_start');
    assert.deepEqual(whereCondition, {
      condition: {
        conditions: [
          { field: 'Stage__c', operator: 'notIn', values: ["'Admitted'", "'Enrolled'"] },
          { field: 'Email', operator: 'equals', values: ['null'] },
        ],
        conjunction: 'or',
      },
    });
  });

  it('reads a scope as whose records it means', async () => {
    const { query, scope } = await describeView('Lead', 'Leads_in_queues');
    assert.equal(scope, 'queue_owned');
    assert.equal(sandbox.count('Lead', 'Leads_in_queues'), 0);
    const [lead] = sandbox.find('Lead', (record) => record['IsConverted'] === false, 1);
    sandbox.edit('Lead', String(lead!['Id']), { OwnerId: '00GR01000000001AAA' });
    assert.deepEqual((await client.queryAllPages(query as string)).map((row) => row['Id']), [lead!['Id']]);
    const users = 'SELECT COUNT() FROM Lead USING SCOPE user_owned';
    assert.equal((await client.query(users)).body.totalSize, 59);
    const team = await describeView('Contact', 'My_teams_contacts');
    assert.match(team['query'] as string, / FROM Contact USING SCOPE team WHERE Email != null ORDER BY /);
  });
});
