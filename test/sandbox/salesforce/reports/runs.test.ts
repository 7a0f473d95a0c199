import assert from 'node:assert/strict';
import fc from 'fast-check';
import { apiClient, type ApiClient, type Answer } from '../apiClient.ts';
import { startSalesforceSandbox, type SalesforceSandbox } from '../startSalesforceSandbox.ts';

type Cell = { label: string; value: unknown };
const TIME = 'Contact.Last_Modified_Time__c';

describe('running a report of the sandbox org', () => {
  let sandbox: SalesforceSandbox;
  let client: ApiClient;

  before(async () => {
    sandbox = await startSalesforceSandbox({ contacts: 2600, leads: 40 });
    client = apiClient(sandbox);
  });
  after(() => sandbox.close());

  const idOf = async (developerName: string): Promise<string> =>
    (await client.query(`SELECT Id FROM Report WHERE DeveloperName = '${developerName}'`)).body.records[0].Id as string;
  const post = async (developerName: string, changed: Record<string, unknown>): Promise<Answer> => {
    const path = `/analytics/reports/${await idOf(developerName)}`;
    const { reportMetadata } = (await client.get(`${path}/describe`)).body;
    return client.call('POST', `${path}?includeDetails=true`, { reportMetadata: { ...reportMetadata, ...changed } });
  };
  const rowsOf = ({ body }: Answer): Record<string, Cell>[] =>
    body.factMap['T!T'].rows.map(({ dataCells }: { dataCells: Cell[] }) =>
      Object.fromEntries(dataCells.map((cell, i) => [body.reportMetadata.detailColumns[i], cell])),
    );

  it('gives 2,000 rows at most and counts them all', async () => {
    const path = `/analytics/reports/${await idOf('Everybody_with_time')}`;
    const whole = await client.get(`${path}?includeDetails=true`);
    assert.equal(whole.body.allData, false);
    assert.equal(whole.body.factMap['T!T'].rows.length, 2000);
    assert.deepEqual(whole.body.factMap['T!T'].aggregates, [{ label: '2,600', value: 2600 }]);
    const counted = await client.get(path);
    assert.deepEqual(counted.body.factMap['T!T'].rows, []);
    assert.equal(counted.body.factMap['T!T'].aggregates[0].value, 2600);
  });

  it('writes each kind of cell as the org does', async () => {
    const [row] = rowsOf(await post('Everybody_with_time', { detailColumns: [
      'CONTACT_ID', 'FIRST_NAME', 'LAST_NAME', 'OWNER_FULL_NAME', 'Contact.SMS_Opt_Out__c', 'Contact.GPA__c',
      'Contact.Aid_Offer__c', 'Contact.Texting_Consent__c', 'BIRTHDATE', 'PHONE2', 'LAST_UPDATE', TIME,
    ], reportFilters: [
      { column: 'FIRST_NAME', operator: 'notEqual', value: '' },
      { column: 'Contact.GPA__c', operator: 'greaterThan', value: '0' },
      { column: 'Contact.Aid_Offer__c', operator: 'greaterOrEqual', value: '"1,000"' },
      { column: 'Contact.Texting_Consent__c', operator: 'equals', value: 'OK to text' },
      { column: 'BIRTHDATE', operator: 'lessThan', value: '2030-01-01' },
    ] }));
    const id = String(row!['CONTACT_ID']!.value);
    const person = sandbox.record('Contact', id)!;
    const modified = String(person['LastModifiedDate']);
    assert.deepEqual(row!['CONTACT_ID'], { label: id.slice(0, 15), value: id });
    assert.deepEqual(row!['FIRST_NAME'], { label: person['FirstName'], value: id });
    assert.deepEqual(row!['LAST_NAME'], { label: person['LastName'], value: id });
    assert.equal(row!['OWNER_FULL_NAME']!.value, person['OwnerId']);
    assert.deepEqual(row!['Contact.SMS_Opt_Out__c'], { label: 'false', value: false });
    assert.equal(row!['Contact.GPA__c']!.value, person['GPA__c']);
    assert.deepEqual(row!['Contact.Aid_Offer__c']!.value, { amount: person['Aid_Offer__c'], currency: null });
    assert.match(row!['Contact.Aid_Offer__c']!.label, /^\$[\d,]+\.\d\d$/);
    assert.deepEqual(row!['Contact.Texting_Consent__c'], { label: 'OK to text', value: 'OK to text' });
    assert.equal(row!['BIRTHDATE']!.value, person['Birthdate']);
    assert.deepEqual(row!['PHONE2'], { label: '-', value: null });
    assert.equal(row!['LAST_UPDATE']!.value, modified.slice(0, 10));
    assert.equal(row![TIME]!.value, `${modified.slice(0, 19)}Z`);
  });

  it('labels a day in the user’s zone and values it in UTC', async () => {
    const id = sandbox.insert('Contact', { LastName: 'Midnight' }, new Date('2021-01-14T02:05:33Z'));
    const [row] = rowsOf(await post('Everybody_with_time', {
      detailColumns: ['LAST_UPDATE', TIME],
      reportFilters: [{ column: 'CONTACT_ID', operator: 'equals', value: id }],
    }));
    assert.deepEqual(row!['LAST_UPDATE'], { label: '1/13/2021', value: '2021-01-14' });
    assert.deepEqual(row![TIME], { label: '1/13/2021, 9:05 PM', value: '2021-01-14T02:05:33Z' });
    sandbox.remove('Contact', id);
  });

  it('takes posted filters for the saved ones, with their logic', async () => {
    const stage = (person: Record<string, unknown>) => person['Stage__c'] === 'Admitted';
    const either = (person: Record<string, unknown>) =>
      person['Entry_Term__c'] === 'Fall 2027' || person['Title'] === 'Transfer student';
    const count = async (changed: Record<string, unknown>): Promise<number> =>
      (await post('Texting_Fall_admits_report', changed)).body.factMap['T!T'].aggregates[0].value as number;
    const saved = sandbox.find('Contact', (person) => stage(person) && either(person)).length;
    assert.equal(await count({}), saved);
    assert.ok(saved > sandbox.count('Contact', 'Texting_Fall_admits'));
    assert.equal(await count({ reportFilters: [], reportBooleanFilter: null }), 2600);
    const { reportMetadata } = (await client.get(`/analytics/reports/${await idOf('Texting_Fall_admits_report')}/describe`)).body;
    const extended = {
      reportFilters: [...reportMetadata.reportFilters, { column: 'LAST_NAME', operator: 'startsWith', value: 'B' }],
      reportBooleanFilter: '(1 AND (2 OR 3)) AND 4',
    };
    const narrower = sandbox.find(
      'Contact',
      (person) => stage(person) && either(person) && /^b/i.test(String(person['LastName'])),
    );
    assert.equal(await count(extended), narrower.length);
  });

  it('finds each record that is there all along, whatever is edited or commits late between the pages', () =>
    fc.assert(
      fc.asyncProperty(
        fc.array(fc.record({ row: fc.nat(), agoSeconds: fc.nat(5_000_000), isNew: fc.boolean() }), { maxLength: 12 }),
        async (changes) => {
          const before = sandbox.find('Contact', (person) => person['IsDeleted'] === false).map(({ Id }) => String(Id));
          const late: string[] = [];
          const stop = sandbox.onReportRun(() => {
            for (const { row, agoSeconds, isNew } of changes.splice(0, 3)) {
              // Whoever was read already may move on; whoever wasn't stays where a page will find it.
              if (isNew) late.push(sandbox.insert('Contact', { LastName: 'Late' }, new Date(Date.now() - agoSeconds)));
              else sandbox.edit('Contact', before[row % before.length]!, { Title: 'Edited' });
            }
          });
          const found = new Set<string>();
          let from = '1990-01-01T00:00:00Z';
          for (let isWhole = false; !isWhole; ) {
            const page = await post('Everybody_with_time', {
              reportFilters: [{ column: TIME, operator: 'greaterOrEqual', value: from }],
              sortBy: [{ sortColumn: TIME, sortOrder: 'Asc' }],
            });
            const rows = rowsOf(page);
            const times = rows.map((row) => String(row[TIME]!.value));
            assert.deepEqual(times, [...times].sort());
            for (const row of rows) found.add(String(row['CONTACT_ID']!.value));
            isWhole = page.body.allData as boolean;
            from = times.at(-1)!;
          }
          stop();
          assert.deepEqual(
            before.filter((id) => !found.has(id)),
            [],
          );
          for (const id of late) sandbox.remove('Contact', id);
        },
      ),
      { numRuns: 8 },
    ));

  it('can come without rows', async () => {
    const path = `/analytics/reports/${await idOf('Everybody_with_time')}`;
    sandbox.addFault({ route: path, kind: 'report_rows_absent' });
    const { body } = await client.get(path);
    assert.deepEqual(Object.keys(body.factMap['T!T']), ['aggregates']);
  });

  it('shows a record that was stamped earlier than the last page read', async () => {
    const late = sandbox.insert('Contact', { LastName: 'Late' }, new Date(Date.now() - 400_000));
    const page = await post('Everybody_with_time', {
      reportFilters: [
        { column: TIME, operator: 'greaterOrEqual', value: `${new Date(Date.now() - 500_000).toISOString().slice(0, 19)}Z` },
      ],
    });
    assert.ok(rowsOf(page).some((row) => row['CONTACT_ID']!.value === late));
    sandbox.remove('Contact', late);
  });
});
