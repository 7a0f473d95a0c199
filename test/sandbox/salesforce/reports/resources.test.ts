import assert from 'node:assert/strict';
import { apiClient, type ApiClient } from '../apiClient.ts';
import { startSalesforceSandbox, type SalesforceSandbox } from '../startSalesforceSandbox.ts';

describe('the reports of the sandbox org', () => {
  let sandbox: SalesforceSandbox;
  let client: ApiClient;

  beforeEach(async () => {
    sandbox = await startSalesforceSandbox({ contacts: 400, leads: 30 });
    client = apiClient(sandbox);
  });
  afterEach(() => sandbox.close());

  const path = (developerName: string): string => `/analytics/reports/${sandbox.reportId(developerName)}`;

  it('are rows of their folders, private ones left out', async () => {
    const soql =
      'SELECT Id, Name, DeveloperName, FolderName, Format, OwnerId, LastModifiedDate FROM Report ORDER BY FolderName, Name';
    const rows = await client.queryAllPages(soql);
    assert.equal(rows.length, sandbox.reports().length - 1);
    assert.deepEqual(new Set(rows.map((row) => row['Format'])), new Set(['Tabular', 'Summary', 'Matrix', 'MultiBlock']));
    assert.ok(!rows.some((row) => row['FolderName'] === 'Private Reports'));
    const folders = await client.queryAllPages("SELECT Id, Name FROM Folder WHERE Type = 'Report'");
    for (const row of rows) {
      assert.equal(folders.find((folder) => folder['Id'] === row['OwnerId'])?.['Name'], row['FolderName']);
    }
    const found = await client.queryAllPages("SELECT Id FROM Report WHERE Format = 'Tabular' AND Name LIKE '%fall adm%'");
    assert.deepEqual(
      found.map((row) => row['Id']),
      [sandbox.reportId('Texting_Fall_admits_report')],
    );
  });

  it('are listed as recently viewed, which is not all of them', async () => {
    const ids = async (): Promise<string[]> =>
      (await client.get('/analytics/reports')).body.map((report: { id: string }) => report.id);
    const before = await ids();
    assert.ok(before.length > 0 && before.length < sandbox.reports().length - 1);
    const unseen = sandbox.reports().find((report) => !before.includes(report.id) && !report.isPrivate)!;
    await client.get(`/analytics/reports/${unseen.id}/describe`);
    assert.deepEqual(await ids(), [unseen.id, ...before]);
  });

  it('answer to 15 characters as to 18', async () => {
    const id = sandbox.reportId('Everybody_with_time');
    const { body } = await client.get(`/analytics/reports/${id.slice(0, 15)}/describe`);
    assert.equal(body.reportMetadata.id, id);
  });

  it('group their rows in the other formats, totals alone under T!T', async () => {
    const summary = (await client.get(`${path('Contacts_by_stage')}?includeDetails=true`)).body;
    assert.deepEqual(summary.factMap['T!T'].rows, []);
    assert.equal(summary.factMap['T!T'].aggregates[0].value, 400);
    const { groupings } = summary.groupingsDown as { groupings: { key: string; value: string }[] };
    assert.ok(groupings.length > 1);
    for (const { key, value } of groupings) {
      const { rows, aggregates } = summary.factMap[`${key}!T`];
      assert.equal(rows.length, aggregates[0].value);
      assert.equal(rows.length, sandbox.find('Contact', (person) => person['Stage__c'] === value).length);
    }
    const matrix = (await client.get(`${path('Stage_by_term')}?includeDetails=true`)).body.factMap as Record<
      string,
      { rows: unknown[] }
    >;
    const inner = Object.entries(matrix).filter(([key]) => !key.includes('T'));
    assert.equal(inner.reduce((sum, [, { rows }]) => sum + rows.length, 0), 400);
    assert.deepEqual(matrix['0!T']!.rows, []);
  });

  it('stop at their row limit, and show another way of spelling columns', async () => {
    const { body } = await client.get(`${path('Fifty_newest')}?includeDetails=true`);
    assert.equal(body.factMap['T!T'].rows.length, 50);
    assert.deepEqual(body.reportMetadata.topRows, { rowLimit: 50, direction: 'Desc' });
    const custom = (await client.get(`${path('Contacts_for_texting')}/describe`)).body;
    const info = custom.reportExtendedMetadata.detailColumnInfo;
    assert.equal(info['Contact$Id'].entityColumnName, 'Contact.Id');
    assert.equal(info['Contact$LastModifiedDate'].dataType, 'datetime');
    assert.equal(info['Contact$Owner'].isLookup, true);
    assert.equal(info['Contact$Owner'].entityColumnName, 'User.Name');
    const days = (await client.get(`${path('Everybody_by_day')}/describe`)).body.reportExtendedMetadata;
    assert.equal(days.detailColumnInfo['LAST_UPDATE'].dataType, 'date');
  });

  it('show a formula’s new value although nobody moved the record’s stamp', async () => {
    const [contact] = sandbox.find('Contact', (person) => person['AccountId'] !== null, 1);
    sandbox.renameAccount(String(contact!['AccountId']), 'Household of somebody');
    const soql = `SELECT Household_Name__c, LastModifiedDate FROM Contact WHERE Id = '${String(contact!['Id'])}'`;
    const [row] = await client.queryAllPages(soql);
    assert.equal(row!['Household_Name__c'], 'Household of somebody');
    assert.equal(row!['LastModifiedDate'], contact!['LastModifiedDate']);
    const { body } = await client.call('POST', `${path('Contacts_for_texting')}?includeDetails=true`, {
      reportMetadata: {
        detailColumns: ['Contact$Id'],
        reportFilters: [{ column: 'Contact$Household_Name__c', operator: 'equals', value: 'household of SOMEBODY' }],
      },
    });
    const ids = body.factMap['T!T'].rows.map((cells: { dataCells: { value: string }[] }) => cells.dataCells[0]!.value);
    assert.ok(ids.includes(contact!['Id']));
  });

  it('have their formula over the modified time in describes and queries too', async () => {
    for (const type of ['Contact', 'Lead'] as const) {
      const { fields } = (await client.get(`/sobjects/${type}/describe`)).body as { fields: Record<string, unknown>[] };
      const formula = fields.find((field) => field['name'] === 'Last_Modified_Time__c')!;
      assert.equal(formula['calculatedFormula'], 'LastModifiedDate');
      assert.deepEqual([formula['type'], formula['calculated'], formula['updateable']], ['datetime', true, false]);
    }
    const people = sandbox.find('Contact', () => true);
    sandbox.edit('Contact', String(people[7]!['Id']), { Title: 'Dean' }, new Date('2020-02-03T04:05:06Z'));
    sandbox.remove('Contact', String(people[8]!['Id']));
    const modified = ({ LastModifiedDate: at }: Record<string, unknown>) => String(at);
    const middle = people.map(modified).sort()[200]!;
    const late = sandbox
      .find('Contact', (person) => person['IsDeleted'] === false && modified(person) >= middle)
      .sort((a, b) => (modified(a) < modified(b) ? -1 : modified(a) > modified(b) ? 1 : 0))
      .map((person) => person['Id']);
    for (const [direction, expected] of [['ASC', late], ['DESC', late.toReversed()]] as const) {
      const rows = await client.queryAllPages(
        `SELECT Id, Last_Modified_Time__c FROM Contact WHERE Last_Modified_Time__c >= ${middle.slice(0, 19)}Z ` +
          `ORDER BY Last_Modified_Time__c ${direction}, Id ${direction}`,
      );
      assert.deepEqual(rows.map((row) => row['Id']), expected);
    }
  });

  it('can be made, changed and deleted by the org’s people', async () => {
    const id = sandbox.saveReport({
      name: 'Seniors',
      folder: 'Spring',
      detailColumns: ['CONTACT_ID', 'LAST_NAME'],
      filters: [{ column: 'Contact.Stage__c', operator: 'equals', value: 'Enrolled' }],
    });
    const before = sandbox.reportRecords(id);
    assert.equal(before.length, sandbox.find('Contact', (person) => person['Stage__c'] === 'Enrolled').length);
    sandbox.unshareRecord('Contact', before[0]!);
    sandbox.remove('Contact', before[1]!);
    assert.deepEqual(sandbox.reportRecords(id), before.slice(2));
    sandbox.reshareRecord('Contact', before[0]!);
    sandbox.undelete('Contact', before[1]!);
    assert.deepEqual(sandbox.reportRecords(id), before);
    sandbox.changeReport('Seniors', { filters: [], booleanFilter: null, name: 'Everybody, after all' });
    assert.equal(sandbox.reportRecords(id).length, 400);
    const { body } = await client.get(`/analytics/reports/${id}/describe`);
    assert.equal(body.reportMetadata.name, 'Everybody, after all');
    assert.deepEqual(body.reportMetadata.reportFilters, []);
    sandbox.changeReport(id, { deleted: true });
    assert.equal((await client.get(`/analytics/reports/${id}/describe`)).status, 404);
    assert.equal((await client.query(`SELECT Id FROM Report WHERE Id = '${id}'`)).body.totalSize, 0);
    const control = async (name: string, given: object): Promise<unknown> => {
      const response = await fetch(`${sandbox.url}/__sandbox/${name}`, { method: 'POST', body: JSON.stringify(given) });
      return ((await response.json()) as { result: unknown }).result;
    };
    const remote = await control('saveReport', { draft: { name: 'From outside' } });
    assert.equal(await control('reportId', { report: 'From_outside' }), remote);
    await control('changeReport', { report: remote, reportChange: { scope: 'user' } });
    assert.ok(((await control('reportRecords', { report: remote })) as string[]).length < 400);
    assert.throws(() => sandbox.saveReport({ name: 'x', detailColumns: ['NOTHING'] }), /no column NOTHING/);
    assert.throws(() => sandbox.changeReport('Nothing', {}), /no report Nothing/);
  });

  it('can be run without being saved', async () => {
    const reportMetadata = {
      reportFormat: 'SUMMARY',
      reportType: { type: 'LeadList' },
      detailColumns: ['LEAD_ID', 'COMPANY'],
      groupingsDown: [{ name: 'STATUS', sortOrder: 'Asc', dateGranularity: 'None', sortAggregate: null }],
      reportFilters: [],
      aggregates: ['RowCount', 's!Lead.GPA__c'],
    };
    const run = (more: object) =>
      client.call('POST', '/analytics/reports/query?includeDetails=true', { reportMetadata: { ...reportMetadata, ...more } });
    const { body } = await run({});
    assert.equal(body.attributes.reportId, null);
    assert.equal(body.factMap['T!T'].aggregates[0].value, 30);
    const sum = sandbox.find('Lead', () => true).reduce((total, lead) => total + Number(lead['GPA__c']), 0);
    assert.ok(Math.abs(body.factMap['T!T'].aggregates[1].value - sum) < 1e-6);
    assert.equal((await run({ reportType: { type: 'Nothing' } })).status, 400);
    assert.equal((await run({ reportFormat: 'MULTI_BLOCK' })).status, 501);
  });
});
