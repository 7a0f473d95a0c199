import { scheduleKey, windowKey } from '../db/reads/nextStarts.ts';
import type { RecordType } from '../domain/contact.ts';
import { openWindow, startWithin, WINDOWS, type WindowName } from '../domain/windows.ts';
import type { SyncContext } from './context.ts';
import { RequestError } from './errors.ts';
import { startRun } from './startRun.ts';

interface ScheduledRow {
  connection_id: string;
  team_id: string;
  record_type: RecordType;
  windows: WindowName[];
}

/**
 * Starts every import whose moment within an open window has come. The moment is spread over the window by the
 * connection's ID, so that a thousand connections don't start in one second. Safe to call from any number of processes
 * as often as one likes: a window starts an import once a day, also after a restart in the middle of it.
 *
 * @returns the runs that were queued
 */
export async function scheduleImports(ctx: SyncContext): Promise<string[]> {
  const now = ctx.now();
  const rows: ScheduledRow[] = await ctx.dataSource.query(
    `select i.connection_id, i.team_id, i.record_type, i.windows
     from import_config i join connection c on c.id = i.connection_id
     where i.state = 'on' and cardinality(i.windows) > 0 and not c.schedule_paused and c.disconnected_at is null
       and c.fault_code is null`,
  );
  const started: string[] = [];
  for (const row of rows) {
    const window = openWindow(row.windows, now);
    if (!window) continue;
    if (startWithin(window, scheduleKey(row.connection_id, row.record_type)) > now) continue;
    const key = windowKey(row.connection_id, row.record_type, window);
    if (await hasStarted(ctx, key)) continue;
    try {
      started.push(
        await startRun(ctx, {
          teamId: row.team_id,
          connectionId: row.connection_id,
          recordType: row.record_type,
          full: false,
          startedBy: `${WINDOWS[window.name].label} window`,
          windowKey: key,
        }),
      );
    } catch (error) {
      // Somebody's run of the same import is going on; the window starts its own when that is over, if it is still
      // open.
      if (!(error instanceof RequestError)) throw error;
    }
  }
  return started;
}

async function hasStarted(ctx: SyncContext, windowKey: string): Promise<boolean> {
  const rows: unknown[] = await ctx.dataSource.query('select 1 from run where window_key = $1', [windowKey]);
  return rows.length > 0;
}
