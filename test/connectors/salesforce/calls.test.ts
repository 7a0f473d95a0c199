import assert from 'node:assert/strict';
import type { OpenConnection } from '../../../src/contract/connector.ts';
import {
  startSalesforceSandbox,
  type Fault,
  type SalesforceSandbox,
} from '../../sandbox/salesforce/startSalesforceSandbox.ts';
import { comesBackAfter, connectTo, failure, never } from './sandboxConnection.ts';

const DESCRIBE = 'GET /services/data/v62.0/sobjects/Contact/describe';

describe('salesforce calls', () => {
  let org: SalesforceSandbox;
  let open: OpenConnection[] = [];
  const connect = (
    ...args: Parameters<typeof connectTo> extends [unknown, ...infer Rest] ? Rest : never
  ): OpenConnection => {
    const connection = connectTo(org, ...args).open();
    open.push(connection);
    return connection;
  };
  const fields = (connection: OpenConnection, signal = never()): Promise<number> =>
    connection.describeFields('Contact', null, signal).then(({ length }) => length);

  before(async () => {
    org = await startSalesforceSandbox({ contacts: 20, leads: 5 });
  });
  afterEach(async () => {
    org.clearFaults();
    org.resetCalls();
    await Promise.all(open.map((connection) => connection.close()));
    open = [];
  });
  after(() => org.close());

  const passing: readonly Omit<Fault, 'route'>[] = [
    { kind: 'server_error', times: 2 },
    { kind: 'unavailable_html', times: 2 },
    { kind: 'not_acceptable' },
    { kind: 'concurrent_limit' },
    { kind: 'truncated_json' },
    { kind: 'reset_mid_body' },
  ];
  for (const fault of passing) {
    it(`reads again after ${fault.kind}`, async () => {
      org.addFault({ route: DESCRIBE, ...fault });
      const connection = connect();
      assert.ok((await fields(connection)) > 10);
      assert.equal(connection.callsUsed(), 1 + (fault.times ?? 1), 'each try counts');
    });
  }

  it('gives a passing fault up after its repeats, with advice when to come back', async () => {
    org.addFault({ route: DESCRIBE, kind: 'server_error', times: 99 });
    const connection = connect({ tuning: { retries: 3 } });
    await assert.rejects(fields(connection), failure('OUTAGE', comesBackAfter(1)));
    assert.equal(connection.callsUsed(), 4);
  });

  for (const kind of ['hang', 'slow_drip'] as const) {
    it(`gives up in time when the answer ${kind === 'hang' ? 'never comes' : 'comes too slowly'}`, async () => {
      org.addFault({ route: DESCRIBE, kind, times: 9, delayMs: kind === 'hang' ? 0 : 60_000 });
      const connection = connect({ tuning: { readTimeoutMs: 60, retries: 1 } });
      await assert.rejects(fields(connection), { code: 'TIMEOUT' });
      assert.equal(connection.callsUsed(), 2);
    });
  }

  it('stops calling when the daily limit is reached, and says when to go on', async () => {
    org.addFault({ route: DESCRIBE, kind: 'daily_limit', times: 9 });
    const connection = connect();
    const isLimit = failure('DAILY_LIMIT', comesBackAfter(3_600_000));
    await assert.rejects(fields(connection), isLimit);
    await assert.rejects(fields(connection), isLimit);
    assert.equal(connection.callsUsed(), 1, 'the second call did not go out');
  });

  it('goes on after the pause that follows the daily limit', async () => {
    org.addFault({ route: DESCRIBE, kind: 'daily_limit' });
    let now = Date.now();
    const { connector, access, deps } = connectTo(org);
    const connection = connector.open(access, { ...deps, now: () => new Date(now) });
    open.push(connection);
    await assert.rejects(fields(connection), { code: 'DAILY_LIMIT' });
    now += 3_600_000;
    assert.ok((await fields(connection)) > 10);
  });

  it('says so when nobody answers at the address', async () => {
    const gone = await startSalesforceSandbox({ contacts: 1, leads: 0 });
    const secrets = { ...gone.issueTokens(), instanceUrl: gone.url };
    await gone.close();
    const connection = connectTo(gone, { secrets, tuning: { retries: 1 } }).open();
    await assert.rejects(fields(connection), { code: 'UNREACHABLE' });
    assert.equal(connection.callsUsed(), 0, 'nothing was used of the allowance');
    await connection.close();
  });

  it('refuses a private address unless private hosts are allowed, before a token is sent', async () => {
    const { connector, access, deps } = connectTo(org);
    const connection = connector.open(access, { ...deps, allowPrivateHosts: false });
    open.push(connection);
    await assert.rejects(fields(connection), { code: 'HOST_REFUSED' });
    assert.equal(org.calls.total, 0);
  });

  it('ends a waiting repeat as soon as the signal aborts', async () => {
    org.addFault({ route: DESCRIBE, kind: 'server_error', times: 99 });
    const connection = connect({ tuning: { firstDelayMs: 60_000, retryForMs: 600_000 } });
    const stopping = new AbortController();
    const reason = new Error('stop');
    const ended = assert.rejects(fields(connection, stopping.signal), (error) => error === reason);
    while (org.calls.total === 0) await new Promise((resolve) => setImmediate(resolve));
    stopping.abort(reason);
    await ended;
  });

  it('never runs more calls at once than allowed', async () => {
    const latencyMs = 20;
    org.setLatency(latencyMs);
    const connection = connect({ tuning: { callsAtOnce: 2 } });
    const from = performance.now();
    await Promise.all([1, 2, 3, 4, 5].map(() => fields(connection)));
    org.setLatency(0);
    assert.ok(performance.now() - from >= 3 * latencyMs - 5, 'five calls, two at a time, take three turns');
  });
});
