import type { SourceRow } from '../contract/connector.ts';
import type { Db } from '../db/database.ts';
import { findUnmet, markLeft } from '../db/leftSource.ts';
import { lockTeamForMerge } from '../db/lockTeam.ts';
import { logRun, type ClaimedRun } from '../db/runs.ts';
import { countSeen } from '../db/sourceSeen.ts';

/**
 * Records that a page shows to be in the source: all of them, whatever became of their rows, but what the source
 * itself calls deleted.
 */
export function recordsMet(rows: readonly SourceRow[]): string[] {
  return rows.filter((row) => row.gone !== 'deleted').map((row) => row.recordId);
}

/**
 * Marks the contacts that a complete reading did not meet. Nobody is marked when fewer records came than the source
 * said it had: those who are missing may be in it.
 *
 * @param sourceRows - the source's own count; null when it told none
 * @returns how many have left
 */
export async function markPeopleWhoLeft(
  tx: Db,
  run: ClaimedRun,
  sourceRows: number | null,
  now: Date,
): Promise<number> {
  const met = await countSeen(tx, run.id);
  if (sourceRows !== null && met < sourceRows) {
    await logRun(
      tx,
      run.id,
      now,
      `The source said it had ${sourceRows} rows, and ${met} different records came. So nobody is marked as having left it.`,
    );
    return 0;
  }
  const reading = { readerId: run.id, connectionId: run.connectionId, recordType: run.recordType };
  // Looked for without the lock: mostly there is nobody, and a STOP need not wait for a look through the whole import.
  const unmet = await findUnmet(tx, reading);
  if (unmet.length === 0) return 0;
  await lockTeamForMerge(tx, run.teamId);
  const left = await markLeft(tx, reading, unmet, now);
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
