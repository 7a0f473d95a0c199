import type { RecordType } from '../domain/contact.ts';
import type { Db } from './database.ts';

/** Files of an admin's own in the ledger of files: their bytes are kept here, since no server has them. */

/** A run as far as it decides whether its rows can be corrected. */
export interface CorrectableRun {
  readonly connection_id: string;
  readonly record_type: RecordType;
  readonly ended: boolean;
  readonly errors: number;
  /** Of the file it read; null when it read none. */
  readonly folder: string | null;
  readonly modified_at: Date | null;
}

/** @returns null when the team has no such run */
export async function readCorrectable(db: Db, teamId: string, runId: string): Promise<CorrectableRun | null> {
  const [row]: CorrectableRun[] = await db.query(
    `select r.connection_id, r.record_type, r.finished_at is not null as ended, r.errors, f.folder, f.modified_at
     from run r left join source_file f on f.id = r.file_id where r.id = $2 and r.team_id = $1`,
    [teamId, runId],
  );
  return row ?? null;
}

/**
 * Keeps an upload until it is imported and for a while after that.
 * @param file.modifiedAt - the time its rows count as being of, by the clock of the server they came from
 * @returns its ID
 */
export async function insertUpload(
  db: Db,
  file: {
    readonly teamId: string;
    readonly connectionId: string;
    readonly recordType: RecordType;
    readonly folder: string;
    readonly name: string;
    readonly modifiedAt: Date;
    readonly content: Uint8Array;
  },
  now: Date,
): Promise<string> {
  const { teamId, connectionId, recordType, folder, name, modifiedAt, content } = file;
  const [row]: { id: string }[] = await db.query(
    `insert into source_file (team_id, connection_id, record_type, origin, folder, name, size, modified_at, steady_since, seen_at,
       content)
     values ($1, $2, $3, 'upload', $4, $5, $6, $7, $8, $8, $9) returning id`,
    [teamId, connectionId, recordType, folder, name, content.length, modifiedAt, now, Buffer.from(content)],
  );
  return row!.id;
}

/** Whether some run has taken the upload. */
export async function isImportedAlready(db: Db, fileId: string): Promise<boolean> {
  const rows: unknown[] = await db.query(`select 1 from run where file_id = $1 and state <> 'failed' and state <> 'cancelled' limit 1`, [
    fileId,
  ]);
  return rows.length > 0;
}
