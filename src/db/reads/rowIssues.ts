import type { Db } from '../database.ts';
import { readCursor, writeCursor } from './cursor.ts';
import { likeAnywhere, likePrefix, openParams } from './params.ts';

export type IssueKind = 'error' | 'skipped' | 'warning';

export interface IssueQuery {
  readonly kind?: IssueKind;
  readonly code?: string;
  /** A record ID or its start, or part of a name. */
  readonly q?: string;
  /** `next` of the page before. */
  readonly after?: string;
  readonly limit: number;
}

interface IssueRow {
  row_no: number;
  line_no: number | null;
  seq: number;
  kind: IssueKind;
  record_id: string;
  name: string;
  code: string;
  column_name: string | null;
  value: string | null;
  message: string;
}

export type RowIssue = ReturnType<typeof toIssue>;

function toIssue(row: IssueRow) {
  return {
    row: row.row_no,
    line: row.line_no,
    kind: row.kind,
    recordId: row.record_id,
    name: row.name,
    code: row.code,
    column: row.column_name,
    value: row.value,
    message: row.message,
  };
}

const COLUMNS = 'row_no, line_no, seq, kind, record_id, name, code, column_name, value, message';

/** Rows of a run that were refused, skipped or taken with a warning, in the order they were read. */
export async function listRowIssues(
  db: Db,
  runId: string,
  query: IssueQuery,
): Promise<{ rows: RowIssue[]; total: number; next: string | null }> {
  const params = openParams(runId);
  const where = ['run_id = $1'];
  if (query.kind !== undefined) where.push(`kind = ${params.add(query.kind)}`);
  if (query.code !== undefined) where.push(`code = ${params.add(query.code)}`);
  const q = query.q?.trim() ?? '';
  if (q !== '') {
    where.push(
      `(record_id like ${params.add(likePrefix(q))} or lower(name) like ${params.add(likeAnywhere(q.toLowerCase()))})`,
    );
  }
  const [counted]: { total: number }[] = await db.query(
    `select count(*)::int as total from row_issue where ${where.join(' and ')}`,
    [...params.values],
  );
  const after = query.after === undefined ? null : readCursor(query.after, ['number', 'number']);
  if (after) where.push(`(row_no, seq) > (${params.add(after[0])}::bigint, ${params.add(after[1])}::bigint)`);
  const rows: IssueRow[] = await db.query(
    `select ${COLUMNS} from row_issue where ${where.join(' and ')} order by row_no, seq limit ${params.add(query.limit + 1)}::int`,
    params.values,
  );
  const page = rows.slice(0, query.limit);
  const last = page.at(-1);
  return {
    rows: page.map(toIssue),
    total: counted?.total ?? 0,
    next: rows.length > query.limit && last ? writeCursor([last.row_no, last.seq]) : null,
  };
}

/** All of them, some thousands at a time, so that a large download never stands in memory whole. */
export async function* eachRowIssue(
  db: Db,
  runId: string,
  kind: IssueKind | null,
  pageSizeRows = 2000,
): AsyncGenerator<RowIssue[]> {
  let at: readonly [number, number] = [-1, -1];
  for (;;) {
    const rows: IssueRow[] = await db.query(
      `select ${COLUMNS} from row_issue
       where run_id = $1 and ($2::text is null or kind = $2) and (row_no, seq) > ($3, $4)
       order by row_no, seq limit $5`,
      [runId, kind, at[0], at[1], pageSizeRows],
    );
    const last = rows.at(-1);
    if (!last) return;
    yield rows.map(toIssue);
    if (rows.length < pageSizeRows) return;
    at = [last.row_no, last.seq];
  }
}
