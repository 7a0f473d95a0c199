import type { RecordType } from '../domain/contact.ts';
import type { FileOptions, FileVersion } from '../domain/sourceFile.ts';
import type { Db } from './database.ts';
import { notifyLive } from './live.ts';

/** Putting imported files away: which ones are due, and what became of them. */

/** An imported file that is to be put away. */
export interface DueFile extends FileVersion {
  readonly id: string;
  readonly teamId: string;
  readonly connectionId: string;
  readonly recordType: RecordType;
  readonly folder: string;
  /** Where it was about to be moved when that was cut off or failed; null before the first try. */
  readonly moveTarget: string | null;
  /** How often it was tried before. */
  readonly tries: number;
  /** As the import has them now; null when it has none any more. */
  readonly options: FileOptions | null;
  readonly dueAt: Date;
}

/**
 * Files to be put away, oldest first.
 * @param of - one connection's, whether they are due or not; null: all that are due
 */
export async function readDueFiles(db: Db, now: Date, of: string | null): Promise<DueFile[]> {
  const rows: (Omit<DueFile, 'size'> & { size: string })[] = await db.query(
    `select f.id, f.team_id as "teamId", f.connection_id as "connectionId", f.record_type as "recordType", f.folder, f.name, f.size,
       f.modified_at as "modifiedAt", f.move_target as "moveTarget", f.dispose_tries as tries, i.file_options as options,
       f.dispose_due_at as "dueAt"
     from source_file f join connection c on c.id = f.connection_id
     left join import_config i on i.connection_id = f.connection_id and i.record_type = f.record_type
     where f.state = 'imported' and f.origin = 'server' and c.disconnected_at is null
       and case when $2::uuid is null then f.dispose_due_at <= $1 and c.fault_code is null else f.connection_id = $2 end
     order by f.imported_at, f.id`,
    [now, of],
  );
  return rows.map((row) => ({ ...row, size: Number(row.size) }));
}

/**
 * Takes a file for one try; should that be cut off, it is due again at `until`.
 * @returns false when another process has it
 */
export async function claimDisposal(db: Db, file: DueFile, until: Date): Promise<boolean> {
  const [, count]: [unknown[], number] = await db.query(
    `update source_file set dispose_due_at = $3 where id = $1 and state = 'imported' and dispose_due_at = $2`,
    [file.id, file.dueAt, until],
  );
  return count > 0;
}

/** Where it is about to be moved. */
export async function noteMoveTarget(db: Db, id: string, target: string | null): Promise<void> {
  await db.query('update source_file set move_target = $2 where id = $1', [id, target]);
}

/** It is put away, or can't be any more; `words` say where it is. */
export async function noteDisposed(db: Db, file: DueFile, words: string, now: Date): Promise<void> {
  await db.query(
    `update source_file set state = 'disposed', disposed_at = $3, disposal = $2, dispose_due_at = null
     where id = $1 and state = 'imported'`,
    [file.id, words, now],
  );
  if (file.tries > 0) await tellConnection(db, file);
}

/** It could not be put away; it stays known as imported. */
export async function noteDisposalFailed(db: Db, file: DueFile, words: string, dueAt: Date): Promise<void> {
  await db.query(
    `update source_file set disposal = $2, dispose_due_at = $3, dispose_tries = dispose_tries + 1 where id = $1 and state = 'imported'`,
    [file.id, words, dueAt],
  );
  await tellConnection(db, file);
}

async function tellConnection(db: Db, { teamId, connectionId }: DueFile): Promise<void> {
  await notifyLive(db, { teamId, type: 'connection', id: connectionId });
}

/** Connections with imported files that can't be put away, the one that waits longest of each. */
export async function readStuckFiles(
  db: Db,
  connectionIds: readonly string[],
): Promise<{ connection_id: string; disposal: string; since: Date }[]> {
  return db.query(
    `select distinct on (connection_id) connection_id, disposal, imported_at as since from source_file
     where connection_id = any($1::uuid[]) and state = 'imported' and dispose_tries > 0 and disposal <> ''
     order by connection_id, imported_at`,
    [connectionIds],
  );
}

const KEPT_DAYS = 7;
const UPLOAD_DAYS = 30;

/** A copy in the spool that is not needed any more. */
export interface SpentCopy {
  readonly id: string;
  readonly connectionId: string;
  readonly sha256: string;
  /** The same bytes are still kept for another version. */
  readonly shared: boolean;
}

/** Copies that were imported, or fetched for nothing, a week ago, and that no run waits for. */
export async function readSpentCopies(db: Db, now: Date): Promise<SpentCopy[]> {
  return db.query(
    `with spent as (
       select f.id, f.connection_id, f.sha256 from source_file f
       where f.forgotten_at is null and f.fetched_at is not null and f.sha256 is not null
         and greatest(f.imported_at, f.fetched_at) < $1::timestamptz - interval '${KEPT_DAYS} days'
         and not exists (select 1 from run r where r.file_id = f.id and r.finished_at is null)
     )
     select s.id, s.connection_id as "connectionId", s.sha256, exists (
         select 1 from source_file o where o.connection_id = s.connection_id and o.sha256 = s.sha256 and o.forgotten_at is null
           and o.id not in (select id from spent)) as shared
     from spent s`,
    [now],
  );
}

export async function noteForgotten(db: Db, id: string, now: Date): Promise<void> {
  await db.query('update source_file set forgotten_at = $2 where id = $1', [id, now]);
}

/** Deletes the bytes of old uploads; what is known of them stays. */
export async function forgetUploads(db: Db, now: Date): Promise<void> {
  await db.query(
    `update source_file set content = null
     where content is not null and seen_at < $1::timestamptz - interval '${UPLOAD_DAYS} days'
       and not exists (select 1 from run r where r.file_id = source_file.id and r.finished_at is null)`,
    [now],
  );
}
