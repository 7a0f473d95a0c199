import type { ErrorRow } from '../../domain/errorFile.ts';
import type { FileDelimiter } from '../../domain/sourceFile.ts';
import type { Db } from '../database.ts';
import type { StagedFacts } from './runFile.ts';

/** What an error file has of the file that a run read. */
export interface ErrorFileFacts {
  readonly name: string;
  readonly headers: readonly string[];
  readonly delimiter: FileDelimiter;
}

/** @returns null for a run that read no file, or none with a first row */
export async function readErrorFileFacts(db: Db, runId: string): Promise<ErrorFileFacts | null> {
  const [row]: { name: string; staged: StagedFacts | null; delimiter: FileDelimiter | null }[] = await db.query(
    `select f.name, f.staged, r.settings->'files'->>'delimiter' as delimiter
     from run r join source_file f on f.id = r.file_id where r.id = $1`,
    [runId],
  );
  return row?.staged ? { name: row.name, headers: row.staged.headers, delimiter: row.delimiter ?? 'comma' } : null;
}

/** A run's rows in error whose cells are kept, in the order they were read, some thousands at a time. */
export async function* eachErrorRow(db: Db, runId: string, pageSizeRows = 2000): AsyncGenerator<readonly ErrorRow[]> {
  let after = 0;
  for (;;) {
    const rows: (ErrorRow & { row_no: number })[] = await db.query(
      `select e.row_no, e.line_no as line, e.cells, m.messages
       from row_issue e
       cross join lateral (
         select array_agg(message order by seq) as messages from row_issue
         where run_id = e.run_id and row_no = e.row_no and kind = 'error'
       ) m
       where e.run_id = $1 and e.cells is not null and e.row_no > $2 order by e.row_no limit $3`,
      [runId, after, pageSizeRows],
    );
    const last = rows.at(-1);
    if (!last) return;
    yield rows;
    if (rows.length < pageSizeRows) return;
    after = last.row_no;
  }
}

/** How many rows an error file of the run has. */
export async function countErrorRows(db: Db, runId: string): Promise<number> {
  const [row]: { count: number }[] = await db.query(
    'select count(*)::int as count from row_issue where run_id = $1 and cells is not null',
    [runId],
  );
  return row!.count;
}
