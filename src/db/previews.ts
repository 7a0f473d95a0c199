import type { Cursor } from '../contract/sources.ts';
import type { RecordType } from '../domain/contact.ts';
import type { Db } from './database.ts';
import { notifyLive } from './live.ts';

/** A dry run as stored. `result` and `error` are what the use case put there. */
export interface PreviewRow {
  id: string;
  team_id: string;
  connection_id: string;
  record_type: RecordType;
  source_name: string;
  state: 'running' | 'finished' | 'failed';
  rows_fetched: number;
  /** What was read so far comes to, also when reading on failed; null before the first part was taken in. */
  result: unknown;
  error: unknown;
  cursor: Cursor | null;
  /** Pages that `result` holds. */
  pages: number;
  /** Last sign of life of whoever reads for it. */
  active_at: Date | null;
  created_at: Date;
  /** The file it reads; null for other sources. */
  file_id: string | null;
  /** The run whose rows its upload corrects. */
  corrects: string | null;
}

/** Somebody else reads on for the preview, so nothing more may be written by us. */
export class PreviewTaken extends Error {
  constructor(id: string) {
    super(`Another process reads for preview ${id}.`);
    this.name = 'PreviewTaken';
  }
}

export async function insertPreview(
  db: Db,
  preview: Omit<
    PreviewRow,
    'id' | 'state' | 'rows_fetched' | 'result' | 'error' | 'cursor' | 'pages' | 'active_at'
  >,
): Promise<string> {
  const [row]: { id: string }[] = await db.query(
    `insert into preview (team_id, connection_id, record_type, source_name, state, created_at, active_at, file_id, corrects)
     values ($1, $2, $3, $4, 'running', $5, $5, $6, $7) returning id`,
    [
      preview.team_id,
      preview.connection_id,
      preview.record_type,
      preview.source_name,
      preview.created_at,
      preview.file_id,
      preview.corrects,
    ],
  );
  if (!row) throw new Error('The preview was not stored.');
  return row.id;
}

/**
 * Takes a preview up to read on from its cursor.
 * @param lostBefore - whoever read for it and gave no sign of life since then is gone
 * @returns false when somebody reads for it already, or there is nothing more to read
 */
export async function takeUpPreview(db: Db, id: string, now: Date, lostBefore: Date): Promise<boolean> {
  const [, count]: [unknown[], number] = await db.query(
    `update preview set state = 'running', error = null, active_at = $2
     where id = $1 and cursor is not null and (state <> 'running' or coalesce(active_at, created_at) < $3)`,
    [id, now, lostBefore],
  );
  return count > 0;
}

/** The file a preview reads. */
export async function notePreviewFile(db: Db, id: string, fileId: string): Promise<void> {
  await db.query('update preview set file_id = $2 where id = $1', [id, fileId]);
}

/** Tells how far a preview has read. */
export async function notePreviewRows(
  db: Db,
  preview: { readonly teamId: string; readonly id: string },
  rowsFetched: number,
  now: Date,
): Promise<void> {
  await db.query('update preview set rows_fetched = $2, active_at = $3 where id = $1', [preview.id, rowsFetched, now]);
  await notifyLive(db, { teamId: preview.teamId, type: 'preview', id: preview.id });
}

/**
 * Stores what a preview comes to with one more part of the source.
 * @param part.pagesBefore - how many pages the part follows
 * @param part.cursor - where reading on begins; null when everything was read
 * @throws PreviewTaken when another part was stored behind these pages
 */
export async function storePreviewPart(
  tx: Db,
  id: string,
  part: {
    readonly pagesBefore: number;
    readonly pages: number;
    readonly cursor: Cursor | null;
    readonly result: unknown;
  },
): Promise<void> {
  const [, count]: [unknown[], number] = await tx.query(
    `update preview set pages = $3, cursor = $4, result = $5 where id = $1 and pages = $2 and state = 'running'`,
    [id, part.pagesBefore, part.pages, part.cursor && JSON.stringify(part.cursor), JSON.stringify(part.result)],
  );
  if (count === 0) throw new PreviewTaken(id);
}

/** Ends reading for a preview, with what went wrong if anything did; one that has ended already stays as it is. */
export async function endPreview(db: Db, teamId: string, id: string, error: unknown): Promise<void> {
  await db.query(`update preview set state = $2, error = $3 where id = $1 and state = 'running'`, [
    id,
    error === null ? 'finished' : 'failed',
    error === null ? null : JSON.stringify(error),
  ]);
  await notifyLive(db, { teamId, type: 'preview', id });
}

/** @returns null when the team has no such preview */
export async function readPreview(db: Db, teamId: string, id: string): Promise<PreviewRow | null> {
  const rows: PreviewRow[] = await db.query('select * from preview where id::text = $1 and team_id = $2', [
    id.toLowerCase(),
    teamId,
  ]);
  return rows[0] ?? null;
}
