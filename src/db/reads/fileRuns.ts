import type { Db } from '../database.ts';

/** The last run that read each of these files, by the file's ID. */
export async function readFileRuns(
  db: Db,
  fileIds: readonly string[],
): Promise<Map<string, { readonly id: string; readonly finishedAt: Date | null }>> {
  if (fileIds.length === 0) return new Map();
  const rows: { file_id: string; id: string; finished_at: Date | null }[] = await db.query(
    `select distinct on (file_id) file_id, id, finished_at from run where file_id = any($1::uuid[])
     order by file_id, queued_at desc`,
    [fileIds],
  );
  return new Map(rows.map((row) => [row.file_id, { id: row.id, finishedAt: row.finished_at }]));
}
