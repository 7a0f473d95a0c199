import PQueue from 'p-queue';
import { ConnectorError } from '../contract/errors.ts';
import type { OpenConnection, SourcePage } from '../contract/connector.ts';
import { addCalls } from '../db/callCount.ts';
import { ConnectionEntity, type ConnectionRow } from '../db/entities.ts';
import { isPassingFault } from '../db/isPassingFault.ts';
import { addRowIssues } from '../db/rowIssues.ts';
import { claimRun, commitPage, LeaseLost, logRun, releaseRun, renewLease, type ClaimedRun } from '../db/runs.ts';
import { readTeamFields } from '../db/teamFields.ts';
import { compileMapping, type CompiledMapping } from '../domain/mapRow.ts';
import { applyPage } from './applyPage.ts';
import { clearFault, noteFault } from './connections/faults.ts';
import type { SyncContext } from './context.ts';
import { finishRun } from './finishRun.ts';
import { openConnection } from './openConnection.ts';
import { newestVersion } from './newestVersion.ts';
import { pullRequest } from './pullRequest.ts';
import type { RunSettings } from './startRun.ts';

/**
 * One execution of an import, from claim to end:
 *
 * ```
 * queued ──claim──▶ running ──▶ succeeded | completed_with_errors | failed | cancelled
 *    ▲                 │
 *    └── stopped, or a passing fault of the source: goes on after its last committed page
 * ```
 * Pages are fetched up to two ahead while one is being merged; each is committed whole with the run's counters and
 * cursor.
 */

export interface RunWorker {
  /** Names this worker's leases; unique per process start. */
  readonly owner: string;
  /** How long a worker may be silent before another takes its run over, milliseconds. */
  readonly leaseMs: number;
  /** Aborted when the process has to stop: the page in hand is finished, then the run is given back. */
  readonly stopping: AbortSignal;
  /** Called at each renewal of the lease, so that a job engine can renew its own lock. */
  readonly onHeartbeat?: () => Promise<void>;
}

export type RunEnd = 'not_taken' | 'ended' | 'given_back' | 'lost';

/** Longest passing fault that a run waits out by itself before a person has to look, and how often. */
const WAIT_OUT_MS = 10 * 60_000;
const WAIT_OUT_TIMES = 6;
const DATABASE_PAUSE_MS = 2000;

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

  const open = openConnection(ctx, connection);
  const progress: Progress = {
    rowsRead: run.rowsRead,
    cancelled: run.cancelRequested,
    started: performance.now(),
    rowsAtStart: run.rowsRead,
  };
  try {
    if (!progress.cancelled) await pullAndMerge(ctx, run, settings, connection, open, worker, progress);
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
    await clearFault(dataSource.manager, run.connectionId);
    await finishRun(ctx, run, worker.owner, progress.cancelled ? { kind: 'cancelled' } : { kind: 'complete' });
    return 'ended';
  } catch (error) {
    return await endBadly(ctx, run, worker, error);
  } finally {
    await addCalls(dataSource.manager, run.connectionId, ctx.now(), open.callsUsed());
    await open.close();
  }
}

interface Progress {
  rowsRead: number;
  cancelled: boolean;
  complete?: boolean;
  readonly started: number;
  readonly rowsAtStart: number;
}

/** Reads ahead while merging: at most one page waits while one is merged and one is fetched. */
async function pullAndMerge(
  ctx: SyncContext,
  run: ClaimedRun,
  settings: RunSettings,
  connection: ConnectionRow,
  open: OpenConnection,
  worker: RunWorker,
  progress: Progress,
): Promise<void> {
  const teamFields = await readTeamFields(ctx.dataSource.manager, run.teamId);
  const mapping = compileMapping({ fields: settings.fields, optOut: settings.optOut }, teamFields);
  const halt = new AbortController();
  const signal = AbortSignal.any([halt.signal, worker.stopping]);
  const merging = new PQueue({ concurrency: 1 });
  let failure: unknown;
  let pageFailed = false;

  const heartbeat = setInterval(() => {
    renewLease(ctx.dataSource.manager, {
      runId: run.id,
      owner: worker.owner,
      expiresAt: new Date(ctx.now().getTime() + worker.leaseMs),
      callsSpent: run.callsSpent + open.callsUsed(),
    })
      .then(() => worker.onHeartbeat?.())
      .catch((error: unknown) => {
        if (error instanceof LeaseLost) {
          failure ??= error;
          halt.abort(error);
        } else ctx.log.warn('the lease of a run could not be renewed', { runId: run.id, error: String(error) });
      });
  }, worker.leaseMs / 3);

  try {
    const pages = open.pull(
      pullRequest(
        { recordType: run.recordType, sourceId: settings.sourceId, fields: settings.fields, mapping },
        { since: run.since, after: run.cursor, expectedDefinition: run.definition ?? settings.definition },
      ),
      signal,
    );
    let first = true;
    for await (const page of pages) {
      const sourceRows = first && page.sourceRows !== null ? run.rowsRead + page.sourceRows : null;
      first = false;
      await merging.onSizeLessThan(1);
      if (signal.aborted) break;
      void merging.add(async () => {
        // Nothing may be committed behind a page that failed: its rows would be passed over for good.
        if (pageFailed) return;
        try {
          const cancelRequested = await mergePage(
            ctx,
            run,
            settings,
            connection,
            mapping,
            page,
            sourceRows,
            open,
            worker,
            progress,
          );
          if (!cancelRequested) return;
          progress.cancelled = true;
          halt.abort();
        } catch (error) {
          pageFailed = true;
          failure ??= error;
          halt.abort(error);
        }
      });
      if (page.last) progress.complete = true;
    }
  } catch (error) {
    // Aborting the pull makes it throw; why it was aborted is what counts.
    if (!signal.aborted) failure ??= error;
  } finally {
    await merging.onIdle();
    clearInterval(heartbeat);
  }
  // As it was thrown: what ends the run is told by its class.
  if (failure !== undefined) throw failure as Error;
}

