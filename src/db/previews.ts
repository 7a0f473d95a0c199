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
  result: unknown;
  error: unknown;
  created_at: Date;
}

export async function insertPreview(
  db: Db,
  preview: Pick<PreviewRow, 'team_id' | 'connection_id' | 'record_type' | 'source_name' | 'created_at'>,
): Promise<string> {
  const [row]: { id: string }[] = await db.query(
    `insert into preview (team_id, connection_id, record_type, source_name, state, created_at)
     values ($1, $2, $3, $4, 'running', $5) returning id`,
    [preview.team_id, preview.connection_id, preview.record_type, preview.source_name, preview.created_at],
  );
  if (!row) throw new Error('The preview was not stored.');
  return row.id;
}

/** Tells how far a preview has read. */
export async function notePreviewRows(db: Db, teamId: string, id: string, rowsFetched: number): Promise<void> {
  await db.query('update preview set rows_fetched = $2 where id = $1', [id, rowsFetched]);
  await notifyLive(db, { teamId, type: 'preview', id });
}

/** Ends a preview; one that has ended already stays as it is. */
export async function endPreview(
  db: Db,
  teamId: string,
  id: string,
  end: { readonly result: unknown } | { readonly error: unknown },
): Promise<void> {
  const result = 'result' in end ? JSON.stringify(end.result) : null;
  const error = 'error' in end ? JSON.stringify(end.error) : null;
  await db.query(`update preview set state = $2, result = $3, error = $4 where id = $1 and state = 'running'`, [
    id,
    error === null ? 'finished' : 'failed',
    result,
    error,
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
