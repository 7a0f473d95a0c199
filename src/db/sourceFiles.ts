import type { RecordType } from '../domain/contact.ts';
import { compareVersions, type KnownVersion } from '../domain/chooseFile.ts';
import type { FileState, FileVersion } from '../domain/sourceFile.ts';
import type { Db } from './database.ts';
import type { StagedFacts } from './reads/runFile.ts';
import { LeaseLost } from './runs.ts';

/**
 * The ledger of files: which versions of them there were, and how far each has come. A state is written before the
 * next step begins, see `FileState`.
 */

/** A folder as one import reads it. */
export interface LedgerFolder {
  readonly connectionId: string;
  readonly recordType: RecordType;
  /** Absolute. */
  readonly folder: string;
}

/** A version in the ledger. */
export interface LedgerFile extends KnownVersion {
  readonly id: string;
  readonly origin: 'server' | 'upload';
  readonly folder: string;
  readonly state: FileState;
  readonly sha256: string | null;
  /** Why it could not be read; null when it could, or was not tried. */
  readonly refusedMessage: string | null;
}

interface LedgerRow {
  id: string;
  origin: 'server' | 'upload';
  folder: string;
  name: string;
  size: string;
  modified_at: Date;
  state: FileState;
  sha256: string | null;
  steady_since: Date;
  imported_at: Date | null;
  chain: string | null;
  refused_code: string | null;
  refused_message: string | null;
}

const COLUMNS =
  'id, origin, folder, name, size, modified_at, state, sha256, steady_since, imported_at, chain, refused_code, refused_message';

const toFile = (row: LedgerRow): LedgerFile => ({
  id: row.id,
  origin: row.origin,
  folder: row.folder,
  name: row.name,
  size: Number(row.size),
  modifiedAt: row.modified_at,
  state: row.state,
  sha256: row.sha256,
  steadySince: row.steady_since,
  imported: row.imported_at !== null,
  refused: row.refused_code !== null,
  refusedMessage: row.refused_message,
  chain: row.chain,
});

/** What is known of all versions of these names. */
export async function readVersions(db: Db, of: LedgerFolder, names: readonly string[]): Promise<LedgerFile[]> {
  const rows: LedgerRow[] = await db.query(
    `select ${COLUMNS} from source_file
     where connection_id = $1 and record_type = $2 and folder = $3 and origin = 'server' and name = any($4::text[])`,
    [of.connectionId, of.recordType, of.folder, names],
  );
  return rows.map(toFile);
}

export async function readFile(db: Db, id: string): Promise<LedgerFile | null> {
  const [row]: LedgerRow[] = await db.query(`select ${COLUMNS} from source_file where id = $1`, [id]);
  return row ? toFile(row) : null;
}

/** The bytes of an upload; null once they were forgotten. */
export async function readUpload(db: Db, id: string): Promise<Uint8Array | null> {
  const [row]: { content: Uint8Array | null }[] = await db.query('select content from source_file where id = $1', [id]);
  return row?.content ?? null;
}

/** What was imported of a source so far: the newest version by the server's time, and the last one by ours. */
export interface ImportedSoFar {
  readonly newest: FileVersion;
  readonly last: {
    readonly name: string;
    readonly importedAt: Date;
    readonly headers: readonly string[] | null;
    readonly rows: number | null;
  };
}

/** @returns null when nothing of the source was ever imported */
export async function readImported(db: Db, of: LedgerFolder, prefix: string): Promise<ImportedSoFar | null> {
  const where = `connection_id = $1 and record_type = $2 and folder = $3 and origin = 'server' and imported_at is not null
    and starts_with(name, $4)`;
  const params = [of.connectionId, of.recordType, of.folder, prefix];
  const newest: { name: string; size: string; modified_at: Date }[] = await db.query(
    `select name, size, modified_at from source_file
     where ${where} and modified_at = (select max(modified_at) from source_file where ${where})`,
    params,
  );
  const [last]: { name: string; imported_at: Date; staged: StagedFacts | null }[] = await db.query(
    `select name, imported_at, staged from source_file where ${where} order by imported_at desc, modified_at desc limit 1`,
    params,
  );
  const [first] = newest
    .map((row) => ({ name: row.name, size: Number(row.size), modifiedAt: row.modified_at }))
    .sort((a, b) => compareVersions(b, a));
  if (!first || !last) return null;
  const { name, imported_at: importedAt, staged } = last;
  return { newest: first, last: { name, importedAt, headers: staged?.headers ?? null, rows: staged?.rows ?? null } };
}

/**
 * Writes down what a look into the folder showed: new versions begin to be steady now, and those that are gone, or were
 * replaced, are no longer waited for.
 *
 * @param entries - all of the folder
 * @param waiting - the versions that may be imported
 */
