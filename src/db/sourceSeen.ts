import type { Db } from './database.ts';

/**
 * What a complete reading of a source (a run, a preview) has met so far, kept with its pages, so that its end knows
 * whom it did not meet. See `leftSource.ts`.
 */

/** Remembers keys for a reader; those it knows already are left alone, so a page that comes again does no harm. */
export async function noteSeen(db: Db, readerId: string, keys: readonly string[]): Promise<void> {
  if (keys.length === 0) return;
  await db.query(
    'insert into source_seen (reader_id, record_id) select $1, unnest($2::text[]) on conflict do nothing',
    [readerId, keys],
  );
}

/** Which of these keys a reader has met. */
export async function whichSeen(db: Db, readerId: string, keys: readonly string[]): Promise<Set<string>> {
  const rows: { record_id: string }[] = await db.query(
    'select record_id from source_seen where reader_id = $1 and record_id = any($2::text[])',
    [readerId, keys],
  );
  return new Set(rows.map((row) => row.record_id));
}

/** How many different records a reader has met; the numbers that previews keep beside them begin with a plus. */
export async function countSeen(db: Db, readerId: string): Promise<number> {
  const [row]: { n: number }[] = await db.query(
    `select count(*)::int as n from source_seen where reader_id = $1 and record_id not like '+%'`,
    [readerId],
  );
  return row?.n ?? 0;
}

/** Forgets everything a reader has met. */
export async function forgetSeen(db: Db, readerId: string): Promise<void> {
  await db.query('delete from source_seen where reader_id = $1', [readerId]);
}

/** Forgets what was met by readers that have ended, or that are gone: nobody will ask for it any more. */
export async function forgetEndedReaders(db: Db): Promise<void> {
  await db.query(
    `delete from source_seen s using (
       select distinct reader_id from source_seen
       except select id from run where finished_at is null
       except select id from preview where cursor is not null or state = 'running'
     ) ended where s.reader_id = ended.reader_id`,
  );
}
