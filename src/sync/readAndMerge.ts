import PQueue from 'p-queue';
import type { SourcePage } from '../contract/sources.ts';
import { addRowIssues } from '../db/rowIssues.ts';
import { commitPage } from '../db/runs.ts';
import { forgetSeen, noteSeen } from '../db/sourceSeen.ts';
import { readTeamFields } from '../db/teamFields.ts';
import { compileMapping, type CompiledMapping } from '../domain/mapRow.ts';
import { applyPage } from './applyPage.ts';
import { checkSize } from './askPerson.ts';
import type { ReadyFile } from './files/bringIn.ts';
import { startHeartbeat } from './heartbeat.ts';
import { recordsMet } from './peopleWhoLeft.ts';
import { pullRequest } from './pullRequest.ts';
import type { Progress, RunWork } from './runWork.ts';

/**
 * Reads ahead while merging: at most one page waits while one is merged and one is fetched. Ends when the source has no
 * more, when the worker has to stop, or when somebody cancelled; `progress` tells which.
 *
 * @param file - the file to read, where sources are files
 * @throws what made a page fail; nothing behind it is committed
 */
export async function readAndMerge(work: RunWork, file: ReadyFile | null): Promise<void> {
  const { ctx, run, settings, open, worker, progress } = work;
  const teamFields = await readTeamFields(ctx.dataSource.manager, run.teamId);
  // What it met before it was made to begin again counts no more.
  if (run.collectsSeen && run.cursor === null) await forgetSeen(ctx.dataSource.manager, run.id);
  const { fields, optOut } = settings;
  const mapping = compileMapping({ fields, optOut }, teamFields, file?.columns.absent);
  const halt = new AbortController();
  const signal = AbortSignal.any([halt.signal, worker.stopping]);
  const merging = new PQueue({ concurrency: 1 });
  let failure: unknown;
  let pageFailed = false;

  const stopHeartbeat = startHeartbeat(work, (lost) => {
    failure ??= lost;
    halt.abort(lost);
  });
  try {
    const pages = open.pull(
      pullRequest(
        { recordType: run.recordType, sourceId: settings.sourceId, fields, mapping },
        {
          since: run.since,
          after: run.cursor,
          expectedDefinition: run.definition ?? settings.definition,
          file: file && settings.files && { key: file.staged.key, options: settings.files },
        },
      ),
      signal,
    );
    let first = true;
    for await (const page of pages) {
      const sourceRows = first && page.sourceRows !== null ? run.rowsRead + page.sourceRows : null;
      if (first && run.kind !== 'incremental' && run.rowsRead === 0) await checkSize(work, page.sourceRows);
      first = false;
      await merging.onSizeLessThan(1);
      if (signal.aborted) break;
      void merging.add(async () => {
        // Nothing may be committed behind a page that failed: its rows would be passed over for good.
        if (pageFailed) return;
        try {
          if (!(await mergePage(work, mapping, page, sourceRows))) return;
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
    stopHeartbeat();
  }
  // As it was thrown: what ends the run is told by its class.
  if (failure !== undefined) throw failure as Error;
}

/** Maps and commits one page. @returns whether somebody asked to cancel */
async function mergePage(
  work: RunWork,
  mapping: CompiledMapping,
  page: SourcePage,
  sourceRows: number | null,
): Promise<boolean> {
  const { ctx, run, settings, connection, open, worker, progress } = work;
  // A page that waited behind the last one is dropped when the run has been asked to stop; it comes again.
  if (worker.stopping.aborted || progress.cancelled) {
    progress.complete = false;
    return false;
  }
  const rows = page.rows.map(mapping.toDraft);
  const now = ctx.now();
  const cancelRequested = await ctx.dataSource.transaction(async (tx) => {
    const result = await applyPage(tx, {
      teamId: run.teamId,
      connectionId: run.connectionId,
      connectionName: connection.name,
      recordType: run.recordType,
      runId: run.id,
      optOut: settings.optOut,
      assignsUsers: mapping.assignsUsers,
      rows,
      firstRow: progress.rowsRead + 1,
      now,
    });
    await addRowIssues(tx, run.id, result.issues);
    if (run.collectsSeen) await noteSeen(tx, run.id, recordsMet(page.rows, rows));
    const committed = await commitPage(tx, {
      runId: run.id,
      teamId: run.teamId,
      owner: worker.owner,
      expiresAt: new Date(now.getTime() + worker.leaseMs),
      cursor: page.next,
      definition: page.definition,
      sourceRows,
      sourceTime: page.sourceTime,
      ordered: page.ordered,
      outcomes: result.outcomes,
      warnings: result.warnings,
      optOutsSet: result.optOutsSet,
      optOutsLifted: result.optOutsLifted,
      optInsNotApplied: result.optInsNotApplied,
      readTo: page.readTo,
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
