import { ConnectorError } from '../contract/errors.ts';
import { isPassingFault } from '../db/isPassingFault.ts';
import { LeaseLost, logRun, releaseRun } from '../db/runs.ts';
import { noteFault } from './connections/faults.ts';
import { finishRun } from './finishRun.ts';
import type { RunWork } from './runWork.ts';

/** Longest passing fault that a run waits out by itself before a person has to look, and how often. */
const WAIT_OUT_MS = 10 * 60_000;
const WAIT_OUT_TIMES = 6;
const DATABASE_PAUSE_MS = 2000;

/** What a failure comes to: wait it out, or end the run with the reason. */
export async function endBadly(work: RunWork, error: unknown): Promise<'ended' | 'given_back' | 'lost'> {
  const { ctx, run, worker } = work;
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