/** Maps and commits one page. @returns whether somebody asked to cancel */
async function mergePage(
  ctx: SyncContext,
  run: ClaimedRun,
  settings: RunSettings,
  connection: ConnectionRow,
  mapping: CompiledMapping,
  page: SourcePage,
  sourceRows: number | null,
  open: OpenConnection,
  worker: RunWorker,
  progress: Progress,
): Promise<boolean> {
  // A page that waited behind the last one is dropped when the run has been asked to stop; it comes again.
  if (worker.stopping.aborted || progress.cancelled) {
    progress.complete = false;
    return false;
  }
  const rows = page.rows.map(mapping.toDraft);
  const newest = newestVersion(page.rows);
  const now = ctx.now();
  const cancelRequested = await ctx.dataSource.transaction(async (tx) => {
    const result = await applyPage(tx, {
      teamId: run.teamId,
      connectionId: run.connectionId,
      connectionName: connection.name,
      recordType: run.recordType,
      runId: run.id,
      optOut: settings.optOut,
      assignsUsers: settings.fields.userId !== null,
      rows,
      firstRow: progress.rowsRead + 1,
      now,
    });
    await addRowIssues(tx, run.id, result.issues);
    const committed = await commitPage(tx, {
      runId: run.id,
      teamId: run.teamId,
      owner: worker.owner,
      expiresAt: new Date(now.getTime() + worker.leaseMs),
      cursor: page.next,
      definition: page.definition,
      sourceRows,
      sourceTime: page.sourceTime,
      outcomes: result.outcomes,
      warnings: result.warnings,
      optOutsSet: result.optOutsSet,
      optOutsLifted: result.optOutsLifted,
      optInsNotApplied: result.optInsNotApplied,
      lastModifiedAt: newest?.modifiedAt ?? null,
      lastRecordId: newest?.recordId ?? null,
      callsSpent: run.callsSpent + open.callsUsed(),
      rowsPerSecond: speed(progress, rows.length),
    });
    return committed.cancelRequested;
  });
  progress.rowsRead += rows.length;
  return cancelRequested && !page.last;
}

function speed(progress: Progress, rows: number): number | null {
  const seconds = (performance.now() - progress.started) / 1000;
  return seconds > 0 ? (progress.rowsRead - progress.rowsAtStart + rows) / seconds : null;
}

function startLine(run: ClaimedRun, settings: RunSettings): string {
  if (run.resumed > 0) return `Goes on after row ${run.rowsRead}, the last that was committed.`;
  if (run.kind === 'full') return `Reads all of “${settings.sourceName}”.`;
  return `Reads what changed in “${settings.sourceName}” since ${run.since!.toISOString()}, ${settings.lookBackMinutes} minutes before the watermark.`;
}

/** What a failure comes to: wait it out, or end the run with the reason. */
async function endBadly(ctx: SyncContext, run: ClaimedRun, worker: RunWorker, error: unknown): Promise<RunEnd> {
  const db = ctx.dataSource.manager;
  if (error instanceof LeaseLost) {
    ctx.log.warn(error.message);
    return 'lost';
  }
  if (isPassingFault(error) && run.attempts < WAIT_OUT_TIMES) {
    ctx.log.warn('the database failed during a run', { runId: run.id, error: String(error) });
    const dueAt = new Date(ctx.now().getTime() + DATABASE_PAUSE_MS);
    // Should this fail as well, the run is taken up when its lease ends.
    await releaseRun(db, { runId: run.id, owner: worker.owner, teamId: run.teamId, dueAt, attempts: run.attempts + 1 });
    return 'given_back';
  }
  if (!(error instanceof ConnectorError)) {
    ctx.log.error('a run failed for a reason that is a fault of Rollcall', {
      runId: run.id,
      error: String((error as Error)?.stack ?? error),
    });
    await finishRun(ctx, run, worker.owner, {
      kind: 'failed',
      code: 'internal',
      message:
        'Something in Rollcall itself went wrong. What was committed is in; the rest was not read. Run it again, and report the run’s ID if it happens again.',
      vendorMessage: '',
    });
    return 'ended';
  }
  if (error.retry.kind === 'reauthorise') await noteFault(db, run.connectionId, error);
  if (error.retry.kind === 'after' && error.retry.delayMs <= WAIT_OUT_MS && run.attempts < WAIT_OUT_TIMES) {
    const dueAt = new Date(ctx.now().getTime() + error.retry.delayMs);
    await logRun(db, run.id, ctx.now(), `${error.message} Goes on by itself at ${dueAt.toISOString()}.`);
    await releaseRun(db, { runId: run.id, owner: worker.owner, teamId: run.teamId, dueAt, attempts: run.attempts + 1 });
    return 'given_back';
  }
  await finishRun(ctx, run, worker.owner, {
    kind: 'failed',
    code: error.code,
    message: error.message,
    vendorMessage: error.vendorMessage,
  });
  return 'ended';
}
