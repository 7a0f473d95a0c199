import type { Cursor } from '../../../src/contract/sources.ts';

/** A place in the results of a bulk job. */
export interface BulkPlace {
  readonly jobId: string;
  /** The page of results, as the one before named it; null for the first. */
  readonly locator: string | null;
  /** Rows of that page that were handed out. */
  readonly skip: number;
  /** Rows of the job that were handed out, all pages together. */
  readonly done: number;
}

export function startOf(jobId: string): BulkPlace {
  return { jobId, locator: null, skip: 0, done: 0 };
}

export function writeBulkPlace({ jobId, locator, skip, done }: BulkPlace): Cursor {
  return { bulkJob: jobId, locator, skip, done };
}

/** @returns null for a cursor of another way of reading */
export function readBulkPlace(cursor: Cursor | null): BulkPlace | null {
  const { bulkJob, locator, skip, done } = cursor ?? {};
  if (typeof bulkJob !== 'string') return null;
  if (!isCount(skip) || !isCount(done)) throw new RangeError('the cursor is not one of this connector');
  return { jobId: bulkJob, locator: typeof locator === 'string' ? locator : null, skip, done };
}

function isCount(value: unknown): value is number {
  return typeof value === 'number' && Number.isInteger(value) && value >= 0;
}
