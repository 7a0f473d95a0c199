import { ConnectionEntity } from '../db/entities.ts';
import { claimRun, logRun, releaseRun, type ClaimedRun } from '../db/runs.ts';
import { clearFault } from './connections/faults.ts';
import type { SyncContext } from './context.ts';
import { endBadly } from './endBadly.ts';
import { disposeOf } from './files/dispose.ts';
import { prepareFile, type Prepared } from './files/prepareFile.ts';
import { finishRun, type Ending } from './finishRun.ts';
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
 *    ├── given back while a file may still be uploading
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
    const prepared = progress.cancelled ? null : await prepare(work);
    if (prepared?.kind === 'held') return 'given_back';
    const nothing = prepared?.kind === 'nothing';
    if (!progress.cancelled && prepared?.kind === 'ready') await readAndMerge(work, prepared.file);
    if (nothing) progress.complete = true;
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
    await finishRun(ctx, run, worker.owner, endingOf(work, nothing ? prepared.note : null));
    await putAway(work);
    return 'ended';
  } catch (error) {
    return await endBadly(work, error);
  } finally {
    try {
      await countCalls(work);
    } finally {
      await open.close();
    }
  }
}

/** Sources of files have theirs chosen and read through first; all others are read as they are. */
async function prepare(work: RunWork): Promise<Prepared | { readonly kind: 'ready'; readonly file: null }> {
  const { run, settings, open } = work;
  if (!settings.files || !open.files) return { kind: 'ready', file: null };
  const { teamId, connectionId, recordType } = run;
  const source = { teamId, connectionId, recordType, sourceId: settings.sourceId, options: settings.files };
  return prepareFile(work, source, open.files);
}

/** The run is over whatever comes of it: what is not put away now is tried again. */
async function putAway({ ctx, run, open, worker }: RunWork): Promise<void> {
  if (!open.files) return;
  try {
    await disposeOf(ctx, open.files, run.connectionId, worker.stopping);
  } catch (error) {
    ctx.log.error('an imported file could not be put away', { runId: run.id, error: String(error) });
  }
}

function endingOf({ progress }: RunWork, note: string | null): Ending {
  if (progress.cancelled) return { kind: 'cancelled' };
  return note === null ? { kind: 'complete' } : { kind: 'nothing', note };
}

function startLine(run: ClaimedRun, settings: RunSettings): string {
  if (settings.files) return filesLine(run, settings);
  if (run.resumed > 0) return `Goes on after row ${run.rowsRead}, the last that was committed.`;
  if (run.kind === 'full') return `Reads all of “${settings.sourceName}”.`;
  if (run.kind === 'sweep') {
    return `Reads all of “${settings.sourceName}” again, as chosen for this day: for changes that don’t move the modified time, and for who left it.`;
  }
  return `Reads what changed in “${settings.sourceName}” since ${run.since!.toISOString()}, ${settings.lookBackMinutes} minutes before the watermark.`;
}

function filesLine(run: ClaimedRun, { sourceName }: RunSettings): string {
  if (run.cursor !== null) return `Goes on after row ${run.rowsRead}, the last that was committed.`;
  if (run.corrects !== null) return 'Reads the rows that were corrected and uploaded.';
  return run.fileId === null ? `Looks for a file: “${sourceName}”.` : 'Goes on with the file it has taken.';
}
