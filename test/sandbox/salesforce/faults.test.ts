import assert from 'node:assert/strict';
import { apiClient, type ApiClient } from './apiClient.ts';
import {
  startSalesforceSandbox,
  type FaultKind,
  type SalesforceSandbox,
  type SandboxOptions,
} from './startSalesforceSandbox.ts';

describe('faults and limits of the sandbox org', () => {
  let sandbox: SalesforceSandbox;
  let client: ApiClient;

  const start = async (options: SandboxOptions = {}): Promise<void> => {
    sandbox = await startSalesforceSandbox({ contacts: 300, leads: 0, ...options });
    client = apiClient(sandbox);
  };
  afterEach(() => sandbox.close());

  const SOQL = '/query?q=SELECT+Id+FROM+Contact';

  it('strike the matching requests alone, after those let pass, as often as asked', async () => {
    await start();
    sandbox.addFault({ route: /^GET \/services\/data\/v\d+\.0\/query$/, kind: 'server_error', times: 2, skip: 1 });
    const statuses = [];
    for (const path of [SOQL, '/limits', SOQL, SOQL, SOQL]) statuses.push((await client.get(path)).status);
    assert.deepEqual(statuses, [200, 200, 500, 500, 200]);
    sandbox.addFault({ route: 'GET /services/data/v62.0/limits', kind: 'server_error' });
    sandbox.clearFaults();
    assert.equal((await client.get('/limits')).status, 200);
  });

  const answers: [FaultKind, number, string | null][] = [
    ['unauthorized', 401, 'INVALID_SESSION_ID'],
    ['daily_limit', 403, 'REQUEST_LIMIT_EXCEEDED'],
    ['concurrent_limit', 403, 'REQUEST_LIMIT_EXCEEDED'],
    ['server_error', 500, 'UNKNOWN_EXCEPTION'],
    ['unavailable_html', 503, null],
    ['stale_cursor', 400, 'INVALID_QUERY_LOCATOR'],
    ['not_acceptable', 406, 'NOT_ACCEPTABLE'],
  ];
  for (const [kind, status, code] of answers) {
    it(`answers ${kind} with ${status}${code ? ` ${code}` : ' and a web page'}`, async () => {
      await start();
      sandbox.addFault({ route: '/query', kind });
      const { status: got, body, headers } = await client.get(SOQL);
      assert.equal(got, status);
      if (code) assert.equal(body[0].errorCode, code);
      else assert.match(headers.get('content-type')!, /html/);
    });
  }

  it('resets the connection in mid-body, and cuts JSON short', async () => {
    await start();
    sandbox.addFault({ route: '/query', kind: 'reset_mid_body' });
    await assert.rejects(client.get(SOQL));
    sandbox.addFault({ route: '/query', kind: 'truncated_json' });
    await assert.rejects(client.get(SOQL), SyntaxError);
    assert.equal((await client.get(SOQL)).body.totalSize, 300);
  });

  it('drips the right answer in pieces', async () => {
    await start();
    sandbox.addFault({ route: '/query', kind: 'slow_drip', delayMs: 60 });
    const response = await fetch(`${sandbox.url}/services/data/v62.0${SOQL}`, {
      headers: { Authorization: `Bearer ${client.accessToken}` },
    });
    let pieces = 0;
    let text = '';
    for await (const piece of response.body!.pipeThrough(new TextDecoderStream())) {
      pieces++;
      text += piece;
    }
    assert.ok(pieces > 5);
    assert.equal(JSON.parse(text).totalSize, 300);
  });

  it('hangs until the caller gives up, and does not keep the sandbox from closing', async () => {
    await start();
    sandbox.addFault({ route: '/query', kind: 'hang', times: 2 });
    const signal = AbortSignal.timeout(50);
    await assert.rejects(fetch(`${sandbox.url}/services/data/v62.0${SOQL}`, { signal }), { name: 'TimeoutError' });
    const left = assert.rejects(client.get(SOQL));
    while (sandbox.calls.total < 2) await new Promise(setImmediate);
    await sandbox.close();
    await left;
  });

  it('fail the first record of a collection and let the others through', async () => {
    await start();
    const ids = sandbox.find('Contact', () => true, 3).map((contact) => String(contact['Id']));
    const records = ids.map((id) => ({ attributes: { type: 'Contact' }, id, SMS_Opt_Out__c: true }));
    const codes: [FaultKind, string][] = [
      ['lock_row', 'UNABLE_TO_LOCK_ROW'],
      ['validation_rule', 'FIELD_CUSTOM_VALIDATION_EXCEPTION'],
      ['entity_deleted', 'ENTITY_IS_DELETED'],
    ];
    for (const [kind, code] of codes) {
      sandbox.addFault({ route: /^PATCH .*composite\/sobjects$/, kind });
      const { status, body } = await client.call('PATCH', '/composite/sobjects', { allOrNone: false, records });
      assert.equal(status, 200);
      assert.deepEqual(
        body.map((one: { success: boolean }) => one.success),
        [false, true, true],
      );
      assert.equal(body[0].errors[0].statusCode, code);
      sandbox.addFault({ route: /^PATCH .*sobjects\/Contact\//, kind });
      const single = await client.call('PATCH', `/sobjects/Contact/${ids[0]!}`, { SMS_Opt_Out__c: true });
      assert.equal(single.body[0].errorCode, code);
    }
    assert.equal(sandbox.writes.filter((write) => write.id === ids[0]).length, 0);
  });

  it('spend the daily allowance, tell it in each answer, and give it back after a day', async () => {
    let now = new Date('2027-01-15T12:00:00Z');
    await start({ apiAllowance: 3, now: () => now });
    const used = [];
    for (let i = 0; i < 3; i++) used.push((await client.get(SOQL)).headers.get('sforce-limit-info'));
    assert.deepEqual(used, ['api-usage=1/3', 'api-usage=2/3', 'api-usage=3/3']);
    const refused = await client.get('/limits');
    assert.equal(refused.status, 403);
    assert.deepEqual(refused.body, [{ message: 'TotalRequests Limit exceeded.', errorCode: 'REQUEST_LIMIT_EXCEEDED' }]);
    assert.deepEqual([sandbox.calls.total, sandbox.calls.counted], [4, 3]);
    now = new Date(now.getTime() + 25 * 3_600_000);
    assert.deepEqual((await client.get('/limits')).body.DailyApiRequests, { Max: 3, Remaining: 2 });
    sandbox.resetCalls();
    assert.equal(sandbox.calls.total, 0);
  });

  it('count calls by route; sign-in and the version list cost nothing', async () => {
    await start({ pageSizeRows: 200 });
    await fetch(`${sandbox.url}/services/data/`);
    await client.queryAllPages('SELECT Id FROM Contact');
    await client.get('/sobjects/Contact/listviews');
    const [view] = (await client.get('/sobjects/Contact/listviews')).body.listviews;
    await client.get(view.describeUrl);
    assert.deepEqual(sandbox.calls.byRoute, {
      'GET /services/data': 1,
      'GET /query': 1,
      'GET /query/{locator}': 1,
      'GET /sobjects/Contact/listviews': 2,
      'GET /sobjects/Contact/listviews/{id}/describe': 1,
    });
    assert.equal(sandbox.calls.counted, 5);
    assert.equal(sandbox.calls.log.at(-1)!.status, 200);
  });

  it('let the usage counter slip back now and then when asked', async () => {
    await start({ jitterLimitInfo: true });
    const used: number[] = [];
    for (let i = 0; i < 20; i++)
      used.push(Number(/=(\d+)/.exec((await client.get(SOQL)).headers.get('sforce-limit-info')!)![1]));
    assert.ok(used.some((count, i) => i > 0 && count < used[i - 1]!));
    assert.ok(used.every((count, i) => count <= i + 1 && count >= i + 1 - 10));
  });

  it('shut the API for an org without it, but not sign-in', async () => {
    await start({ permissions: { apiEnabled: false } });
    const { status, body } = await client.get(SOQL);
    assert.deepEqual([status, body[0].errorCode], [403, 'API_DISABLED_FOR_ORG']);
  });

  it('refuse a URI over 16 KB', async () => {
    await start();
    assert.equal((await client.query(`SELECT Id FROM Contact WHERE Title = '${'x'.repeat(16_500)}'`)).status, 414);
  });

  it('add latency to each answer', async () => {
    await start();
    sandbox.setLatency(40);
    const began = performance.now();
    await client.get(SOQL);
    assert.ok(performance.now() - began >= 39);
  });

  it('time out, always or only while a query leaves more time than it may', async () => {
    const now = new Date('2027-01-15T12:00:00Z');
    await start({ now: () => now });
    const errorOf = async (query: string): Promise<string> => {
      const { status, body } = await client.query(query);
      return `${status} ${body[0]?.errorCode ?? body.totalSize}`;
    };
    sandbox.addFault({ route: '/query', kind: 'query_timeout' });
    assert.equal(await errorOf('SELECT Id FROM Contact'), '400 QUERY_TIMEOUT');
    const HOUR = 3_600_000;
    sandbox.addFault({ route: '/query', kind: 'query_timeout', whileWindowOverMs: HOUR });
    const between = (from: string | null, to: string | null, more = ''): string =>
      'SELECT COUNT() FROM Contact WHERE ' +
      [from && `SystemModstamp >= ${from}`, to && `SystemModstamp < ${to}`, more].filter((part) => part).join(' AND ');
    const struck = '400 QUERY_TIMEOUT';
    assert.equal(await errorOf('SELECT Id FROM Contact'), struck, 'unbounded');
    assert.equal(await errorOf(between('2026-10-01T00:00:00Z', null)), struck);
    assert.equal(await errorOf(between(null, '2026-10-01T00:00:00Z')), struck);
    assert.equal(await errorOf(between('2026-10-01T00:00:00Z', '2026-10-01T01:00:01Z')), struck);
    assert.match(await errorOf(between('2026-10-01T00:00:00Z', '2026-10-01T00:59:59Z')), /^200/);
    assert.match(await errorOf(between('2027-01-15T11:30:00Z', null)), /^200/, 'ends with now');
    assert.match(await errorOf(between(null, '2020-01-01T00:00:00Z')), /^200/, 'before the oldest record');
    const after = "(SystemModstamp > 2026-10-01T00:00:00Z OR (SystemModstamp = 2026-10-01T00:00:00Z AND Id > '003000000000000'))";
    assert.equal(await errorOf(between(null, null, after)), struck);
    assert.match(await errorOf(between(null, '2026-10-01T00:30:00Z', after)), /^200/);
    sandbox.clearFaults();
    assert.match(await errorOf('SELECT Id FROM Contact'), /^200/);
  });
});
