import { scheduleKey, windowKey } from '../db/reads/nextStarts.ts';
import type { RecordType } from '../domain/contact.ts';
import {
  easternWeekday,
  openWindow,
  startWithin,
  WINDOW_NAMES,
  WINDOWS,
  type Weekday,
  type Window,
  type WindowName,
} from '../domain/windows.ts';
import type { SyncContext } from './context.ts';
import { RequestError } from './errors.ts';
import { startRun } from './startRun.ts';

interface ScheduledRow {
  connection_id: string;
  team_id: string;
  record_type: RecordType;
  windows: WindowName[];
  sweep_days: Weekday[];
}

/**
 * Starts every import whose moment within an open window has come. The moment is spread over the window by the
 * connection's ID, so that a thousand connections don't start in one second. Safe to call from any number of processes
 * as often as one likes: a window starts an import once a day, also after a restart in the middle of it; one whose
 * moment passed while nothing ran is caught up as long as it is open. On an import's sweep days the first run that a
 * window starts reads everything.
 *
 * @returns the runs that were queued
 */
export async function scheduleImports(ctx: SyncContext): Promise<string[]> {
  const now = ctx.now();
  const rows: ScheduledRow[] = await ctx.dataSource.query(
    `select i.connection_id, i.team_id, i.record_type, i.windows, i.sweep_days
     from import_config i join connection c on c.id = i.connection_id
     where i.state = 'on' and cardinality(i.windows) > 0 and not c.schedule_paused and c.disconnected_at is null
       and c.fault_code is null`,
  );
  const started: string[] = [];
  for (const row of rows) {
    const window = openWindow(row.windows, now);
    if (!window) continue;
    if (startWithin(window, scheduleKey(row.connection_id, row.record_type)) > now) continue;
    const keyOf = (name: WindowName): string => windowKey(row.connection_id, row.record_type, { ...window, name });
    const startedToday = await startedOf(ctx, WINDOW_NAMES.map(keyOf));
    if (startedToday.has(keyOf(window.name))) continue;
    try {
      started.push(
        await startRun(ctx, {
          teamId: row.team_id,
          connectionId: row.connection_id,
          recordType: row.record_type,
          full: false,
          sweep: startedToday.size === 0 && isSweepDay(row.sweep_days, window),
          startedBy: `${WINDOWS[window.name].label} window`,
          windowKey: keyOf(window.name),
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

function isSweepDay(days: readonly Weekday[], window: Window): boolean {
  return days.includes(easternWeekday(window.opensAt));
}

/** Which of these windows have started their import. */
async function startedOf(ctx: SyncContext, windowKeys: readonly string[]): Promise<Set<string>> {
  const rows: { window_key: string }[] = await ctx.dataSource.query(
    'select window_key from run where window_key = any($1::text[])',
    [windowKeys],
  );
  return new Set(rows.map((row) => row.window_key));
}
