import type { Db } from '../../../db/database.ts';
import { eachRowIssue, type IssueKind } from '../../../db/reads/rowIssues.ts';
import { CSV_BOM, csvRow } from '../../../domain/csv.ts';

/**
 * Rows of a run that did not come in as they were, as the pieces of a CSV file: some thousand rows each, never all at
 * once.
 */
export async function* rowIssueCsv(db: Db, runId: string, kind: IssueKind | null): AsyncGenerator<string> {
  yield CSV_BOM + csvRow(['Row', 'Contact ID', 'Name', 'Column', 'Value', 'Status', 'Errors', 'Code']);
  for await (const rows of eachRowIssue(db, runId, kind)) {
    yield rows
      .map((row) =>
        csvRow([row.row, row.recordId, row.name, row.column, row.value, STATUS[row.kind], row.message, row.code]),
      )
      .join('');
  }
}

const STATUS = { error: 'Error', skipped: 'Skipped', warning: 'Warning' } as const satisfies Record<IssueKind, string>;
