import { randomBytes } from 'node:crypto';
import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { connectors } from '../../connectors/registry.ts';
import { createSealer } from '../../src/db/sealer.ts';
import { secretStore } from '../../src/db/secretStore.ts';
import type { RecordType } from '../../src/domain/contact.ts';
import type { ImportMapping } from '../../src/domain/mappingTypes.ts';
import type { Log, SyncContext } from '../../src/sync/context.ts';
import { runImport, type RunEnd } from '../../src/sync/runImport.ts';
import { startRun } from '../../src/sync/startRun.ts';
import { startSalesforceSandbox, type SalesforceSandbox } from '../sandbox/salesforce/startSalesforceSandbox.ts';
import type { SandboxOptions } from '../sandbox/salesforce/sandboxTypes.ts';
import { createTestDatabase, type TestDatabase } from './database.ts';
import { until } from './until.ts';

export interface ConnectedTeam {
  readonly teamId: string;
  readonly connectionId: string;
}

/** A team with one Salesforce connection to a sandbox org, ready to import: real Postgres, real HTTP. */
export interface TestBed extends ConnectedTeam {
  readonly database: TestDatabase;
  readonly sandbox: SalesforceSandbox;
  readonly ctx: SyncContext;
  /** Another team with a connection of its own to the same org, configured as the first. */
  addTeam(slug: string, name: string): Promise<ConnectedTeam>;
  /** The service's clock; tests may move it. */
  readonly clock: { now: () => Date };
  /** Problems that were logged. */
  readonly logged: string[];
  /** Queues a run and works on it until it ends; a worker of the test may be quicker and do it instead. */
  run(options?: { full?: boolean; recordType?: RecordType; leaseMs?: number }): Promise<{ id: string; end: RunEnd }>;
  /** Works on a queued or orphaned run. */
  work(runId: string, options?: { stopping?: AbortSignal; leaseMs?: number }): Promise<RunEnd>;
  sql<T = Record<string, unknown>>(query: string, params?: unknown[]): Promise<T[]>;
  close(): Promise<void>;
}

export const FALL_ADMITS = 'Texting_Fall_admits';

/** The mapping that the console would suggest for the sandbox's contacts. */
export const MAPPING: ImportMapping = {
  fields: {
    firstName: 'Preferred_Name__c',
    firstNameFallback: 'FirstName',
    lastName: 'LastName',
    mobile: 'MobilePhone',
    userId: null,
    additional: [],
  },
  optOut: { kind: 'checkbox', field: 'SMS_Opt_Out__c', ticked: 'opted_out' },
};

export async function createTestBed(
  options: {
    readonly sandbox?: SandboxOptions;
    readonly mapping?: ImportMapping;
    readonly view?: string;
    readonly lookBackMinutes?: number;
  } = {},
): Promise<TestBed> {
  const [database, sandbox] = await Promise.all([
    createTestDatabase(),
    startSalesforceSandbox({ contacts: 500, leads: 20, ...options.sandbox }),
  ]);
  const { dataSource } = database;
  const spool = await mkdtemp(join(tmpdir(), 'rollcall-spool-'));
  const logged: string[] = [];
  const log: Log = {
    info: () => undefined,
    warn: (message, details) => void logged.push(`${message} ${JSON.stringify(details ?? {})}`),
    error: (message, details) => void logged.push(`${message} ${JSON.stringify(details ?? {})}`),
  };
  const clock = { now: () => new Date() };
  const ctx: SyncContext = {
    dataSource,
    connectors,
    sealer: createSealer(randomBytes(32)),
    allowPrivateHosts: true,
    spoolDirectory: spool,
    publicUrl: 'https://rollcall.example.test',
    log,
    now: () => clock.now(),
  };
  const sql = <T>(query: string, params: unknown[] = []): Promise<T[]> => dataSource.query(query, params);
  const sourceId = await viewId(sandbox, 'Contact', options.view ?? FALL_ADMITS);
  const { teamId, connectionId } = await addTeam('riverside', 'Riverside');

  async function addTeam(slug: string, name: string): Promise<ConnectedTeam> {
    const [team] = await sql<{ id: string }>('insert into team (slug, name) values ($1, $2) returning id', [slug, name]);
    const [connection] = await sql<{ id: string }>(
      `insert into connection (team_id, connector, name, settings, account_id, account_name, user_name)
       values ($1, 'salesforce', 'Salesforce', $2, $3, $4, $5) returning id`,
      [
        team!.id,
        JSON.stringify({ method: 'web_server', environment: 'custom', loginUrl: sandbox.url, clientId: sandbox.clientId }),
        sandbox.orgId,
        sandbox.orgName,
        sandbox.username,
      ],
    );
    const added = { teamId: team!.id, connectionId: connection!.id };
    const tokens = sandbox.issueTokens();
    await secretStore(dataSource, ctx.sealer, added.connectionId).update((_, save) =>
      save({ clientSecret: sandbox.clientSecret, ...tokens, instanceUrl: sandbox.url }),
    );
    await configureImport(added);
    return added;
  }

  async function configureImport({ teamId, connectionId }: ConnectedTeam): Promise<void> {
    const mapping = options.mapping ?? MAPPING;
    await sql(
      `insert into import_config (connection_id, record_type, team_id, state, source_id, source_name, source_kind, fields, opt_out,
         look_back_minutes)
       values ($1, $2, $3, 'on', $4, $5, 'List View', $6, $7, $8)`,
      [
        connectionId,
        'Contact',
        teamId,
        sourceId,
        options.view ?? FALL_ADMITS,
        JSON.stringify(mapping.fields),
        mapping.optOut && JSON.stringify(mapping.optOut),
        options.lookBackMinutes ?? 10,
      ],
    );
  }

  let owners = 0;
  const work: TestBed['work'] = (runId, { stopping = new AbortController().signal, leaseMs = 30_000 } = {}) =>
    runImport(ctx, runId, { owner: `test ${++owners}`, leaseMs, stopping });

  return {
    database,
    sandbox,
    ctx,
    teamId,
    connectionId,
    clock,
    logged,
    addTeam,
    work,
    sql,
    async run({ full = false, recordType = 'Contact', leaseMs = 30_000 } = {}) {
      const id = await startRun(ctx, { teamId, connectionId, recordType, full, startedBy: 'A test' });
      const end = await work(id, { leaseMs });
      if (end === 'not_taken') await until(async () => (await sql(`select 1 from run where id = $1 and finished_at is not null`, [id])).length > 0);
      return { id, end };
    },
    async close() {
      await Promise.all([database.drop(), sandbox.close()]);
      await rm(spool, { recursive: true, force: true });
    },
  };
}

/** Finds a List View's ID the way any client would. */
async function viewId(sandbox: SalesforceSandbox, recordType: RecordType, developerName: string): Promise<string> {
  const { accessToken } = sandbox.issueTokens();
  const answer = await fetch(`${sandbox.url}/services/data/v62.0/sobjects/${recordType}/listviews`, {
    headers: { authorization: `Bearer ${accessToken}` },
  });
  const { listviews } = (await answer.json()) as { listviews: { id: string; developerName: string }[] };
  const found = listviews.find((view) => view.developerName === developerName);
  if (!found) throw new Error(`The sandbox has no List View ${developerName}.`);
  sandbox.resetCalls();
  return found.id;
}
