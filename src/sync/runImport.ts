import { ConnectionEntity } from '../db/entities.ts';
import { claimRun, logRun, releaseRun, type ClaimedRun } from '../db/runs.ts';
import { clearFault } from './connections/faults.ts';
import type { SyncContext } from './context.ts';
import { endBadly } from './endBadly.ts';
import { finishRun } from './finishRun.ts';
import { beat, countCalls } from './heartbeat.ts';
import { openConnection } from './openConnection.ts';
import { readAndMerge } from './readAndMerge.ts';
import type { RunWork, RunWorker } from './runWork.ts';
import { spendingGuard } from './spendingGuard.ts';
import type { RunSettings } from './startRun.ts';

/**
 * One execution of an import, from claim to end:
 *
 * ```
 * queued ──claim──▶ running ──▶ succeeded | completed_with_errors | failed | cancelled
 *    ▲                 │
 *    ├── stopped, or a passing fault of the source: goes on after its last committed page
 *    ├── paused, for its calls are used up: goes on in a later window
 *    └── stopped to ask: goes on, or ends, by a person's answer
 * ```
 * Pages are fetched up to two ahead while one is being merged; each is committed whole with the run's counters and
 * cursor.
 */

export type RunEnd = 'not_taken' | 'ended' | 'given_back' | 'lost';

/**
 * Works on a run until it ends, is given back or is lost. Harmless when the run is over or another process has it.
 * @throws only what is a bug; faults of the source end in the run's own state
 */
export async function runImport(ctx: SyncContext, runId: string, worker: RunWorker): Promise<RunEnd> {
  const { dataSource } = ctx;
  const run = await claimRun(dataSource.manager, {
    runId,
    owner: worker.owner,
    now: ctx.now(),
    leaseMs: worker.leaseMs,
  });
  if (!run) return 'not_taken';
  const settings = run.settings as RunSettings;
  const connection = await dataSource.manager.findOneByOrFail(ConnectionEntity, { id: run.connectionId });
  await logRun(dataSource.manager, run.id, ctx.now(), startLine(run, settings));

  const open = openConnection(ctx, connection, await spendingGuard(ctx, connection));
  const progress = {
    rowsRead: run.rowsRead,
    cancelled: run.cancelRequested,
    complete: false,
    callsCounted: 0,
    started: performance.now(),
    rowsAtStart: run.rowsRead,
  };
  const work: RunWork = { ctx, run, settings, connection, open, worker, progress };
  try {
    if (!progress.cancelled) await readAndMerge(work);
    if (worker.stopping.aborted && !progress.cancelled && !progress.complete) {
      await releaseRun(dataSource.manager, {
        runId,
        owner: worker.owner,
        teamId: run.teamId,
        dueAt: ctx.now(),
        attempts: run.attempts,
      });
      return 'given_back';
    }
    await beat(work);
    // A run that was cancelled before it read anything proves nothing about the connection.
    if (open.callsUsed() > 0) await clearFault(dataSource.manager, run.connectionId);
    await finishRun(ctx, run, worker.owner, progress.cancelled ? { kind: 'cancelled' } : { kind: 'complete' });
    return 'ended';
  } catch (error) {
    return await endBadly(work, error);
  } finally {
    await countCalls(work);
    await open.close();
  }
}

function startLine(run: ClaimedRun, settings: RunSettings): string {
  if (run.resumed > 0) return `Goes on after row ${run.rowsRead}, the last that was committed.`;
  if (run.kind === 'full') return `Reads all of “${settings.sourceName}”.`;
  if (run.kind === 'sweep') {
    return `Reads all of “${settings.sourceName}” again, as chosen for this day: for changes that don’t move the modified time, and for who left it.`;
  }
  return `Reads what changed in “${settings.sourceName}” since ${run.since!.toISOString()}, ${settings.lookBackMinutes} minutes before the watermark.`;
}
