import type { SourceRow } from '../contract/sources.ts';
import type { Db } from '../db/database.ts';
import { findUnmet, markLeft, type Reading } from '../db/leftSource.ts';
import { logRun, type ClaimedRun } from '../db/runs.ts';
import { countSeen } from '../db/sourceSeen.ts';
import type { MappedRow } from '../domain/draft.ts';

/**
 * Records that a page shows to be in the source: all of them, whatever became of their rows, but what the source
 * itself calls deleted.
 */
export function recordsMet(rows: readonly SourceRow[], mapped: readonly MappedRow[]): string[] {
  // By the ID as it is stored: one that was repaired belongs to the contact all the same.
  return mapped
    .filter((_, index) => rows[index]?.gone !== 'deleted')
    .map((row) => (row.ok ? row.draft.recordId : row.recordId));
}

/** What a complete reading comes to: how many different records it met, and which contacts it did not. */
export interface Missed {
  readonly met: number;
  /** Row IDs of contacts. */
  readonly unmet: readonly number[];
}

const readingOf = (run: ClaimedRun): Reading => ({
  readerId: run.id,
  connectionId: run.connectionId,
  recordType: run.recordType,
});

/** Compares what a run met with its import's contacts. Takes no lock: mostly there is nobody, and it takes a while. */
export async function lookForPeopleWhoLeft(db: Db, run: ClaimedRun): Promise<Missed> {
  return { met: await countSeen(db, run.id), unmet: await findUnmet(db, readingOf(run)) };
}

/**
 * Marks the contacts that a complete reading did not meet; call it with the team locked for the merge. Nobody is marked
 * when fewer records came than the source said it had: those who are missing may be in it.
 *
 * @param rows.source - the source's own count; null when it told none, or when it was read whole for sure
 * @param rows.nameless - rows that don't tell whose they are; anybody who is missing may be one of them
 * @param rows.read - rows that came, repeats included
 * @returns how many have left
 */
export async function markPeopleWhoLeft(
  tx: Db,
  run: ClaimedRun,
  { met, unmet }: Missed,
  rows: { readonly source: number | null; readonly read: number; readonly nameless: number },
  now: Date,
): Promise<number> {
  if (unmet.length === 0) return 0;
  if (rows.nameless > 0) {
    await logRun(tx, run.id, now, namelessRows(rows.nameless));
    return 0;
  }
  // A source is counted again when a run goes on: who was edited in between counts twice there, as in the rows read.
  const came = run.resumed > 0 ? rows.read : met;
  if (rows.source !== null && came < rows.source) {
    await logRun(tx, run.id, now, notBelieved(rows.source, came));
    return 0;
  }
  const left = await markLeft(tx, readingOf(run), unmet, now);
  await logRun(
    tx,
    run.id,
    now,
    left === 1
      ? '1 contact is no longer in the source. It is kept, marked as having left.'
      : `${left} contacts are no longer in the source. They are kept, marked as having left.`,
  );
  return left;
}

function namelessRows(count: number): string {
  const rows = count === 1 ? '1 row doesn’t' : `${count} rows don’t`;
  return `${rows} tell whose they are, and may be anybody’s who is missing. So nobody is marked as having left.`;
}

function notBelieved(said: number, came: number): string {
  return `The source said it had ${said} records, and ${came} came. So nobody is marked as having left it.`;
}
