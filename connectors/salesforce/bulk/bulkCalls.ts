import type { Tuning } from '../tuning.ts';

/** Looks at a job until it is complete: some a minute of work, with waits that grow from two seconds on. */
const USUAL_LOOKS = 5;

/** Calls to read so many rows through a bulk job: describe, start, looks, pages of results, delete. */
function bulkCalls(rows: number, { bulkPageRows }: Tuning): number {
  return 1 + 1 + USUAL_LOOKS + Math.ceil(rows / bulkPageRows) + 1;
}

/**
 * Whether a first load goes through a bulk job: large, and cheaper than the pages that are still to be read.
 *
 * @param firstPageRows - rows of the page a query gave; long texts make pages smaller
 */
export function isBulkWorthIt(rows: number, firstPageRows: number, tuning: Tuning): boolean {
  if (rows <= tuning.bulkAbove) return false;
  return bulkCalls(rows, tuning) < Math.ceil(rows / Math.max(1, firstPageRows)) - 1;
}

/** Calls of a full run over a List View of so many people, the look at the view included. */
export function fullRunCalls(rows: number, tuning: Tuning): number {
  const byQuery = 1 + Math.max(1, Math.ceil(rows / tuning.pageRows));
  // The view and the first page are read before the choice.
  return isBulkWorthIt(rows, tuning.pageRows, tuning) ? 2 + bulkCalls(rows, tuning) : byQuery;
}
