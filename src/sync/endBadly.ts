import { ConnectorError } from '../contract/errors.ts';
import { isPassingFault } from '../db/isPassingFault.ts';
import { LeaseLost, logRun, releaseRun } from '../db/runs.ts';
import { refuseFileOf } from '../db/sourceFiles.ts';
import { askPerson, SizeJumped } from './askPerson.ts';
import { noteFault } from './connections/faults.ts';
import { isFileRefusal } from './files/queueNextFile.ts';
import { finishRun } from './finishRun.ts';
import { beat } from './heartbeat.ts';
import { nextChance, pauseRun } from './pauseRun.ts';
import type { RunWork } from './runWork.ts';

/** Longest passing fault that a run waits out by itself before a person has to look, and how often. */
const WAIT_OUT_MS = 10 * 60_000;
const WAIT_OUT_TIMES = 6;
const DATABASE_PAUSE_MS = 2000;

/**
 * A vendor's limit lasts longer. A run tries again after what the connector says, at least this long, for about a day;
 * each time costs a call or two.
 */
const LIMIT_PAUSE_MS = 30 * 60_000;
const LIMIT_TIMES = 24;

const BUDGET: ReadonlySet<string> = new Set(['BUDGET_SPENT', 'ORG_NEARLY_SPENT']);
const LIMITS: ReadonlySet<string> = new Set(['DAILY_LIMIT', 'REPORT_LIMIT']);

export type BadEnd = 'ended' | 'given_back' | 'lost';

/** What a failure comes to: wait it out, pause, ask a person, or end the run with the reason. */
export async function endBadly(work: RunWork, error: unknown): Promise<BadEnd> {
  try {
    return await follow(work, error);
  } catch (next) {
    // The run was taken over, or the database failed, while what to do was written down.
    if (next instanceof LeaseLost || isPassingFault(next)) return follow(work, next);
    throw next;
  }
}

async function follow(work: RunWork, error: unknown): Promise<BadEnd> {
  const { ctx, run, worker } = work;
  if (error instanceof LeaseLost) {
    ctx.log.warn(error.message);
    return 'lost';
  }
  const attempts = triesBefore(work) + 1;
  if (isPassingFault(error) && attempts <= WAIT_OUT_TIMES) {
    ctx.log.warn('the database failed during a run', { runId: run.id, error: String(error) });
    const dueAt = new Date(ctx.now().getTime() + DATABASE_PAUSE_MS);
    // Should this fail as well, the run is taken up when its lease ends.
    const again = { runId: run.id, owner: worker.owner, teamId: run.teamId, dueAt, attempts };
    await releaseRun(ctx.dataSource.manager, again);
    return 'given_back';
  }
  if (error instanceof SizeJumped) return ask(work, error);
  if (!(error instanceof ConnectorError)) return failOfItself(work, error);
  await beat(work);
  if (work.settings.files) await noteRefusal(work, error);
  if (error.code === 'SOURCE_CHANGED') return ask(work, error);
  if (BUDGET.has(error.code)) {
    const until = await nextChance(work, error.code === 'BUDGET_SPENT' ? 'day' : 'account');
    return pauseRun(work, error, { kind: 'budget', until, attempts: run.attempts });
  }
  return waitOrFail(work, error);
}

/** What is wrong with a file as a whole is kept with it: it stays where it is until it changes or is read otherwise. */
async function noteRefusal({ ctx, run }: RunWork, { code, message }: ConnectorError): Promise<void> {
  if (isFileRefusal(code)) await refuseFileOf(ctx.dataSource.manager, run.id, { code, message });
}

/** Faults since the last page that was committed: a run that comes on is not given up for each of them. */
function triesBefore({ run, progress }: RunWork): number {
  return progress.rowsRead > progress.rowsAtStart ? 0 : run.attempts;
}

async function waitOrFail(work: RunWork, error: ConnectorError): Promise<BadEnd> {
  const { ctx, run, worker } = work;
  const db = ctx.dataSource.manager;
  const attempts = triesBefore(work) + 1;
  if (error.retry.kind === 'reauthorise') await noteFault(db, run.connectionId, error);
  if (error.retry.kind === 'after' && error.retry.delayMs <= WAIT_OUT_MS && attempts <= WAIT_OUT_TIMES) {
    const dueAt = new Date(ctx.now().getTime() + error.retry.delayMs);
    await logRun(db, run.id, ctx.now(), `${error.message} Goes on by itself at ${dueAt.toISOString()}.`);
    await releaseRun(db, { runId: run.id, owner: worker.owner, teamId: run.teamId, dueAt, attempts });
    return 'given_back';
  }
  if (error.retry.kind === 'after' && LIMITS.has(error.code) && attempts <= LIMIT_TIMES) {
    const pauseMs = Math.max(error.retry.delayMs, LIMIT_PAUSE_MS);
    const until = { at: new Date(ctx.now().getTime() + pauseMs), window: null };
    return pauseRun(work, error, { kind: 'limit', until, attempts });
  }
  await finishRun(ctx, run, worker.owner, {
    kind: 'failed',
    code: error.code,
    message: error.message,
    vendorMessage: error.vendorMessage,
  });
  return 'ended';
}

/** The source is not what was confirmed: a person decides, unless it is so again by now. */
async function ask(work: RunWork, error: SizeJumped | ConnectorError): Promise<BadEnd> {
  const { ctx, run, worker } = work;
  const jumped = error instanceof SizeJumped;
  const attempts = triesBefore(work) + 1;
  if (!jumped && attempts > WAIT_OUT_TIMES) return waitOrFail(work, error);
  try {
    const asked = await askPerson(work, jumped ? 'size_jumped' : 'source_changed', jumped ? error.rows : null);
    if (asked) return 'given_back';
  } catch (next) {
    if (next instanceof ConnectorError && next.code === 'SOURCE_CHANGED') return waitOrFail(work, next);
    if (!worker.stopping.aborted) return follow(work, next);
  }
  const again = { runId: run.id, owner: worker.owner, teamId: run.teamId, dueAt: ctx.now(), attempts };
  await releaseRun(ctx.dataSource.manager, again);
  return 'given_back';
}

async function failOfItself({ ctx, run, worker }: RunWork, error: unknown): Promise<BadEnd> {
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
