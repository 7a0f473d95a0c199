import assert from 'node:assert/strict';
import type { OpenConnection } from '../../../../src/contract/connector.ts';
import { startSalesforceSandbox, type SalesforceSandbox } from '../../../sandbox/salesforce/startSalesforceSandbox.ts';
import { connectTo, failure, never } from '../sandboxConnection.ts';

describe('salesforce reports', () => {
  let org: SalesforceSandbox;
  let connection: OpenConnection;
  const search = (query: string, offset = 0, kind: string | null = 'Report') =>
    connection.searchSources({ recordType: 'Contact', kind, query, offset }, never());
  const describeReport = (developerName: string) =>
    connection.describeSource('Contact', org.reportId(developerName), never());

  before(async () => {
    org = await startSalesforceSandbox({ contacts: 500, leads: 40, pageSizeRows: 200 });
  });
  beforeEach(() => {
    org.resetCalls();
    connection = connectTo(org, { tuning: { rememberMs: 60_000 } }).open();
  });
  afterEach(() => connection.close());
  after(() => org.close());

  it('finds Reports by part of their name or folder, in the order of folder and name', async () => {
    const { sources, total } = await search('');
    assert.equal(total, sources.length);
    const places = sources.map(({ folder, name }) => `${folder} / ${name}`);
    assert.deepEqual(places, [...places].sort((a, b) => a.localeCompare(b, 'en', { sensitivity: 'base', numeric: true })));
    assert.ok(sources.every(({ kind }) => kind === 'Report'));
    assert.ok((await search('ADMISSIONS')).sources.every(({ folder }) => folder === 'Admissions'));
    assert.equal((await search('fall ADMITS')).sources[0]!.name, 'Texting – Fall admits (report)');
    assert.equal((await search('private list')).total, 0, 'nothing from a folder that is not shared');
  });

  it('says why a Report can’t be used', async () => {
    const { sources } = await search('');
    const reasons = Object.fromEntries(sources.map(({ name, reason }) => [name, reason]));
    const expected: Record<string, RegExp> = {
      'Contacts by stage': /summary Report/,
      'Stage by term': /matrix Report/,
      'Contacts beside leads': /joined Report/,
      'Campus visits 2019': /obsolete/,
      'Fifty newest': /row limit of 50/,
      'Twenty exclusions': /all 20 filters/,
      'Names and numbers': /no Contact ID column/,
      'All leads (report)': /no Contact ID column/,
      'My contacts (report)': /own records/,
      'Everybody with time': /^$/,
      'Everybody, last update by day': /^$/,
      'Contacts for texting': /^$/,
    };
    for (const [name, reason] of Object.entries(expected)) assert.match(reasons[name] ?? '(missing)', reason, name);
    assert.ok(sources.every(({ usable, reason }) => usable === (reason === '')));
  });

  it('says so when no column tells the time of change', async () => {
    const detailColumns = ['CONTACT_ID', 'FIRST_NAME', 'CREATED_DATE', 'BIRTHDATE'];
    org.saveReport({ name: 'Timeless', folder: 'Odd', detailColumns });
    const [timeless] = (await search('Timeless')).sources;
    assert.match(timeless!.reason, /when a contact was last changed/);
  });

  it('lists every page of Reports, and describes each of the 20 shown once', async () => {
    for (let i = 0; i < 230; i += 1) org.saveReport({ name: `Zone ${i}`, folder: 'Zones' });
    const first = await search('zones');
    assert.deepEqual([first.total, first.sources.length], [230, 20]);
    const calls = org.calls.counted;
    assert.equal(calls, 2 + 20 + 1, 'two pages of the list, one describe a Report shown, one of the object');
    await search('zones');
    assert.equal(org.calls.counted, calls);
    assert.deepEqual((await search('zones', 220)).sources.map(({ name }) => name).at(-1), 'Zone 229');
  });

  it('searches both kinds as one list, List Views first', async () => {
    const both = await search('texting', 0, null);
    const views = await search('texting', 0, 'List View');
    const reports = await search('texting');
    assert.equal(both.total, views.total + reports.total);
    assert.deepEqual(both.sources, [...views.sources, ...reports.sources].slice(0, 20));
    const last = await search('texting', views.total, null);
    assert.deepEqual(last.sources, reports.sources.slice(0, 20));
  });

  it('describes a Report: filter and logic in words, people, calls, definition', async () => {
    const found = await describeReport('Texting_Fall_admits_report');
    assert.equal(
      found.filter,
      'Stage is “Admitted” and (Entry Term is “Fall 2027” or Title is “Transfer student”)',
    );
    assert.equal(found.count, org.reportRecords('Texting_Fall_admits_report').length);
    assert.deepEqual([found.folder, found.usable, found.fullRunCalls, found.usualRunCalls], ['Texting', true, 2, 2]);
    assert.match(found.definition, /^[0-9a-f]{32}$/);
    assert.match((await describeReport('Created_this_year')).filter, /date range is saved in this Report: Created Date this year/i);
    assert.equal((await describeReport('New_since_summer_Greta')).filter, 'Created Date is “LETZTE 400 TAGE”');
  });

  it('changes the definition with whom the Report selects, and with nothing else', async () => {
    const id = org.saveReport({
      name: 'Changing',
      detailColumns: ['CONTACT_ID', 'FIRST_NAME', 'LAST_UPDATE'],
      filters: [{ column: 'TITLE', operator: 'equals', value: 'Mentor' }],
    });
    const definition = async (): Promise<string> => (await connection.describeSource('Contact', id, never())).definition;
    const before = await definition();
    org.changeReport(id, { name: 'Changed', folder: 'Admissions', detailColumns: ['CONTACT_ID', 'LAST_UPDATE'] });
    assert.equal(await definition(), before);
    const changes = [
      { filters: [{ column: 'TITLE', operator: 'notEqual', value: 'Mentor' }] },
      { filters: [] },
      { standardDateFilter: { column: 'CREATED_DATE', durationValue: 'THIS_YEAR', startDate: null, endDate: null } },
      { standardDateFilter: { column: 'CREATED_DATE', durationValue: 'CUSTOM', startDate: '2024-01-01', endDate: null } },
    ];
    const seen = new Set([before]);
    for (const change of changes) {
      org.changeReport(id, change);
      seen.add(await definition());
    }
    assert.equal(seen.size, 1 + changes.length);
  });

  it('describes unusable Reports with the reason, and those that are gone not at all', async () => {
    for (const name of ['Contacts_beside_leads', 'Campus_visits_2019', 'Fifty_newest', 'May_be_called']) {
      const found = await describeReport(name);
      assert.deepEqual([found.usable, found.count, found.definition], [false, 0, ''], name);
      assert.notEqual(found.reason, '');
    }
    const gone = org.saveReport({ name: 'Gone' });
    org.changeReport(gone, { deleted: true });
    for (const id of [gone, org.reportId('Danas_private_list'), '00O000000000001AAA', '00Oxx']) {
      await assert.rejects(connection.describeSource('Contact', id, never()), failure('SOURCE_GONE'));
    }
  });

  it('offers the Report’s columns, tied to the record’s own fields', async () => {
    const fields = await connection.describeFields('Contact', org.reportId('Everybody_with_time'), never());
    const of = (name: string) => fields.find((field) => field.name === name)!;
    assert.equal(fields[0]!.name, 'CONTACT_ID');
    assert.deepEqual(
      fields.filter(({ isRecordId }) => isRecordId).map(({ name }) => name),
      ['CONTACT_ID'],
    );
    assert.deepEqual([of('FIRST_NAME').apiName, of('PHONE3').apiName, of('PHONE3').type], ['FirstName', 'MobilePhone', 'phone']);
    const optOut = of('Contact.SMS_Opt_Out__c');
    assert.deepEqual([optOut.apiName, optOut.type, optOut.writable], ['SMS_Opt_Out__c', 'checkbox', true]);
    assert.deepEqual(of('Contact.Texting_Consent__c').values, [
      { value: 'OK', label: 'OK to text' },
      { value: 'No texts', label: 'No texts' },
    ]);
    const owner = of('OWNER_FULL_NAME');
    assert.deepEqual([owner.apiName, owner.writable, owner.changesUnseen], [null, false, true]);
    assert.equal(of('Contact.Last_Modified_Time__c').modifiedTime, 'instant');
    assert.equal(fields.filter(({ modifiedTime }) => modifiedTime !== null).length, 1);
  });

  it('knows a standard column for a whole day, and custom report types by their own spelling', async () => {
    const byDay = await connection.describeFields('Contact', org.reportId('Everybody_by_day'), never());
    const time = byDay.find(({ name }) => name === 'LAST_UPDATE')!;
    assert.deepEqual([time.modifiedTime, time.type], ['day', 'date']);
    const custom = await connection.describeFields('Contact', org.reportId('Contacts_for_texting'), never());
    const of = (name: string) => custom.find((field) => field.name === name)!;
    assert.deepEqual([of('Contact$Id').isRecordId, of('Contact$FirstName').apiName], [true, 'FirstName']);
    assert.deepEqual(
      [of('Contact$Household_Name__c').changesUnseen, of('Contact$Email').changesUnseen, of('Contact$Owner').changesUnseen],
      [true, false, true],
    );
    const leads = await connection.describeFields('Lead', org.reportId('All_leads_report'), never());
    assert.equal(leads.find(({ isRecordId }) => isRecordId)?.name, 'LEAD_ID');
  });

  it('still finds List Views when the API user may not see Reports', async () => {
    org.addFault({ route: /\/query\?q=.*FROM%20Report/, kind: 'report_no_permission', times: 2 });
    const found = await search('fall admits', 0, null);
    assert.ok(found.sources.length > 0 && found.sources.every(({ kind }) => kind === 'List View'));
    await assert.rejects(search('fall admits'), failure('NO_PERMISSION'));
  });
});
