import { addMissedWindows, type ClosedWindow } from '../db/missedWindows.ts';
import { notifyLive } from '../db/live.ts';
import { MISSED_SHOWN_MS } from '../db/reads/missedWindows.ts';
import { windowKey } from '../db/reads/nextStarts.ts';
import type { RecordType } from '../domain/contact.ts';
import { windowStarts, type WindowName } from '../domain/windows.ts';
import type { SyncContext } from './context.ts';

/** A process that saw the window open a moment before it closed may still be storing the run. */
const GRACE_MS = 60_000;
const DAY_MS = 86_400_000;

interface ScheduledRow {
  connection_id: string;
  record_type: RecordType;
  windows: WindowName[];
  windows_since: Date;
}

/**
 * Keeps which windows closed without having started their import, with the reason; also those that passed while nothing
 * ran, for the last seven days. Safe to call from any number of processes as often as one likes. A window that opened
 * before it was chosen, or before the import was turned on or its schedule went on, was not missed.
 */
export async function recordMissedWindows(ctx: SyncContext): Promise<void> {
  const now = ctx.now();
  const db = ctx.dataSource.manager;
  // Imports from before this was kept: since when is not known, so from now on.
  await db.query(
    `update import_config set windows_since = $1
     where windows_since is null and state = 'on' and cardinality(windows) > 0`,
    [now],
  );
  const rows: ScheduledRow[] = await db.query(
    `select i.connection_id, i.record_type, i.windows, i.windows_since
     from import_config i join connection c on c.id = i.connection_id
     where i.state = 'on' and cardinality(i.windows) > 0 and not c.schedule_paused and c.disconnected_at is null`,
  );
  const added = await addMissedWindows(
    db,
    rows.flatMap((row) => closedWindows(row, now)),
  );
  for (const { teamId, connectionId } of added) await notifyLive(db, { teamId, type: 'connection', id: connectionId });
}

function closedWindows(row: ScheduledRow, now: Date): ClosedWindow[] {
  const { connection_id: connectionId, record_type: recordType, windows_since: since } = row;
  const from = new Date(Math.max(since.getTime(), now.getTime() - MISSED_SHOWN_MS));
  const closedBy = now.getTime() - GRACE_MS;
  const days = Math.ceil((now.getTime() - from.getTime()) / DAY_MS) + 1;
  return windowStarts(row.windows, from, days)
    .filter(({ opensAt, closesAt }) => opensAt >= since && closesAt.getTime() <= closedBy)
    .map((window) => ({ ...window, connectionId, recordType, key: windowKey(connectionId, recordType, window) }));
}
