import { easternDay } from '../../domain/times.ts';
import { easternWeekday, startWithin, windowStarts, type Weekday, type Window } from '../../domain/windows.ts';
import { findConnection, type ConnectionKey } from '../connections/findConnection.ts';
import { notifyLive } from '../../db/live.ts';
import type { SyncContext } from '../context.ts';
import { RequestError } from '../errors.ts';
import { startAudit } from './startAudit.ts';

const DAY_MS = 86_400_000;

/**
 * Starts the weekly drift audit of every connection whose day it is: within the Overnight window, at a moment that the
 * connection's ID spreads; one that was missed, or stood behind another, as soon as it can be on that day. Safe to call
 * from any number of processes as often as one likes. Connections that are broken, paused or made later that day are
 * left alone, as are those nobody is linked to.
 *
 * @returns the audits that were queued
 */
export async function scheduleAudits(ctx: SyncContext): Promise<string[]> {
  const now = ctx.now();
  const window = overnightOf(now);
  const rows: { id: string; team_id: string; window_key: string }[] = await ctx.dataSource.query(
    `select k.id, k.team_id, w.window_key
     from connection k cross join lateral (select k.id || '/audit/' || $3 as window_key) w
     where k.audit_day = $1 and k.disconnected_at is null and k.fault_code is null and not k.schedule_paused
       and k.created_at < $2
       and exists (select 1 from import_config i
         join contact c on c.connection_id = i.connection_id and c.record_type = i.record_type
         where i.connection_id = k.id and i.opt_out is not null)
       and not exists (select 1 from drift_audit a where a.window_key = w.window_key)`,
    [easternWeekday(now) satisfies Weekday, window.opensAt, easternDay(now)],
  );
  const started: string[] = [];
  for (const { id: connectionId, team_id: teamId, window_key: windowKey } of rows) {
    if (startWithin(window, `${connectionId}/audit`) > now) continue;
    try {
      started.push(await startAudit(ctx, { teamId, connectionId, startedBy: 'Weekly audit', windowKey }));
    } catch (error) {
      // Another audit goes on, or the connection broke this instant; it is looked at again today.
      if (!(error instanceof RequestError)) throw error;
    }
  }
  return started;
}

/** The Overnight window of the Eastern day that an instant lies in. */
function overnightOf(now: Date): Window {
  const day = easternDay(now);
  return windowStarts(['overnight'], new Date(now.getTime() - DAY_MS), 3).find((one) => easternDay(one.opensAt) === day)!;
}

/**
 * Chooses the Eastern day of a connection's weekly audit; null turns it off.
 * @throws RequestError `connection_missing`
 */
export async function saveWeeklyAudit(ctx: SyncContext, key: ConnectionKey, day: Weekday | null): Promise<void> {
  await ctx.dataSource.transaction(async (tx) => {
    const { id } = await findConnection(tx, key, { lock: true });
    await tx.query('update connection set audit_day = $2 where id = $1', [id, day]);
    await notifyLive(tx, { teamId: key.teamId, type: 'connection', id });
  });
}
