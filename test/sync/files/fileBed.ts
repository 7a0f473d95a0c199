import { randomBytes } from 'node:crypto';
import { tmpdir } from 'node:os';
import type { Connector } from '../../../src/contract/connector.ts';
import { createSealer } from '../../../src/db/sealer.ts';
import type { FieldMapping, OptOutMapping } from '../../../src/domain/mappingTypes.ts';
import { DEFAULT_FILE_OPTIONS, type FileOptions } from '../../../src/domain/sourceFile.ts';
import type { SyncContext } from '../../../src/sync/context.ts';
import { runImport, type RunEnd } from '../../../src/sync/runImport.ts';
import { startRun } from '../../../src/sync/startRun.ts';
import { createTestDatabase, type TestDatabase } from '../../support/database.ts';
import { createMemoryFolder, type MemoryFolder } from './memoryFolder.ts';

export const FIELDS: FieldMapping = {
  firstName: 'First',
  firstNameFallback: null,
  lastName: 'Last',
  mobile: 'Mobile',
  userId: null,
  recordId: 'Id',
  lastModified: null,
  additional: [{ source: 'Advisor', field: 'advisor' }],
};

export const OPT_OUT: OptOutMapping = {
  kind: 'picklist',
  field: 'Out',
  optedInValue: 'false',
  optedOutValue: 'true',
  empty: 'keep',
};

export interface RunRow {
  readonly id: string;
  readonly state: string;
  readonly hold: string | null;
  readonly hold_message: string | null;
  readonly due_at: Date;
  readonly kind: string;
  readonly rows_read: number;
  readonly created: number;
  readonly updated: number;
  readonly unchanged: number;
  readonly errors: number;
  readonly left_source: number;
  readonly note: string | null;
  readonly error_code: string | null;
  readonly error_message: string | null;
  readonly file_id: string | null;
  readonly chain: string | null;
  readonly resumed: number;
}

export interface FileRow {
  readonly name: string;
  readonly state: string;
  readonly disposal: string;
  readonly refused_code: string | null;
  readonly imported_at: Date | null;
}

/** A team whose contacts come from a folder of files: real Postgres, a server in memory, a clock that tests move. */
export interface FileBed {
  readonly database: TestDatabase;
  readonly ctx: SyncContext;
  readonly folder: MemoryFolder;
  readonly clock: { at: number };
  /** Errors that were logged. */
  readonly logged: string[];
  /** A team of its own with an import that is on; its folder is `/<slug>`. */
  addTeam(options?: Partial<FileOptions>): Promise<FileTeam>;
  close(): Promise<void>;
}

export interface FileTeam {
  readonly teamId: string;
  readonly connectionId: string;
  /** `/<slug>/` for paths. */
  readonly at: string;
  setOptions(options: Partial<FileOptions>): Promise<void>;
  start(): Promise<string>;
  work(runId: string, on?: SyncContext, leaseMs?: number): Promise<RunEnd>;
  /** The run's lines, oldest first. */
  log(runId: string): Promise<string[]>;
  /** Starts a run and works on it, and on those it queues, as long as one is due. */
  run(): Promise<RunRow>;
  runs(): Promise<RunRow[]>;
  files(): Promise<FileRow[]>;
  contacts(): Promise<{ id: string; name: string; advisor: string | null; opted_out: boolean; left: boolean }[]>;
  sql<T = Record<string, unknown>>(query: string, params?: unknown[]): Promise<T[]>;
}

