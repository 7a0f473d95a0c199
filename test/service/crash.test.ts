import assert from 'node:assert/strict';
import { chmod, mkdtemp, readFile, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import pg from 'pg';
import { deliverText, signIn, type ApiClient } from '../demo/apiClient.ts';
import {
  configureImport,
  connectSandbox,
  followRun,
  TEXTING_NUMBER,
  TEXTING_TOKEN,
  type ConnectedTeam,
  type OrgAccess,
} from '../demo/connectSandbox.ts';
import { startServiceProcess, type ServiceOptions, type ServiceProcess } from '../demo/serviceProcess.ts';
import { startSalesforceSandbox, type SalesforceSandbox } from '../sandbox/salesforce/startSalesforceSandbox.ts';
import { createTestDatabase, type TestDatabase } from '../support/database.ts';
import { until } from '../support/until.ts';

const EMAIL = 'dana@riverside.example';
const PASSWORD = 'correct horse battery';
const VIEW = 'Texting – Fall admits';
const LATENCY_MS = 120;
/** A process that died is known to be gone well before its leases (30 s, 60 s) end. */
const SOON = { withinMs: 25_000 };

describe('the service as a process', function () {
  this.timeout(90_000);
  let sandbox: SalesforceSandbox;
  let dataDir: string;
  let undisturbed: unknown[];
  const closing: (() => Promise<unknown>)[] = [];

  before(async () => {
    sandbox = await startSalesforceSandbox({ contacts: 6000, leads: 50, pageSizeRows: 500 });
    dataDir = await mkdtemp(join(tmpdir(), 'rollcall-crash-'));
    // The embedded server's own user has to pass through.
    await chmod(dataDir, 0o711);
    const { service, database, api, team } = await connected('all');
    const run = await followRun(api, team, await startFull(api, team));
    assert.equal(run.state, 'completed_with_errors');
    undisturbed = await contactsIn(database.url);
    await service.stop();
  });
  afterEach(async () => {
    sandbox.setLatency(0);
    for (const close of closing.splice(0).reverse()) await close();
  });
  after(async () => {
    await sandbox.close();
    await rm(dataDir, { recursive: true, force: true });
  });

  async function start(options: Partial<ServiceOptions> = {}): Promise<ServiceProcess> {
    const env = { ROLLCALL_ADMIN_EMAIL: EMAIL, ROLLCALL_ADMIN_PASSWORD: PASSWORD, ...options.env };
    const service = await startServiceProcess({ dataDir, ...options, env });
    closing.push(() => service.kill());
    return service;
  }

  /** A service on a database of its own, with a team connected to the org. */
  async function connected(mode: 'all' | 'serve', org: OrgAccess = sandbox) {
    const database = await createTestDatabase({ poolSize: 1 });
    closing.push(() => database.drop());
    const service = await start({ mode, env: { DATABASE_URL: database.url } });
    return { database, service, ...(await connectTeam(service, org)) };
  }

  async function connectTeam(
    service: ServiceProcess,
    org: OrgAccess = sandbox,
  ): Promise<{ api: ApiClient; team: ConnectedTeam }> {
    const api = await signIn(service.url, EMAIL, PASSWORD);
    const team = await connectSandbox(api, org);
    await configureImport(api, team, VIEW);
    return { api, team };
  }

  async function startFull(api: ApiClient, team: ConnectedTeam, recordType = 'Contact'): Promise<string> {
    const path = `${team.path}/connections/${team.connectionId}/runs`;
    return (await api.send<{ id: string }>('POST', path, { recordType, full: true })).id;
  }

  async function query<T extends pg.QueryResultRow>(url: string, sql: string): Promise<T[]> {
    const client = new pg.Client({ connectionString: url });
    await client.connect();
    try {
      return (await client.query<T>(sql)).rows;
    } finally {
      await client.end();
    }
  }

  const contactsIn = (url: string): Promise<unknown[]> =>
    query(
      url,
      `select contact_id, first_name, last_name, mobile, custom, opted_out, consent_cause, source_modified_at, source_opted_out
       from contact order by contact_id`,
    );

  interface RunRow {
    state: string;
    pages: number;
    rows_read: number;
    resumed: number;
    lease_owner: string | null;
    outcomes: number;
    source_rows: number;
  }
  const runIn = async (url: string, id: string): Promise<RunRow> =>
    (
      await query<RunRow>(
        url,
        `select *, created + updated + unchanged + skipped + errors as outcomes from run where id = '${id}'`,
      )
    )[0]!;

  /** Starts an import that is slow enough to be met in the middle of it. */
  async function midRun(url: string, api: ApiClient, team: ConnectedTeam): Promise<string> {
    sandbox.setLatency(LATENCY_MS);
    const id = await startFull(api, team);
    await until(async () => (await runIn(url, id)).pages >= 2, { what: 'the second page' });
    return id;
  }

  async function assertWhole(url: string, id: string): Promise<void> {
    const run = await until(async () => {
      const row = await runIn(url, id);
      return row.state !== 'running' && row.state !== 'queued' && row;
    }, SOON);
    assert.deepEqual([run.state, run.resumed], ['completed_with_errors', 1]);
    assert.equal(run.outcomes, run.rows_read, 'every row has an outcome');
    assert.equal(run.rows_read, run.source_rows, 'every row was read once');
    assert.deepEqual(await contactsIn(url), undisturbed, 'the same contacts as if nothing had happened');
  }

  it('goes on with an import after kill -9, database and all, and ends with the same contacts', async () => {
    const first = await start();
    const url = (await readFile(join(dataDir, 'database', 'postgres.url'), 'utf8')).trim();
    const { api, team } = await connectTeam(first);
    const id = await midRun(url, api, team);
    await first.kill();

    const second = await start();
    const again = (await readFile(join(dataDir, 'database', 'postgres.url'), 'utf8')).trim();
    await assertWhole(again, id);
    assert.equal(await second.stop(), 0, 'its database is shut down in order');
  });

  it('brings an opt-out to the CRM although it was killed while sending it', async () => {
    const org = await startSalesforceSandbox({ contacts: 60, leads: 0 });
    closing.push(() => org.close());
    const { database, service, api, team } = await connected('all', org);
    await followRun(api, team, await startFull(api, team));
    const [person] = await query<{ contact_id: string; mobile: string }>(
      database.url,
      'select contact_id, mobile from contact where not opted_out order by id limit 1',
    );
    org.addFault({ route: /^PATCH /, kind: 'hang', times: 10 });
    const text = { sid: `SM${'a'.repeat(32)}`, from: person!.mobile, to: TEXTING_NUMBER, body: 'STOP' };
    assert.equal((await deliverText(service.url, TEXTING_TOKEN, text)).status, 200);
    await until(async () => (await query(database.url, `select 1 from outbox where state = 'in_flight'`)).length > 0);
    await service.kill();

    org.clearFaults();
    const inCrm = (): unknown => org.record('Contact', person!.contact_id)!['SMS_Opt_Out__c'];
    assert.equal(inCrm(), false);
    await start({ env: { DATABASE_URL: database.url } });
    await until(() => inCrm() === true, SOON);
  });

  it('finishes the page in hand when it is told to stop, and goes on at the next start', async () => {
    const { database, service, api, team } = await connected('all');
    const id = await midRun(database.url, api, team);
    const asked = performance.now();
    assert.equal(await service.stop(), 0);
    assert.ok(performance.now() - asked < 10_000, 'well within what a host allows for stopping');
    const waiting = await runIn(database.url, id);
    assert.deepEqual([waiting.state, waiting.lease_owner], ['queued', null], 'given back, not left behind');
    assert.equal(waiting.outcomes, waiting.rows_read);

    await start({ env: { DATABASE_URL: database.url } });
    await assertWhole(database.url, id);
  });

  it('shares the work of one database among processes, one run of a connection at a time', async () => {
    const { database, service, api, team } = await connected('serve');
    const env = { DATABASE_URL: database.url };
    const workers = await Promise.all([start({ mode: 'worker', env }), start({ mode: 'worker', env })]);
    await configureImport(api, team, 'All leads', { recordType: 'Lead' });
    const contacts = await midRun(database.url, api, team);
    const leads = await startFull(api, team, 'Lead');
    const { lease_owner: owner } = await runIn(database.url, contacts);
    assert.equal((await runIn(database.url, leads)).state, 'queued');

    // The one that works on it dies; the other sees that at its next look and goes on.
    await workers.find((worker) => owner!.includes(`/${worker.pid}/`))!.kill();
    await assertWhole(database.url, contacts);
    await until(async () => !['queued', 'running'].includes((await runIn(database.url, leads)).state), SOON);
    const overlaps = await query(
      database.url,
      `select 1 from run a join run b on a.id <> b.id and a.connection_id = b.connection_id
       where a.started_at < b.finished_at and b.started_at < a.finished_at`,
    );
    assert.deepEqual(overlaps, []);
    assert.equal(await service.stop(), 0);
  });

  it('does not start with a setting it can’t use, and names it', async () => {
    await assert.rejects(start({ env: { ROLLCALL_LOG_LEVEL: 'loud' } }), (error: Error) => {
      assert.match(error.message, /ROLLCALL_LOG_LEVEL is “loud”\. It accepts error, warn, info or debug\./);
      assert.doesNotMatch(error.message, /^\s+at /m, 'no stack');
      return true;
    });
  });

  it('says in one sentence that its port is taken, or its database out of reach', async () => {
    const port = Number(new URL(sandbox.url).port);
    const database: TestDatabase = await createTestDatabase({ poolSize: 1 });
    closing.push(() => database.drop());
    const refusals: [Partial<ServiceOptions>, RegExp][] = [
      [{ port, env: { DATABASE_URL: database.url } }, /Port \d+ on 127\.0\.0\.1 is taken by another program\./],
      [{ env: { DATABASE_URL: `postgres://nobody@127.0.0.1:${port - 1 || 1}/nothing` } }, /DATABASE_URL refused the connection/],
    ];
    for (const [options, sentence] of refusals) {
      await assert.rejects(start(options), (error: Error) => {
        assert.match(error.message, sentence);
        assert.doesNotMatch(error.message, /^\s+at /m, 'no stack');
        return true;
      });
    }
  });
});
