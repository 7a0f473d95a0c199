import type { ConnectorError } from '../contract/errors.ts';
import { holdRun } from '../db/holds.ts';
import { readImportConfig } from '../db/importConfigs.ts';
import { scheduleKey } from '../db/reads/nextStarts.ts';
import { logRun } from '../db/runs.ts';
import { afterAccount, afterBudget, type GoingOn } from '../domain/goOnAt.ts';
import { easternTime } from '../domain/times.ts';
import { WINDOWS } from '../domain/windows.ts';
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
 * Pauses a run: it keeps its place and goes on from there by itself, also after a restart.
 * @throws LeaseLost
 */
export async function pauseRun(
  { ctx, run, worker, progress }: RunWork,
  error: ConnectorError,
  pause: { readonly kind: 'budget' | 'limit'; readonly until: GoingOn; readonly attempts: number },
): Promise<void> {
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
}