export async function noteLook(
  tx: Db,
  of: LedgerFolder & { readonly teamId: string },
  look: { readonly entries: readonly FileVersion[]; readonly waiting: readonly FileVersion[]; readonly now: Date },
): Promise<void> {
  const { entries, waiting, now } = look;
  const where = [of.connectionId, of.recordType, of.folder];
  const versions = (files: readonly FileVersion[]): unknown[] => [
    files.map(({ name }) => name),
    files.map(({ size }) => size),
    files.map(({ modifiedAt }) => modifiedAt),
  ];
  const gone = `f.connection_id = $1 and f.record_type = $2 and f.folder = $3 and f.origin = 'server' and f.imported_at is null
    and not exists (select 1 from unnest($4::text[], $5::bigint[], $6::timestamptz[]) as e (name, size, modified_at)
      where e.name = f.name and e.size = f.size and e.modified_at = f.modified_at)`;
  await tx.query(
    `delete from source_file f where ${gone} and not exists (select 1 from run r where r.file_id = f.id)
       and not exists (select 1 from preview p where p.file_id = f.id)`,
    [...where, ...versions(entries)],
  );
  await tx.query(
    `update source_file f set refused_code = 'FILE_GONE', refused_message = 'It is no longer in the folder.', steady_since = $7
     where ${gone}`,
    [...where, ...versions(entries), now],
  );
  await tx.query(
    `insert into source_file (team_id, connection_id, record_type, folder, name, size, modified_at, steady_since, seen_at)
     select $7, $1, $2, $3, e.name, e.size, e.modified_at, $8, $8
     from unnest($4::text[], $5::bigint[], $6::timestamptz[]) as e (name, size, modified_at)
     on conflict (connection_id, record_type, folder, name, size, modified_at) where origin = 'server'
       do update set refused_code = null, refused_message = null, steady_since = $8 where source_file.refused_code = 'FILE_GONE'`,
    [...where, ...versions(waiting), of.teamId, now],
  );
}

/**
 * Makes a version the one a run reads, for its whole queue of runs.
 * @throws LeaseLost
 */
export async function takeFile(
  tx: Db,
  run: { readonly id: string; readonly owner: string; readonly chain: string },
  file: LedgerFile,
): Promise<void> {
  const [, count]: [unknown[], number] = await tx.query(
    `update run set file_id = $3, chain = $4 where id = $1 and lease_owner = $2 and state = 'running'`,
    [run.id, run.owner, file.id, run.chain],
  );
  if (count === 0) throw new LeaseLost(run.id);
  await tx.query(
    'update source_file set chain = $2, refused_code = null, refused_message = null where id = $1',
    [file.id, run.chain],
  );
}

/** Its bytes are in the spool. */
export async function noteFetched(db: Db, id: string, sha256: string, now: Date): Promise<void> {
  await db.query(
    `update source_file set sha256 = $2, fetched_at = $3, forgotten_at = null,
       state = case when state = 'seen' then 'fetched' else state end
     where id = $1`,
    [id, sha256, now],
  );
}

/** It was read through. */
export async function noteStaged(db: Db, id: string, staged: StagedFacts, now: Date): Promise<void> {
  await db.query(
    `update source_file set staged = $2, staged_at = coalesce(staged_at, $3),
       state = case when state in ('seen', 'fetched') then 'staged' else state end
     where id = $1`,
    [id, JSON.stringify(staged), now],
  );
}

/** The file a run reads can't be read as it is; it stays where it is. */
export async function refuseFileOf(db: Db, runId: string, refusal: { code: string; message: string }): Promise<void> {
  await db.query(
    `update source_file f set refused_code = $2, refused_message = $3
     from run r where r.id = $1 and f.id = r.file_id and f.imported_at is null`,
    [runId, refusal.code, refusal.message],
  );
}

/**
 * All of its rows are in, by the transaction that ends the run.
 * @param leave - it stays where it is; otherwise it is to be put away from now on. Uploads are neither.
 */
export async function markImported(tx: Db, id: string, leave: boolean, now: Date): Promise<void> {
  await tx.query(
    `update source_file set imported_at = $2, refused_code = null, refused_message = null,
       state = case when $3 and origin = 'server' then 'disposed' else 'imported' end,
       disposed_at = case when $3 and origin = 'server' then $2::timestamptz end,
       dispose_due_at = case when not $3 and origin = 'server' then $2::timestamptz end
     where id = $1 and imported_at is null`,
    [id, now, leave],
  );
}

/** Whether a queue of runs has something left to try, as the last look showed it. */
export async function hasMore(tx: Db, of: LedgerFolder, prefix: string, chain: string): Promise<boolean> {
  const rows: unknown[] = await tx.query(
    `select 1 from source_file where connection_id = $1 and record_type = $2 and folder = $3 and origin = 'server'
       and imported_at is null and starts_with(name, $4) and chain is distinct from $5
       and refused_code is distinct from 'FILE_GONE' limit 1`,
    [of.connectionId, of.recordType, of.folder, prefix, chain],
  );
  return rows.length > 0;
}

/**
 * How many contacts of an import have a value that a column fills.
 * @param field - key of a field of the team; null: the user they are assigned to
 */
export async function countHolders(
  db: Db,
  of: { readonly connectionId: string; readonly recordType: RecordType },
  field: string | null,
): Promise<number> {
  const [row]: { n: number }[] = await db.query(
    `select count(*)::int as n from contact where connection_id = $1 and record_type = $2
       and case when $3::text is null then assigned_to is not null else custom->>$3 is not null end`,
    [of.connectionId, of.recordType, field],
  );
  return row?.n ?? 0;
}

/** Problems of rows that don't tell for sure whose they are. */
export const NAMELESS_CODES: readonly string[] = ['record_id', 'id_spreadsheet', 'id_case', 'row_width'];

/** How many such rows a run has met. */
export async function countNameless(db: Db, runId: string): Promise<number> {
  const [row]: { n: number }[] = await db.query(
    'select count(distinct row_no)::int as n from row_issue where run_id = $1 and code = any($2::text[])',
    [runId, NAMELESS_CODES],
  );
  return row?.n ?? 0;
}
