import assert from 'node:assert/strict';
import { apiClient, type ApiClient } from './apiClient.ts';
import { startSalesforceSandbox, type SalesforceSandbox, type SandboxOptions } from './startSalesforceSandbox.ts';

describe('queries to the sandbox org', () => {
  let sandbox: SalesforceSandbox;
  let client: ApiClient;

  const start = async (options: SandboxOptions): Promise<void> => {
    sandbox = await startSalesforceSandbox(options);
    client = apiClient(sandbox);
  };
  afterEach(() => sandbox.close());

  it('yields each row once over all pages, whatever the page size', async () => {
    await start({ contacts: 1234, leads: 0, pageSizeRows: 2000 });
    const everybody = sandbox.find('Contact', () => true).map((contact) => contact['Id']);
    for (const size of [200, 333, 2000]) {
      const rows = await client.queryAllPages('SELECT Id FROM Contact ORDER BY SystemModstamp, Id', {
        'Sforce-Query-Options': `batchSize=${size}`,
      });
      assert.equal(rows.length, everybody.length);
      assert.deepEqual(rows.map((row) => row['Id']).sort(), everybody.sort());
    }
    assert.equal(
      (await client.query('SELECT Id FROM Contact', { 'Sforce-Query-Options': 'batchSize=10' })).body.records.length,
      200,
    );
  });

  it('goes on over its own result when rows change meanwhile, and pages can be read again', async () => {
    await start({ contacts: 500, leads: 0, pageSizeRows: 100 });
    const first = await client.query('SELECT Id, FirstName FROM Contact ORDER BY SystemModstamp, Id');
    sandbox.editSome('Contact', 'AllContacts', 200);
    const again = await client.get(first.body.nextRecordsUrl);
    assert.deepEqual((await client.get(first.body.nextRecordsUrl)).body, again.body);
    const seen = new Set([...first.body.records, ...again.body.records].map((row: { Id: string }) => row.Id));
    assert.equal(seen.size, 200);
  });

  it('forgets locators it never gave', async () => {
    await start({ contacts: 10, leads: 0 });
    for (const locator of ['01gR01000003m88IAA-2000', 'nonsense', '01gR01000003m88IAA-x']) {
      const { status, body } = await client.get(`/query/${locator}`);
      assert.deepEqual([status, body[0].errorCode], [400, 'INVALID_QUERY_LOCATOR']);
    }
  });

  it('nests parents, and gives labels when asked', async () => {
    await start({ contacts: 40, leads: 0 });
    const rows = await client.queryAllPages(
      'SELECT Id, Owner.Name, Owner.Alias, Account.Name, toLabel(Texting_Consent__c) FROM Contact',
    );
    const accountless = rows.find((row) => row['Account'] === null);
    const owned = rows[0]!['Owner'] as { attributes: { type: string; url: string }; Name: string };
    assert.equal(owned.attributes.type, 'User');
    assert.deepEqual(Object.keys(owned), ['attributes', 'Name', 'Alias']);
    assert.ok(accountless);
    assert.deepEqual(new Set(rows.map((row) => row['Texting_Consent__c'])), new Set([null, 'OK to text', 'No texts']));
  });

  it('knows its users, itself and its list views as rows', async () => {
    await start({ contacts: 3, leads: 3, seed: 7 });
    const [organization] = await client.queryAllPages(
      'SELECT Id, Name, IsSandbox, InstanceName, OrganizationType FROM Organization',
    );
    assert.deepEqual([organization!['Id'], organization!['IsSandbox']], [sandbox.orgId, true]);
    const views = await client.queryAllPages(
      "SELECT Id, Name, DeveloperName FROM ListView WHERE SobjectType = 'Lead' AND IsSoqlCompatible = true",
    );
    assert.deepEqual(
      views.map((view) => view['DeveloperName']),
      ['AllLeads', 'My_open_leads', 'Open_leads', 'Leads_in_queues'],
    );
    const users = await client.queryAllPages(`SELECT Id, Name FROM User WHERE Username = '${sandbox.username}'`);
    assert.equal(users.length, 1);
    const [access] = await client.queryAllPages(
      'SELECT PermissionsApiEnabled, PermissionsViewSetup FROM UserPermissionAccess',
    );
    assert.equal(access!['PermissionsApiEnabled'], true);
  });

  it('hides what the user may not see: fields, objects, list views', async () => {
    await start({
      contacts: 50,
      leads: 3,
      hiddenFields: { Contact: ['Entry_Term__c', 'MobilePhone'] },
      permissions: { leadRead: false },
    });
    assert.equal((await client.query('SELECT MobilePhone FROM Contact')).body[0].errorCode, 'INVALID_FIELD');
    assert.equal((await client.query('SELECT Id FROM Lead')).body[0].errorCode, 'INVALID_TYPE');
    assert.equal((await client.get('/sobjects/Lead/describe')).status, 404);
    assert.equal((await client.get('/sobjects/Lead/listviews')).status, 404);
    const { sobjects } = (await client.get('/sobjects')).body;
    assert.deepEqual(
      sobjects.map((one: { name: string }) => one.name).filter((name: string) => name === 'Contact' || name === 'Lead'),
      ['Contact'],
    );
    const names = (await client.get('/sobjects/Contact/describe')).body.fields.map(
      (field: { name: string }) => field.name,
    );
    assert.equal(names.includes('MobilePhone'), false);
    const { listviews } = (await client.get('/sobjects/Contact/listviews')).body;
    assert.equal(
      listviews.some((view: { developerName: string }) => view.developerName === 'Danas_own_list'),
      false,
    );
    const fall = listviews.find((view: { developerName: string }) => view.developerName === 'Texting_Fall_admits');
    const described = (await client.get(fall.describeUrl)).body;
    assert.deepEqual(
      described.whereCondition,
      { field: 'Stage__c', operator: 'equals', values: ["'Admitted'"] },
      'the view is wider than its name says',
    );
    assert.equal(described.query.includes('MobilePhone'), false);
  });

  it('pages the list of views, changes and forgets them', async () => {
    await start({ contacts: 100, leads: 0, extraListViews: 450 });
    let page = (await client.get('/sobjects/Contact/listviews')).body;
    const all = [...page.listviews];
    while (page.nextRecordsUrl) {
      page = (await client.get(page.nextRecordsUrl)).body;
      all.push(...page.listviews);
    }
    assert.equal(all.length, 466);
    assert.equal(new Set(all.map((view) => view.id)).size, 466);
    assert.equal(page.done, true);
    sandbox.setView('Contact', 'Texting_Fall_admits', { filter: "Stage__c = 'Enrolled'", label: 'Enrolled' });
    const { id } = all.find((view) => view.developerName === 'Texting_Fall_admits');
    assert.match(
      (await client.get(`/sobjects/Contact/listviews/${id}/describe`)).body.query,
      /WHERE Stage__c = 'Enrolled' ORDER BY/,
    );
    assert.equal((await client.get(`/sobjects/Contact/listviews/${id.slice(0, 15)}`)).body.label, 'Enrolled');
    sandbox.setView('Contact', 'Texting_Fall_admits', { deleted: true });
    assert.equal((await client.get(`/sobjects/Contact/listviews/${id}/describe`)).status, 404);
  });

  it('answers an unchanged describe with 304', async () => {
    await start({ contacts: 1, leads: 0 });
    const { headers } = await client.get('/sobjects/Contact/describe');
    assert.ok(headers.get('etag'));
    const again = await client.get('/sobjects/Contact/describe', {
      'If-Modified-Since': headers.get('last-modified')!,
    });
    assert.deepEqual([again.status, again.body], [304, '']);
    assert.equal(
      (await client.get('/sobjects/Contact/describe', { 'If-Modified-Since': 'Thu, 01 Jan 2015 00:00:00 GMT' })).status,
      200,
    );
  });

  it('runs each view’s own query and agrees with its count', async () => {
    await start({ contacts: 700, leads: 100 });
    for (const type of ['Contact', 'Lead'] as const) {
      for (const view of (await client.get(`/sobjects/${type}/listviews`)).body.listviews) {
        if (!view.soqlCompatible || view.developerName.startsWith('RecentlyViewed')) continue;
        const { query } = (await client.get(view.describeUrl)).body;
        assert.equal((await client.queryAllPages(query)).length, sandbox.count(type, view.developerName), view.label);
      }
    }
  });

  it('gives compound addresses as objects, and neither filters nor sorts by them', async () => {
    await start({ contacts: 40, leads: 10 });
    const contacts = await client.queryAllPages('SELECT MailingAddress, MailingCity, MailingState FROM Contact');
    for (const { MailingAddress: address, MailingCity: city, MailingState: state } of contacts) {
      const parts = { city, state, country: null, postalCode: null, street: null };
      assert.deepEqual(address, city === null ? null : parts);
    }
    assert.ok(contacts.some((contact) => contact['MailingAddress'] !== null));
    for (const rest of ['WHERE Address = null', 'ORDER BY Address']) {
      const { status, body } = await client.query(`SELECT Id FROM Lead ${rest}`);
      assert.deepEqual([status, body[0].errorCode], [400, 'INVALID_FIELD'], rest);
    }
    const described = (await client.get('/sobjects/Lead/describe')).body.fields as { name: string }[];
    const { type, filterable, soapType } = described.find(({ name }) => name === 'Address') as Record<string, unknown>;
    assert.deepEqual([type, filterable, soapType], ['address', false, 'urn:address']);
  });
});
