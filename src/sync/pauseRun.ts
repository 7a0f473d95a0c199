import { isDeepStrictEqual } from 'node:util';
import type { ConnectorError } from '../contract/errors.ts';
import { holdRun } from '../db/holds.ts';
import { readImportConfig } from '../db/importConfigs.ts';
import { scheduleKey } from '../db/reads/nextStarts.ts';
import { logRun } from '../db/runs.ts';
import { afterAccount, afterBudget, type GoingOn } from '../domain/goOnAt.ts';
import { easternTime } from '../domain/times.ts';
import { WINDOWS } from '../domain/windows.ts';
import { finishRun } from './finishRun.ts';
import { queueHoldMails } from './holdMails.ts';
import type { RunWork } from './runWork.ts';

/** When calls may be free again for a run that has used those of the day, or met an account that is nearly used up. */
export async function nextChance({ ctx, run, connection }: RunWork, used: 'day' | 'account'): Promise<GoingOn> {
  const config = await readImportConfig(ctx.dataSource.manager, run.connectionId, run.recordType);
  const windows = connection.schedule_paused ? [] : (config?.windows ?? []);
  const key = scheduleKey(run.connectionId, run.recordType);
  return (used === 'day' ? afterBudget : afterAccount)(windows, key, ctx.now());
}

/**
 * Pauses a run: it keeps its place and goes on from there by itself, also after a restart. One whose import was turned
 * off or set up otherwise while it ran ends here instead: nobody wants it to go on days later.
 *
 * @throws LeaseLost
 */
export async function pauseRun(
  work: RunWork,
  error: ConnectorError,
  pause: { readonly kind: 'budget' | 'limit'; readonly until: GoingOn; readonly attempts: number },
): Promise<'ended' | 'given_back'> {
  const { ctx, run, worker, progress } = work;
  if (!(await isStillWanted(work))) {
    const line = `${error.message} Its import was turned off or set up otherwise meanwhile, so it does not wait.`;
    await logRun(ctx.dataSource.manager, run.id, ctx.now(), line);
    await finishRun(ctx, run, worker.owner, { kind: 'cancelled' });
    return 'ended';
  }
  const now = ctx.now();
  const { at, window } = pause.until;
  const row = progress.rowsRead.toLocaleString('en-US');
  const where = progress.rowsRead === 0 ? 'Paused before its first row.' : `Paused at row ${row}.`;
  const when = window === null ? `at ${easternTime(at)}` : `in the ${WINDOWS[window].label} window, ${easternTime(at)}`;
  const message = `${where} ${error.message} It goes on from there ${when}.`;
  const hold = { kind: pause.kind, code: error.code, message, dueAt: at, question: null, attempts: pause.attempts };
  await ctx.dataSource.transaction(async (tx) => {
    await holdRun(tx, { ...run, owner: worker.owner }, hold);
    await logRun(tx, run.id, now, message);
    await queueHoldMails(tx, ctx, run.id, hold, now);
  });
  return 'given_back';
}

/** The import is on, and reads what this run reads. */
async function isStillWanted({ ctx, run, settings }: RunWork): Promise<boolean> {
  const config = await readImportConfig(ctx.dataSource.manager, run.connectionId, run.recordType);
  if (config?.state !== 'on') return false;
  const { source_id: sourceId, fields, opt_out: optOut } = config;
  return isDeepStrictEqual([sourceId, fields, optOut], [settings.sourceId, settings.fields, settings.optOut]);
}
