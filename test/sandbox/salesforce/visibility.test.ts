import assert from 'node:assert/strict';
import { apiClient, type ApiClient } from './apiClient.ts';
import { startSalesforceSandbox, type SalesforceSandbox } from './startSalesforceSandbox.ts';

describe('what the API user may see in the sandbox org', () => {
  let sandbox: SalesforceSandbox;
  let client: ApiClient;

  beforeEach(async () => {
    sandbox = await startSalesforceSandbox({ contacts: 200, leads: 20 });
    client = apiClient(sandbox);
  });
  afterEach(() => sandbox.close());

  const views = async (): Promise<Record<string, string>[]> =>
    (await client.get('/sobjects/Contact/listviews')).body.listviews as Record<string, string>[];
  const viewOf = async (developerName: string): Promise<Record<string, string>> =>
    (await views()).find((view) => view['developerName'] === developerName)!;

  it('widens a view whose filter’s fields are hidden while the org runs, and narrows it again', async () => {
    const { describeUrl } = (await viewOf('Texting_Fall_admits')) as { describeUrl: string };
    const whole = (await client.get(describeUrl)).body;
    assert.match(whole.query as string, / WHERE Stage__c = 'Admitted' AND Entry_Term__c = 'Fall 2027' ORDER BY /);
    sandbox.hideField('Contact', 'entry_term__c');
    const half = (await client.get(describeUrl)).body;
    assert.match(half.query as string, / WHERE Stage__c = 'Admitted' ORDER BY /);
    sandbox.hideField('Contact', 'Stage__c');
    const none = (await client.get(describeUrl)).body;
    assert.match(none.query as string, / FROM Contact ORDER BY /);
    assert.deepEqual(none.whereCondition, { conditions: [], conjunction: 'and' });
    assert.equal(
      none.columns.some((column: { fieldNameOrPath: string }) => column.fieldNameOrPath === 'Stage__c'),
      false,
    );
    assert.equal(sandbox.count('Contact', 'Texting_Fall_admits'), 200, 'more people than its name says');
    sandbox.showField('Contact', 'Stage__c');
    sandbox.showField('Contact', 'Entry_Term__c');
    assert.deepEqual((await client.get(describeUrl)).body, whole);
  });

  it('loses a filter on a look-up that is hidden', async () => {
    sandbox.setView('Contact', 'Or_view', { filter: "Account.Name = 'Household 01' AND Title = null" });
    const { describeUrl } = (await viewOf('Or_view')) as { describeUrl: string };
    sandbox.hideField('Contact', 'AccountId');
    assert.match((await client.get(describeUrl)).body.query as string, / WHERE Title = null ORDER BY /);
  });

  it('makes a hidden field unknown to queries, writes and describes, also to who asks for what is new', async () => {
    const describe = await client.get('/sobjects/Contact/describe');
    const since = { 'If-Modified-Since': describe.headers.get('last-modified')! };
    const names = async (): Promise<string[]> =>
      (await client.get('/sobjects/Contact/describe', since)).body.fields.map((field: { name: string }) => field.name);
    const [id] = sandbox.find('Contact', () => true, 1).map((record) => String(record['Id']));
    assert.equal((await client.get('/sobjects/Contact/describe', since)).status, 304);
    sandbox.hideField('Contact', 'MobilePhone');
    assert.equal((await names()).includes('MobilePhone'), false);
    for (const soql of ['SELECT MobilePhone FROM Contact', 'SELECT Id FROM Contact WHERE MobilePhone = null'])
      assert.deepEqual((await client.query(soql)).body[0].errorCode, 'INVALID_FIELD');
    const written = await client.call('PATCH', `/sobjects/Contact/${id}`, { MobilePhone: '1' });
    assert.equal(written.body[0].errorCode, 'INVALID_FIELD');
    assert.equal('MobilePhone' in (await client.get(`/sobjects/Contact/${id}`)).body, false);
    sandbox.showField('Contact', 'MobilePhone');
    assert.equal((await names()).includes('MobilePhone'), true);
    assert.throws(() => sandbox.hideField('Contact', 'LastName'), /field security can hide/);
    assert.throws(() => sandbox.hideField('Contact', 'Nope__c'), /has no field Nope__c/);
  });

  it('fails a bulk job whose field was hidden before the work began', async () => {
    const body = { operation: 'query', query: 'SELECT Id, Title FROM Contact' };
    const { id } = (await client.call('POST', '/jobs/query', body)).body as { id: string };
    sandbox.hideField('Contact', 'Title');
    const job = (await client.get(`/jobs/query/${id}`)).body;
    assert.equal(job.state, 'Failed');
    assert.match(job.errorMessage as string, /INVALID_FIELD: .*No such column 'Title'/s);
  });

  it('takes a view away that is not shared any more', async () => {
    const { id, describeUrl, resultsUrl } = (await viewOf('Texting_Fall_admits')) as Record<string, string>;
    sandbox.unshareView(id!.slice(0, 15));
    assert.equal((await client.get(describeUrl!)).status, 404);
    assert.equal((await client.get(resultsUrl!)).status, 404);
    assert.equal((await views()).some((view) => view['id'] === id), false);
    const rows = await client.queryAllPages("SELECT Id FROM ListView WHERE DeveloperName = 'Texting_Fall_admits'");
    assert.deepEqual(rows, []);
    sandbox.reshareView(id!);
    assert.equal((await client.get(describeUrl!)).status, 200);
    assert.throws(() => sandbox.unshareView('00B000000000000'), /no list view/);
  });
});