/** @param options.connector - another one beside the folder in memory, for teams that are made to use it */
export async function createFileBed(
  options: { readonly connector?: Connector; readonly spoolDirectory?: string } = {},
): Promise<FileBed> {
  const database = await createTestDatabase();
  const { dataSource } = database;
  const folder = createMemoryFolder();
  const clock = { at: Date.UTC(2026, 10, 20, 15) };
  const logged: string[] = [];
  const quiet = (): void => undefined;
  const ctx: SyncContext = {
    dataSource,
    connectors: new Map([folder.connector, options.connector ?? folder.connector].map((one) => [one.id, one])),
    sealer: createSealer(randomBytes(32)),
    allowPrivateHosts: true,
    spoolDirectory: options.spoolDirectory ?? tmpdir(),
    publicUrl: 'https://rollcall.example.test',
    log: { info: quiet, warn: quiet, error: (message, details) => void logged.push(`${message} ${JSON.stringify(details)}`) },
    now: () => new Date(clock.at),
  };
  const sql = <T>(query: string, params: unknown[] = []): Promise<T[]> => dataSource.query(query, params);
  let teams = 0;
  let owners = 0;

  async function addTeam(files: Partial<FileOptions> = {}): Promise<FileTeam> {
    const slug = `team${++teams}`;
    const [team] = await sql<{ id: string }>('insert into team (slug, name) values ($1, $1) returning id', [slug]);
    const teamId = team!.id;
    const [connection] = await sql<{ id: string }>(
      `insert into connection (team_id, connector, name, account_id, account_name, user_name, writes_back)
       values ($1, 'folder', 'Campus SFTP', 'SHA256:abc', 'files.example', 'rollcall', false) returning id`,
      [teamId],
    );
    const connectionId = connection!.id;
    await sql(`insert into team_field (team_id, key, label, type) values ($1, 'advisor', 'Advisor', 'text')`, [teamId]);
    await sql(
      `insert into import_config (connection_id, record_type, team_id, state, source_id, source_name, source_kind, fields, opt_out,
         file_options, source_definition)
       values ($1, 'Contact', $2, 'on', $3, 'Students', 'File', $4, $5, $6, $3)`,
      [
        connectionId,
        teamId,
        `/${slug}/Stu`,
        JSON.stringify(FIELDS),
        JSON.stringify(OPT_OUT),
        JSON.stringify({ ...DEFAULT_FILE_OPTIONS, quietSeconds: 0, ...files }),
      ],
    );
    const key = { teamId, connectionId, recordType: 'Contact' as const };
    const bed: FileTeam = {
      teamId,
      connectionId,
      at: `/${slug}/`,
      sql,
      setOptions: async (more) =>
        void (await sql('update import_config set file_options = file_options || $2 where connection_id = $1', [
          connectionId,
          JSON.stringify(more),
        ])),
      start: () => startRun(ctx, { ...key, full: false, startedBy: 'A test' }),
      work: (runId, on = ctx, leaseMs = 30_000) =>
        runImport(on, runId, { owner: `test ${++owners}`, leaseMs, stopping: new AbortController().signal }),
      log: async (runId) => {
        const lines = await sql<{ message: string }>('select message from run_log where run_id = $1 order by id', [runId]);
        return lines.map(({ message }) => message);
      },
      async run() {
        const first = await bed.start();
        for (let next: string | undefined = first; next; ) {
          await bed.work(next);
          // Runs are told apart by when they were queued.
          clock.at += 1;
          const due: { id: string }[] = await sql(
            `select id from run where connection_id = $1 and state = 'queued' and hold is distinct from 'question' and due_at <= $2`,
            [connectionId, ctx.now()],
          );
          next = due[0]?.id;
        }
        return (await bed.runs()).find(({ id }) => id === first)!;
      },
      runs: () => sql<RunRow>('select * from run where connection_id = $1 order by queued_at, started_at, id', [connectionId]),
      files: () =>
        sql(
          `select name, state, disposal, refused_code, imported_at from source_file where connection_id = $1 order by modified_at, name`,
          [connectionId],
        ),
      contacts: () =>
        sql(
          `select contact_id as id, first_name || ' ' || last_name as name, custom->>'advisor' as advisor, opted_out,
             left_source_at is not null as left
           from contact where team_id = $1 order by contact_id`,
          [teamId],
        ),
    };
    return bed;
  }
  return { database, ctx, folder, clock, logged, addTeam, close: () => database.drop() };
}

const HEADER = 'Id,First,Last,Mobile,Advisor,Out';

/** A file of people by number, each with an advisor. */
export function csvOf(people: readonly number[], advisor = 'Reed', header = HEADER): string {
  const columns = header.split(',');
  const rows = people.map((n) => {
    const cells: Record<string, string> = {
      Id: String(10_000 + n),
      First: 'Sam',
      Last: `Reed${n}`,
      Mobile: `716555${String(1000 + n).slice(-4)}`,
      Advisor: advisor,
      Out: 'false',
    };
    return columns.map((column) => cells[column] ?? '').join(',');
  });
  return [header, ...rows, ''].join('\n');
}
