import type { RowProblem } from '../domain/rowCodes.ts';
import type { Db } from './database.ts';

export interface NewRowIssue {
  readonly row: number;
  readonly kind: 'error' | 'skipped' | 'warning';
  readonly recordId: string;
  readonly name: string;
  readonly problem: RowProblem;
  /** Line of the file on which the row begins; null for records. */
  readonly line: number | null;
  /** The whole row as received, once a row and of rows in error only. */
  readonly cells: readonly string[] | null;
}

/** Stores what was wrong with rows of a run; a row with several problems gets one line for each. */
export async function addRowIssues(db: Db, runId: string, issues: readonly NewRowIssue[]): Promise<void> {
  if (issues.length === 0) return;
  let previous = 0;
  let seq = 0;
  const seqs = issues.map((issue) => {
    seq = issue.row === previous ? seq + 1 : 0;
    previous = issue.row;
    return seq;
  });
  await db.query(
    `insert into row_issue (run_id, row_no, seq, kind, record_id, name, code, column_name, value, message, line_no, cells)
     select $1, n.* from unnest($2::int[], $3::int[], $4::text[], $5::text[], $6::text[], $7::text[], $8::text[], $9::text[],
       $10::text[], $11::int[], $12::jsonb[]) as n`,
    [
      runId,
      issues.map((issue) => issue.row),
      seqs,
      issues.map((issue) => issue.kind),
      issues.map((issue) => issue.recordId),
      issues.map((issue) => issue.name),
      issues.map((issue) => issue.problem.code),
      issues.map((issue) => issue.problem.column),
      issues.map((issue) => issue.problem.value),
      issues.map((issue) => issue.problem.message),
      issues.map((issue) => issue.line),
      issues.map((issue) => (issue.cells ? JSON.stringify(issue.cells.map(storable)) : null)),
    ],
  );
}

/** A cell as a database takes it: NUL becomes its visible sign, half a surrogate pair the replacement character. */
function storable(cell: string): string {
  return cell.replaceAll('\0', '␀').toWellFormed();
}
