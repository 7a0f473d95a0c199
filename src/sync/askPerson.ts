import type { SourceDescription } from '../contract/sources.ts';
import { ConnectorError } from '../contract/errors.ts';
import { holdRun, type StoredQuestion } from '../db/holds.ts';
import { readImportConfig } from '../db/importConfigs.ts';
import type { RunQuestion } from '../db/reads/runDetails.ts';
import { logRun } from '../db/runs.ts';
import { isSizeJump } from '../domain/sizeJump.ts';
import { beat, startHeartbeat } from './heartbeat.ts';
import { queueHoldMails } from './holdMails.ts';
import type { RunWork } from './runWork.ts';

/** A reading of everything stopped before its first row, for its source's size has jumped. */
export class SizeJumped extends Error {
  /** Rows the source has now. */
  readonly rows: number;

  constructor(rows: number) {
    super(`The source has ${rows} rows now.`);
    this.name = 'SizeJumped';
    this.rows = rows;
  }
}

/**
 * Looks at a source's size before the first row of a full reading is taken in. Nothing is asked about a size that was
 * accepted.
 *
 * @param rows - as the source says; null when it does not
 * @throws SizeJumped
 */
export async function checkSize({ ctx, run }: RunWork, rows: number | null): Promise<void> {
  const config = await readImportConfig(ctx.dataSource.manager, run.connectionId, run.recordType);
  if (isSizeJump(config?.source_count ?? null, rows)) throw new SizeJumped(rows!);
}

/**
 * Stops a run until somebody has compared the source as it was confirmed with the source as it is now. Nothing of what
 * it would read now is in.
 *
 * @param rows - what the source said it has, when that is the question
 * @returns false when there is nothing to ask after all: the source is as it was
 * @throws ConnectorError when the source can't be described; LeaseLost; the reason why the worker has to stop
 */
export async function askPerson(
  work: RunWork,
  kind: 'source_changed' | 'size_jumped',
  rows: number | null,
): Promise<boolean> {
  const { ctx, run, settings, worker } = work;
  const source = await sourceNow(work);
  if (!source.usable) throw unusable(source);
  if (kind === 'source_changed' && source.definition === (run.definition ?? settings.definition)) return false;

  await beat(work);
  const now = ctx.now();
  const config = await readImportConfig(ctx.dataSource.manager, run.connectionId, run.recordType);
  const { name, folder, filter, definition, fullRunCalls, usualRunCalls } = source;
  const count = rows ?? source.count;
  const question: StoredQuestion = {
    kind,
    before: {
      name: config?.source_name ?? settings.sourceName,
      filter: config?.source_filter ?? '',
      count: config?.source_count ?? null,
    },
    after: { name, filter, count },
    offer: { name, folder, filter, count, definition, fullRunCalls, usualRunCalls },
  };
  const hold = {
    kind: 'question',
    code: kind === 'source_changed' ? 'SOURCE_CHANGED' : 'SIZE_JUMPED',
    message: sentenceOf(question),
    dueAt: now,
    question,
    attempts: 0,
  } as const;
  await ctx.dataSource.transaction(async (tx) => {
    await holdRun(tx, { ...run, owner: worker.owner }, hold);
    await logRun(tx, run.id, now, hold.message);
    await queueHoldMails(tx, ctx, run.id, hold, now);
  });
  return true;
}

async function sourceNow(work: RunWork): Promise<SourceDescription> {
  const { run, settings, open, worker } = work;
  const lost = new AbortController();
  const stopHeartbeat = startHeartbeat(work, (error) => lost.abort(error));
  const signal = AbortSignal.any([lost.signal, worker.stopping]);
  return open.describeSource(run.recordType, settings.sourceId, signal, settings.files).finally(stopHeartbeat);
}

function unusable(source: SourceDescription): ConnectorError {
  const message = `“${source.name}” can’t be imported any more, and nothing was read. ${source.reason}`;
  return new ConnectorError('SOURCE_UNUSABLE', message, { kind: 'never' });
}

/** What is different, and what to do about it. A filter that was never stored is not told as an empty one. */
function sentenceOf({ kind, before, after }: RunQuestion): string {
  const counts = `${people(after.count)} instead of ${people(before.count)}`;
  // Filters in words hold quotation marks of their own.
  const now = after.filter === '' ? 'is empty now' : `is now: ${after.filter}`;
  const was = before.filter === '' ? '' : `was: ${before.filter}. It `;
  const what =
    kind === 'size_jumped' || before.filter === after.filter
      ? `“${after.name}” holds ${counts}.`
      : `The filter of “${after.name}” ${was}${now}. That makes ${counts}.`;
  return `${what} The import stopped before reading. Look at the source, then import it as it is now or keep it stopped.`;
}

function people(count: number | null): string {
  if (count === null) return 'an unknown number of people';
  return `${count.toLocaleString('en-US')} ${count === 1 ? 'person' : 'people'}`;
}
