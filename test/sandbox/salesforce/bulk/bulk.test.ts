import assert from 'node:assert/strict';
import { readFileSync } from 'node:fs';
import { parse } from 'csv-parse/sync';
import { API, apiClient, type Answer, type ApiClient } from '../apiClient.ts';
import { shapeDifferences } from '../sameShape.ts';
import { startSalesforceSandbox, type SalesforceSandbox, type SandboxOptions } from '../startSalesforceSandbox.ts';

const recorded = JSON.parse(
  readFileSync(new URL('../recordings/15-query-replication-bulk-shapes.docs.json', import.meta.url), 'utf8'),
);
const ALL = 'SELECT Id, Name FROM Contact';

describe('Bulk API 2.0 queries of the sandbox org', () => {
  let sandbox: SalesforceSandbox;
  let client: ApiClient;
  afterEach(() => sandbox.close());

  const start = async (options: SandboxOptions = {}): Promise<void> => {
    sandbox = await startSalesforceSandbox({ contacts: 300, leads: 60, ...options });
    client = apiClient(sandbox);
  };
  const create = (query: string, more: object = {}): Promise<Answer> =>
    client.call('POST', '/jobs/query', { operation: 'query', query, contentType: 'CSV', ...more });
  const look = (id: string): Promise<Answer> => client.get(`/jobs/query/${id}`);
  /** Makes a job and completes it. */
  const complete = async (query: string, more: object = {}): Promise<string> => {
    const { body } = await create(query, more);
    sandbox.finishBulkJobs();
    return body.id as string;
  };
  const results = (id: string, parameters = ''): Promise<Answer> =>
    client.get(`/jobs/query/${id}/results${parameters}`, { Accept: 'text/csv' });
  const rowsOf = (csv: string): Record<string, string>[] => parse(csv, { columns: true });
  /** Every row of a job, `size` at a time. */
  const readAll = async (id: string, size: number): Promise<Record<string, string>[]> => {
    const rows: Record<string, string>[] = [];
    let locator = '';
    do {
      const page = await results(id, `?maxRecords=${size}${locator && `&locator=${locator}`}`);
      const found = rowsOf(page.body as string);
      assert.equal(page.headers.get('sforce-numberofrecords'), String(found.length));
      rows.push(...found);
      locator = page.headers.get('sforce-locator')!;
    } while (locator !== 'null');
    return rows;
  };
  const errorOf = ({ status, body }: Answer): unknown => [status, body[0]?.errorCode];

  it('go from made to complete as they are looked at, shaped as recorded', async () => {
    await start({ bulkPolls: 3 });
    const made = await create('select id, name from contact', { columnDelimiter: 'COMMA', lineEnding: 'LF' });
    assert.equal(made.status, 200);
    assert.deepEqual(shapeDifferences(made.body, recorded.bulkQueryJob), []);
    const { id } = made.body;
    assert.match(id as string, /^750\w{15}$/);
    assert.deepEqual(
      [made.body.state, made.body.object, made.body.apiVersion, made.body.operation],
      ['UploadComplete', 'Contact', 62, 'query'],
    );
    assert.deepEqual(errorOf(await results(id as string)), [400, 'INVALIDJOBSTATE']);
    const seen = [];
    for (let i = 0; i < 4; i++) {
      const { body } = await look(id as string);
      seen.push([body.state, body.numberRecordsProcessed]);
    }
    assert.deepEqual(seen, [
      ['InProgress', 100],
      ['InProgress', 200],
      ['JobComplete', 300],
      ['JobComplete', 300],
    ]);
    assert.equal((await readAll(id as string, 1000)).length, 300);
    assert.deepEqual(
      (await client.get('/jobs/query')).body.records.map((job: { id: string }) => job.id),
      [id],
    );
  });

  it('complete only when told to, when asked to wait', async () => {
    await start({ bulkPolls: null });
    const { id } = (await create(ALL)).body;
    for (let i = 0; i < 5; i++) assert.equal((await look(id as string)).body.state, 'InProgress');
    sandbox.finishBulkJobs();
    assert.equal((await look(id as string)).body.state, 'JobComplete');
    assert.deepEqual(sandbox.bulkJobs(), [{ id, query: ALL, state: 'JobComplete' }]);
  });

  it('give pages with the header line on each, whose locators stay good', async () => {
    await start();
    const id = await complete(ALL);
    const first = await results(id, '?maxRecords=120');
    assert.equal(first.headers.get('content-type'), 'text/csv');
    assert.match(first.body as string, /^"Id","Name"\n"003/);
    const locator = first.headers.get('sforce-locator')!;
    const second = await results(id, `?maxRecords=120&locator=${locator}`);
    const last = await results(id, `?maxRecords=120&locator=${second.headers.get('sforce-locator')}`);
    assert.match(last.body as string, /^"Id","Name"\n"003/);
    assert.deepEqual(
      [first, second, last].map(({ headers }) => headers.get('sforce-numberofrecords')),
      ['120', '120', '60'],
    );
    assert.equal(last.headers.get('sforce-locator'), 'null');
    assert.equal((await results(id, `?maxRecords=120&locator=${locator}`)).body, second.body);
    const ids = [first, second, last].flatMap(({ body }) => rowsOf(body as string).map((row) => row['Id']!));
    const expected = (await client.queryAllPages(ALL)).map((row) => row['Id'] as string);
    assert.notDeepEqual(ids, expected, 'the order helps nobody');
    assert.deepEqual([...ids].sort(), expected);
    assert.deepEqual(errorOf(await results(id, '?locator=bm8')), [400, 'INVALID_LOCATOR']);
    assert.deepEqual(errorOf(await results(id, '?maxRecords=0')), [400, 'INVALID_MAX_RECORDS']);
  });

  it('answer no rows with the header alone', async () => {
    await start();
    const { body, headers } = await results(await complete(`${ALL} WHERE Title = 'nobody'`));
    assert.equal(body, '"Id","Name"\n');
    assert.deepEqual([headers.get('sforce-numberofrecords'), headers.get('sforce-locator')], ['0', 'null']);
  });

  it('write every value as text, the same that a query gives', async () => {
    await start();
    const [one, two] = sandbox.find('Contact', () => true, 2).map((record) => String(record['Id']));
    sandbox.edit('Contact', one!, { Title: 'He said "no",\nthen\r\nleft; |', Email: '', GPA__c: 3, SMS_Opt_Out__c: true });
    sandbox.edit('Contact', two!, { GPA__c: 4, AccountId: null });
    const soql =
      'SELECT Id, Name, Title, Email, GPA__c, SMS_Opt_Out__c, Birthdate, LastModifiedDate, Owner.Name, Account.Name, ' +
      'Interests__c, toLabel(Texting_Consent__c) FROM Contact';
    const found = new Map((await readAll(await complete(soql), 77)).map((row) => [row['Id'], row]));
    const expected = await client.queryAllPages(soql);
    assert.equal(found.size, expected.length);
    for (const record of expected) {
      const row = found.get(record['Id'] as string)!;
      assert.deepEqual(Object.keys(row).slice(8, 10), ['Owner.Name', 'Account.Name']);
      for (const [column, text] of Object.entries(row)) {
        const value = column.split('.').reduce<unknown>((at, key) => (at as Record<string, unknown> | null)?.[key], record);
        const isTime = column === 'LastModifiedDate';
        const want = isTime ? (value as string).replace('+0000', 'Z') : String(value ?? '');
        assert.equal(column === 'GPA__c' ? text.replace(/\.0$/, '') : text, want, column);
      }
    }
    const grades = [...found.values()].map((row) => row['GPA__c']!);
    assert.ok(grades.some((text) => /^\d\.0$/.test(text)) && grades.some((text) => /^\d$/.test(text)), 'as they come');
    assert.match((await results(await complete(soql), '?maxRecords=1')).body as string, /\.000Z"/);
  });

  it('take other delimiters and line endings', async () => {
    await start();
    const id = await complete(ALL, { columnDelimiter: 'PIPE', lineEnding: 'CRLF' });
    assert.match((await results(id)).body as string, /^"Id"\|"Name"\r\n"003\w+"\|"[^"]+"\r\n/);
  });

  it('keep the rows of the instant they began at, whatever is edited between two pages', async () => {
    await start();
    const soql = 'SELECT Id, Title, IsDeleted FROM Contact';
    const { id } = (await create(soql)).body as { id: string };
    await look(id);
    const before = new Map((await client.queryAllPages(soql)).map((row) => [row['Id'], row['Title']]));
    await look(id);
    const first = await results(id, '?maxRecords=100');
    const locator = first.headers.get('sforce-locator')!;
    const seen = new Set(rowsOf(first.body as string).map((row) => row['Id']));
    const [edited, removed] = sandbox.find('Contact', (record) => !seen.has(String(record['Id'])), 2);
    sandbox.edit('Contact', String(edited!['Id']), { Title: 'changed later' });
    sandbox.remove('Contact', String(removed!['Id']));
    sandbox.insert('Contact', { LastName: 'Late' });
    const rest = rowsOf((await results(id, `?locator=${locator}`)).body as string);
    assert.equal(rest.length, 200);
    for (const row of rest) assert.deepEqual([row['Title'], row['IsDeleted']], [before.get(row['Id']) ?? '', 'false']);
    assert.equal((await results(id, '?maxRecords=100')).body, first.body);
  });

  it('read deleted rows with queryAll', async () => {
    await start();
    sandbox.remove('Contact', String(sandbox.find('Contact', () => true, 1)[0]!['Id']));
    const soql = 'SELECT Id, IsDeleted FROM Contact';
    assert.equal((await readAll(await complete(soql), 500)).length, 299);
    const all = await readAll(await complete(soql, { operation: 'queryAll' }), 500);
    assert.deepEqual([all.length, all.filter((row) => row['IsDeleted'] === 'true').length], [300, 1]);
  });

  it('refuse what Bulk does not know', async () => {
    await start();
    const bad: [query: string, more: object, code: string, text: RegExp][] = [
      [ALL, { operation: 'insert' }, 'INVALIDJOB', /operation must be one of query, queryAll/],
      [ALL, { contentType: 'JSON' }, 'INVALIDJOB', /contentType must be one of CSV/],
      [ALL, { columnDelimiter: 'SPACE' }, 'INVALIDJOB', /columnDelimiter/],
      [ALL, { lineEnding: 'CR' }, 'INVALIDJOB', /lineEnding/],
      ['', {}, 'INVALIDJOB', /query is required/],
      ['SELECT Id FROM', {}, 'MALFORMED_QUERY', /unexpected end/],
      ['SELECT Nope__c FROM Contact', {}, 'INVALID_FIELD', /No such column 'Nope__c'/],
      ['SELECT Id FROM Nope', {}, 'INVALID_TYPE', /Nope/],
      ['SELECT COUNT(Id) FROM Contact', {}, 'API_ERROR', /Aggregate functions not supported in Bulk/],
      ['SELECT Stage__c FROM Contact GROUP BY Stage__c', {}, 'API_ERROR', /Group By not supported/],
      [`${ALL} LIMIT 5 OFFSET 5`, {}, 'API_ERROR', /Offset not supported/],
      ['SELECT TYPEOF Owner WHEN User THEN Name END FROM Lead', {}, 'API_ERROR', /TypeOf not supported/],
      ['SELECT Id, MailingAddress FROM Contact', {}, 'API_ERROR', /^Selecting compound data not supported in Bulk Query$/],
      ['SELECT Id, (SELECT Id FROM Cases) FROM Contact', {}, 'API_ERROR', /Aggregate Relationships not supported/],
    ];
    for (const [query, more, code, text] of bad) {
      const answer = await create(query, more);
      assert.deepEqual(errorOf(answer), [400, code], query);
      assert.match(answer.body[0].message as string, text);
    }
    assert.deepEqual(sandbox.bulkJobs(), []);
    assert.equal((await create(`${ALL} WHERE Title = 'group by offset count('`)).status, 200);
  });

  it('answer 409 to another version, 404 when gone, 401 when signed out', async () => {
    await start();
    const id = await complete(ALL);
    const other = `${API.replace('62', '60')}/jobs/query/${id}`;
    for (const path of [other, `${other}/results`, `${other}/resultPages`])
      assert.equal((await client.get(path)).status, 409, path);
    assert.deepEqual(errorOf(await look('750000000000000AAA')), [404, 'NOT_FOUND']);
    sandbox.forgetBulkJobs();
    assert.deepEqual(errorOf(await results(id)), [404, 'NOT_FOUND']);
    sandbox.expireAccessTokens();
    assert.deepEqual(errorOf(await results(id)), [401, 'INVALID_SESSION_ID']);
  });

  it('are aborted and deleted, each in its states only', async () => {
    await start({ bulkPolls: null });
    const { id } = (await create(ALL)).body as { id: string };
    const abort = (): Promise<Answer> => client.call('PATCH', `/jobs/query/${id}`, { state: 'Aborted' });
    const remove = (): Promise<Answer> => client.call('DELETE', `/jobs/query/${id}`);
    await look(id);
    assert.deepEqual(errorOf(await remove()), [400, 'INVALIDJOBSTATE']);
    assert.equal((await abort()).body.state, 'Aborted');
    assert.deepEqual(errorOf(await abort()), [400, 'INVALIDJOBSTATE']);
    assert.deepEqual(errorOf(await results(id)), [400, 'INVALIDJOBSTATE']);
    assert.equal((await remove()).status, 204);
    assert.deepEqual(errorOf(await look(id)), [404, 'NOT_FOUND']);
  });

  it('end as Failed or Aborted with a message when a fault says so', async () => {
    await start();
    sandbox.addFault({ route: 'GET /services/data/v62.0/jobs/query/', kind: 'bulk_failed', skip: 1 });
    const { id } = (await create(ALL)).body as { id: string };
    assert.equal((await look(id)).body.state, 'InProgress');
    const failed = (await look(id)).body;
    assert.equal(failed.state, 'Failed');
    assert.match(failed.errorMessage as string, /QUERY_TIMEOUT/);
    sandbox.addFault({ route: 'POST', kind: 'bulk_aborted' });
    const aborted = (await create(ALL)).body as { id: string };
    assert.equal((await look(aborted.id)).body.state, 'Aborted');
  });

  it('name up to five result pages to be read side by side', async () => {
    await start({ bulkPageRows: 40 });
    const id = await complete(ALL);
    const first = (await client.get(`/jobs/query/${id}/resultPages`)).body;
    assert.deepEqual([first.resultPages.length, first.done], [5, false]);
    const second = (await client.get(first.nextRecordsUrl as string)).body;
    assert.deepEqual([second.resultPages.length, second.done, second.nextRecordsUrl], [3, true, null]);
    const pages = await Promise.all(
      [...first.resultPages, ...second.resultPages].map(({ resultUrl }) => client.get(resultUrl as string)),
    );
    const ids = pages.flatMap(({ body }) => rowsOf(body as string).map((row) => row['Id']));
    assert.equal(new Set(ids).size, 300);
    assert.equal(ids.length, 300);
  });

  it('are counted, and limited by the day', async () => {
    let now = new Date('2026-05-01T10:00:00Z');
    await start({ bulkJobAllowance: 2, now: () => now });
    await create(ALL);
    await create(ALL);
    assert.deepEqual(errorOf(await create(ALL)), [400, 'LIMIT_EXCEEDED']);
    const limits = async (): Promise<unknown> => (await client.get('/limits')).body.DailyBulkV2QueryJobs;
    assert.deepEqual(await limits(), { Max: 2, Remaining: 0 });
    assert.equal(sandbox.calls.byRoute['POST /jobs/query'], 3);
    now = new Date(now.getTime() + 25 * 3_600_000);
    assert.deepEqual(await limits(), { Max: 2, Remaining: 2 });
  });

  it('break off in the middle of a page when a fault says so', async () => {
    await start({ contacts: 5000 });
    const id = await complete(ALL);
    const whole = (await results(id)).body as string;
    sandbox.addFault({ route: '/results', kind: 'truncated_json' });
    const half = (await results(id)).body as string;
    assert.ok(half.length > whole.length / 3 && whole.startsWith(half) && half.length < whole.length);
    sandbox.addFault({ route: '/results', kind: 'reset_mid_body' });
    await assert.rejects(results(id));
    assert.equal((await results(id)).body, whole);
  });

  it('write 200,000 rows in a few seconds, no faster than they are taken', async function () {
    this.timeout(60_000);
    await start({ contacts: 200_000 });
    const id = await complete(
      'SELECT Id, SystemModstamp, LastModifiedDate, FirstName, LastName, Email, MobilePhone, Stage__c, GPA__c, ' +
        'SMS_Opt_Out__c, Owner.Name FROM Contact ORDER BY SystemModstamp, Id',
    );
    const began = performance.now();
    const response = await fetch(`${sandbox.url}${API}/jobs/query/${id}/results?maxRecords=200000`, {
      headers: { Authorization: `Bearer ${client.accessToken}` },
    });
    let lines = 0;
    for await (const chunk of response.body!) for (const byte of chunk) if (byte === 10) lines++;
    assert.equal(lines, 200_001);
    assert.ok(performance.now() - began < 15_000, `${performance.now() - began} ms`);
  });
});
