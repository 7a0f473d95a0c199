import assert from 'node:assert/strict';
import { readFileSync } from 'node:fs';
import { apiClient, type ApiClient } from '../apiClient.ts';
import { shapeDifferences } from '../sameShape.ts';
import { startSalesforceSandbox, type SalesforceSandbox } from '../startSalesforceSandbox.ts';

// eslint-disable-next-line @typescript-eslint/no-explicit-any -- recordings are looked at key by key
const recording = (name: string): any =>
  JSON.parse(readFileSync(new URL(`../recordings/${name}.json`, import.meta.url), 'utf8'));

/** Later versions say more than the recorded one: what was recorded must be there, in its kind. */
const hasShape = (actual: unknown, recorded: unknown, unlike: readonly string[] = []): void =>
  assert.deepEqual(
    shapeDifferences(actual, recorded).filter(
      (line) => !line.endsWith('not in the recording') && !unlike.some((path) => line.startsWith(path)),
    ),
    [],
  );

const OWNER = 'OWNER_FULL_NAME';

describe('the sandbox org’s reports, beside recorded answers', () => {
  let sandbox: SalesforceSandbox;
  let client: ApiClient;

  before(async () => {
    sandbox = await startSalesforceSandbox({ contacts: 200, leads: 20 });
    client = apiClient(sandbox);
  });
  after(() => sandbox.close());

  const path = (developerName: string): string => `/analytics/reports/${sandbox.reportId(developerName)}`;

  it('run in the recorded shape, columns apart', async () => {
    const recorded = recording('05-report-run-tabular-contacts.v29');
    const { body } = await client.get(`${path('Everybody_with_time')}?includeDetails=true`);
    hasShape(body, recorded, ['$.reportExtendedMetadata.detailColumnInfo']);
    const labels = (columns: Record<string, { label: string; dataType: string }>, name: string) => columns[name];
    const { columns } = (await client.get(`${path('Everybody_with_time')}/describe`)).body.reportTypeMetadata.categories[0];
    for (const name of ['TITLE', 'FIRST_NAME', 'LAST_NAME', 'EMAIL', 'PHONE1', 'PHONE2', 'PHONE3', 'ADDRESS2_CITY', OWNER]) {
      const { label, dataType } = labels(columns, name)!;
      assert.deepEqual({ label, dataType }, labels(recorded.reportExtendedMetadata.detailColumnInfo, name), name);
    }
    assert.deepEqual(body.reportMetadata.reportType, recorded.reportMetadata.reportType);
  });

  it('tell about columns as recorded, the last update as a date over a datetime field', async () => {
    const recorded = recording('06-report-run-accounts-last-update.v50');
    const info = (await client.get(path('Everybody_by_day'))).body.reportExtendedMetadata.detailColumnInfo;
    hasShape(info['ACCOUNT.NAME'], recorded.detailColumnInfo['ACCOUNT.NAME']);
    assert.deepEqual(info['ACCOUNT.NAME'], recorded.detailColumnInfo['ACCOUNT.NAME']);
    assert.deepEqual(
      { ...info['LAST_UPDATE'], entityColumnName: 'Account.LastModifiedDate' },
      recorded.detailColumnInfo['LAST_UPDATE'],
    );
    hasShape(info['Contact.Stage__c'], recorded.detailColumnInfo['TYPE']);
  });

  it('write money as recorded, and answer an unsaved run without an id', async () => {
    const { request, response } = recording('07-report-query-opportunities.v37');
    const { detailColumns, reportType, reportFormat, ...settings } = request.body.reportMetadata;
    assert.ok(detailColumns && reportType && reportFormat);
    const { body } = await client.call('POST', '/analytics/reports/query?includeDetails=true', {
      reportMetadata: {
        ...settings,
        reportType: { type: 'ContactList' },
        detailColumns: ['Contact.Aid_Offer__c', 'CREATED_DATE'],
        standardDateFilter: { ...settings.standardDateFilter, column: 'CREATED_DATE' },
        reportFilters: [{ column: 'Contact.Aid_Offer__c', operator: 'greaterThan', value: '1' }],
      },
    });
    hasShape(body.attributes, response.attributes);
    const recordedCells = response.factMap['T!T'].rows[0].dataCells;
    const [money, day] = body.factMap['T!T'].rows[0].dataCells;
    hasShape(money, recordedCells[3]);
    hasShape(day, recordedCells[10]);
    assert.match(money.label, /^\$[\d,]+\.\d\d$/);
    assert.match(day.label, /^\d+\/\d+\/\d{4}$/);
    assert.equal(body.reportExtendedMetadata.detailColumnInfo['CREATED_DATE'].dataType, 'datetime');
  });

  it('describe settings and operators as recorded', async () => {
    const recorded = recording('08-report-describe-operators');
    const { body } = await client.get(`${path('Created_this_year')}/describe`);
    assert.deepEqual(
      Object.keys(body.reportMetadata).sort(),
      Object.keys(recorded.reportMetadata).sort(),
      'no key more or less',
    );
    hasShape(body.reportMetadata, recorded.reportMetadata);
    assert.match(body.reportMetadata.standardDateFilter.startDate, /^\d{4}-01-01$/);
    const map = body.reportTypeMetadata.dataTypeFilterOperatorMap as Record<string, { name: string }[]>;
    for (const [type, operators] of Object.entries(recorded.dataTypeFilterOperatorMap)) {
      assert.deepEqual(map[type]?.map((operator) => operator.name), operators, type);
    }
    assert.deepEqual((await client.get('/analytics/filteroperators')).body, map);
  });

  it('run in the background with the recorded handle and attributes', async () => {
    const recorded = recording('09-report-async-instance.v35');
    const { body } = await client.call('POST', `${path('Everybody_with_time')}/instances?includeDetails=true`);
    hasShape(body, recorded.handle);
    assert.deepEqual(Object.keys(body).sort(), Object.keys(recorded.handle).sort());
    sandbox.finishReportInstances();
    const { attributes } = (await client.get(body.url)).body;
    assert.deepEqual(Object.keys(attributes).sort(), Object.keys(recorded.resultAttributes).sort());
    assert.match(attributes.completionDate, /^\d{4}-\d\d-\d\dT\d\d:\d\d:\d\dZ$/);
  });
});
