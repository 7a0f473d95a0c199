import type { MappedRow } from './draft.ts';
import { recordIdOf } from './pageRows.ts';
import type { RowProblem } from './rowCodes.ts';
import { quotedValue } from './shownValue.ts';

/** How many lines a message names. */
const LINES_NAMED = 3;

/**
 * Refuses rows of a file that come to the same contact ID though it is written otherwise, such as a Salesforce ID of 15
 * and of 18 characters. Those written alike are known before the page comes.
 */
export function refuseRepeatedIds(rows: readonly MappedRow[], refusals: Map<number, RowProblem>): void {
  const places = new Map<string, number[]>();
  rows.forEach((row, index) => {
    const recordId = recordIdOf(row);
    if (!row.origin || recordId === '') return;
    const others = places.get(recordId);
    if (others) others.push(index);
    else places.set(recordId, [index]);
  });
  for (const [recordId, indices] of places) {
    if (indices.length < 2) continue;
    const problem = repeated(recordId, indices.map((index) => rows[index]!.origin!.line));
    for (const index of indices) if (rows[index]!.ok) refusals.set(index, problem);
  }
}

function repeated(recordId: string, lines: readonly number[]): RowProblem {
  const more = lines.length - LINES_NAMED;
  const named = lines.slice(0, LINES_NAMED).join(', ') + (more > 0 ? ` and ${more} more` : '');
  return {
    code: 'duplicate_in_file',
    column: 'Contact ID',
    value: recordId,
    message:
      `Rows ${named} have the same contact ID, ${quotedValue(recordId)}. Only one can be right, so none of them was ` +
      'imported. Keep one and import it again.',
  };
}
