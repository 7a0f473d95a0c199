import assert from 'node:assert/strict';
import { readFileSync } from 'node:fs';
import { apiClient, type ApiClient } from './apiClient.ts';
import { isWellFormedId, toId18 } from './ids.ts';
import { shapeDifferences } from './sameShape.ts';
import { startSalesforceSandbox, type SalesforceSandbox } from './startSalesforceSandbox.ts';

// eslint-disable-next-line @typescript-eslint/no-explicit-any -- recordings are looked at key by key
const recording = (name: string): any =>
  JSON.parse(readFileSync(new URL(`./recordings/${name}.json`, import.meta.url), 'utf8'));

describe('the sandbox org, beside recorded answers', () => {
  let sandbox: SalesforceSandbox;
  let client: ApiClient;

  before(async () => {
    sandbox = await startSalesforceSandbox({ contacts: 200, leads: 60, pageSizeRows: 50 });
    client = apiClient(sandbox);
  });
  after(() => sandbox.close());

  const same = (actual: unknown, recorded: unknown): void => assert.deepEqual(shapeDifferences(actual, recorded), []);
  const view = async (developerName: string): Promise<Record<string, string>> => {
    const { body } = await client.get('/sobjects/Contact/listviews');
    return body.listviews.find((one: Record<string, string>) => one['developerName'] === developerName);
  };

  it('lists views in the recorded shape, and names what the recording had no room for', async () => {
    const { body } = await client.get('/sobjects/Contact/listviews');
    same(body.listviews, recording('01-listviews-account.v43').listviews);
    assert.deepEqual(Object.keys(body).sort(), ['done', 'listviews', 'nextRecordsUrl', 'size', 'sobjectType']);
  });

  it('describes a view in the recorded shape', async () => {
    const recorded = recording('02-listview-describe-new-this-week.v43');
    const { body } = await client.get((await view('New_last_30_days'))['describeUrl']!);
    same(body, recorded);
    assert.equal(body.id.length, 15);
    assert.match(
      body.query,
      /^SELECT Name, .* FROM Contact WHERE CreatedDate = LAST_N_DAYS:30 ORDER BY Name ASC NULLS FIRST, Id ASC/,
    );
    assert.deepEqual(body.orderBy, recorded.orderBy);
    const hidden = (columns: { hidden: boolean; fieldNameOrPath: string }[]): string[] =>
      columns.filter((column) => column.hidden).map((column) => column.fieldNameOrPath);
    assert.deepEqual(hidden(body.columns), hidden(recorded.columns));
  });

  it('writes scopes into a view’s query where the recordings have them', async () => {
    for (const recorded of recording('03-listview-describe-scopes.v43')) {
      const from = / FROM Account(.*) ORDER BY /.exec(recorded.query)![1]!;
      const name = { mru: 'RecentlyViewedContacts', mine: 'My_fall_list', everything: 'AllContacts' }[
        recorded.scope as string
      ]!;
      const { body } = await client.get((await view(name))['describeUrl']!);
      assert.equal(body.scope, recorded.scope);
      const scope = /^( USING SCOPE \w+)?/.exec(from)![0];
      assert.ok(body.query.includes(` FROM Contact${scope} `), body.query);
      if (recorded.whereCondition.conditions && name !== 'My_fall_list')
        assert.deepEqual(body.whereCondition, recorded.whereCondition);
    }
  });

  it('gives view results as text, with Java’s dates', async () => {
    const recorded = recording('04-listview-results-my-accounts.docs');
    const { body } = await client.get((await view('AllContacts'))['resultsUrl']!);
    same(body, recorded);
    assert.equal(body.records.length, 25, 'the documented default');
    const cells = body.records[0].columns as { fieldNameOrPath: string; value: string | null }[];
    assert.match(
      cells.find((cell) => cell.fieldNameOrPath === 'SystemModstamp')!.value!,
      /^\w{3} \w{3} \d\d \d\d:\d\d:\d\d GMT \d{4}$/,
    );
    for (const { value } of cells) assert.ok(value === null || typeof value === 'string');
  });

  for (const [type, name] of [
    ['Contact', '11-describe-contact-excerpt.v42'],
    ['Lead', '12-describe-lead-excerpt.v42'],
  ] as const) {
    it(`describes ${type} with whole fields of the recorded shape`, async () => {
      const recorded = recording(name);
      const { body } = await client.get(`/sobjects/${type}/describe`);
      assert.equal(body.keyPrefix, recorded.keyPrefix);
      assert.deepEqual(body.supportedScopes, recorded.supportedScopes);
      for (const field of recorded.fields) {
        same(body.fields[0], field);
        const ours = body.fields.find((one: { name: string }) => one.name === field.name);
        if (ours) assert.deepEqual({ ...ours, picklistValues: null }, { ...field, picklistValues: null }, field.name);
      }
      const names = new Set(body.fields.map((field: { name: string }) => field.name));
      assert.equal(names.has('HasOptedOutOfEmail') || names.has('DoNotCall'), false);
      const standard = [...names].filter((one) => !String(one).endsWith('__c'));
      assert.deepEqual(
        standard.filter((one) => !recorded.fieldNames.includes(one)),
        [],
      );
    });
  }

  it('gives a record with the recorded kinds of values and headers', async () => {
    const { record, notFoundAfterDelete } = recording('13-record-get-and-headers.v42');
    const [lead] = sandbox.find('Lead', (one) => one['IsConverted'] === false, 1);
    const { body, headers } = await client.get(`/sobjects/Lead/${String(lead!['Id'])}`);
    for (const key of Object.keys(body).filter((name) => name in record.body)) same(body[key], record.body[key]);
    assert.match(body.SystemModstamp, /^\d{4}-\d\d-\d\dT\d\d:\d\d:\d\d\.000\+0000$/);
    assert.equal(headers.get('last-modified'), new Date(body.LastModifiedDate).toUTCString());
    for (const name of Object.keys(record.headers).filter((one) => one !== 'Connection'))
      assert.ok(headers.has(name), name);
    assert.match(headers.get('sforce-limit-info')!, /^api-usage=\d+\/100000$/);
    sandbox.remove('Lead', String(lead!['Id']));
    const gone = await client.get(`/sobjects/Lead/${String(lead!['Id'])}`);
    assert.equal(gone.status, notFoundAfterDelete.status);
    assert.deepEqual(gone.body, notFoundAfterDelete.body);
  });

  it('answers recorded collection writes in the recorded words', async () => {
    const { recorded, docsExamples } = recording('14-composite-sobjects-exchanges.v42');
    const [contact] = sandbox.find('Contact', () => true, 1);
    const [converted] = sandbox.find('Lead', (one) => one['IsConverted'] === true, 1);
    const patch = async (records: unknown[], allOrNone = false): Promise<unknown> =>
      (await client.call('PATCH', '/composite/sobjects', { allOrNone, records })).body;
    const id = contact!['Id'];
    const good = { attributes: { type: 'Contact' }, id, Title: 'Dean' };
    const other = sandbox.find('Contact', (one) => one['Id'] !== id, 1)[0]!['Id'];
    same(await patch([good, { attributes: { type: 'Contact' }, id: other, Email: 'badone' }]), recorded[1].body);
    const refused = (await patch([{ attributes: { type: 'Contact' }, id: other, Email: 'badone' }])) as Record<
      string,
      unknown
    >[];
    assert.deepEqual(refused, [
      {
        success: false,
        errors: [
          {
            statusCode: 'INVALID_EMAIL_ADDRESS',
            message: 'Email: invalid email address: badone',
            fields: ['Email'],
          },
        ],
      },
    ]);
    assert.deepEqual(
      await patch([{ attributes: { type: 'Lead' }, id: converted!['Id'], Title: 'x' }]),
      recorded[2].body,
    );
    const malformed = (await patch([
      good,
      { attributes: { type: 'Contact' }, id: '001xx000003DGb2999', Title: 'x' },
    ])) as unknown[];
    assert.deepEqual(malformed[1], docsExamples[0].body[1]);
    const rolledBack = (await patch(
      [good, { attributes: { type: 'Contact' }, id: '001xx0000004GxEAAU', Title: 'x' }],
      true,
    )) as unknown[];
    assert.deepEqual(rolledBack, [{ ...docsExamples[1].body[0], id }, docsExamples[1].body[1]]);
    const missing = await client.call('POST', '/composite/sobjects', {
      records: [{ attributes: { type: 'Contact' }, Title: 'x' }],
    });
    assert.equal(missing.body[0].errors[0].message, 'Required fields are missing: [LastName]');
    same(missing.body, recorded[3].body);
  });

  it('pages and replicates in the recorded shapes', async () => {
    const recorded = recording('15-query-replication-bulk-shapes.docs');
    const { body } = await client.query('SELECT Id, Name FROM Contact');
    same(body, recorded.queryPage);
    const [id] = sandbox.editSome('Contact', 'AllContacts', 1);
    sandbox.remove('Contact', id!);
    const at = (shiftMs: number): string => new Date(Date.now() + shiftMs).toISOString();
    const span = new URLSearchParams({ start: at(-600_000), end: at(120_000) }).toString();
    same((await client.get(`/sobjects/Contact/updated/?${span}`)).body, recorded.getUpdated);
    const deleted = await client.get(`/sobjects/Contact/deleted/?${span}`);
    same(deleted.body, recorded.getDeleted);
    assert.deepEqual(
      deleted.body.deletedRecords.map((one: { id: string }) => one.id),
      [id],
    );
  });

  it('writes ids whose last three characters are the published checksum', () => {
    const { vectors, observed18 } = recording('16-id-15-to-18-vectors');
    for (const { id15, id18 } of vectors) assert.equal(toId18(id15), id18);
    for (const id of observed18) assert.ok(isWellFormedId(id), id);
    for (const { Id } of sandbox.find('Contact', () => true) as { Id: string }[])
      assert.ok(isWellFormedId(Id) && Id.length === 18);
  });

  it('refuses in the recorded words', async () => {
    const { restErrors } = recording('17-oauth-and-limit-header');
    const wrong = await client.get('/sobjects/Contact/001900K0001pPuOAAU');
    assert.equal(wrong.status, restErrors[0].status);
    assert.deepEqual(wrong.body, [
      { ...restErrors[0].body[0], message: restErrors[0].body[0].message.replace('Account', 'Contact') },
    ]);
    assert.deepEqual((await client.get('/no/such/thing')).body, restErrors[1].body);
  });
});
