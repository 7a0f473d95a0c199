import type { RecordType } from '../../domain/contact.ts';
import { easternTime } from '../../domain/times.ts';
import { WINDOWS, type WindowName } from '../../domain/windows.ts';
import type { Db } from '../database.ts';
import type { MissReason } from '../missedWindows.ts';
import type { ConnectionView } from './connections.ts';
import { iso } from './iso.ts';
import type { NeedsPerson } from './needsPersonTypes.ts';

/** How long a missed window is told. */
export const MISSED_SHOWN_MS = 7 * 86_400_000;

/** Why, within a sentence. */
const REASONS: Readonly<Record<MissReason, string>> = {
  service_down: 'the service was not running',
  import_running: 'another run of this import was going on or waiting',
  not_connected: 'the connection was broken',
};

interface MissedRow {
  window_key: string;
  connection_id: string;
  record_type: RecordType;
  name: WindowName;
  opens_at: Date;
  closes_at: Date;
  reason: MissReason;
}

/** Windows of the last seven days in which an import did not start, newest first. */
export async function readImportMissedWindows(
  db: Db,
  of: { readonly connectionId: string; readonly recordType: RecordType },
  now: Date,
) {
  const rows: MissedRow[] = await db.query(
    `select m.* from missed_window m
     where m.connection_id = $1 and m.record_type = $2 and m.closes_at > $3
       and not exists (select 1 from run r where r.window_key = m.window_key)
     order by m.opens_at desc`,
    [of.connectionId, of.recordType, new Date(now.getTime() - MISSED_SHOWN_MS)],
  );
  return rows.map((row) => ({
    window: row.name,
    opensAt: iso(row.opens_at),
    closesAt: iso(row.closes_at),
    reason: REASONS[row.reason],
  }));
}

/**
 * Imports whose windows were missed in the last seven days, one line each, told until the import has run since. A run
 * that is open will have: it goes on by itself, or asks elsewhere. So are a paused schedule and a standing fault told.
 */
export async function readMissedWindows(
  db: Db,
  connections: readonly ConnectionView[],
  now: Date,
): Promise<NeedsPerson[]> {
  const waiting = connections.filter(({ schedulePaused, fault }) => !schedulePaused && !fault);
  if (waiting.length === 0) return [];
  const rows: (MissedRow & { missed: number })[] = await db.query(
    `select distinct on (m.connection_id, m.record_type) m.*,
       (count(*) over (partition by m.connection_id, m.record_type))::int as missed
     from missed_window m
     join import_config i on i.connection_id = m.connection_id and i.record_type = m.record_type and i.state = 'on'
     where m.connection_id = any($1::uuid[]) and m.closes_at > $2 and not exists (
       select 1 from run r where r.connection_id = m.connection_id and r.record_type = m.record_type
         and (r.window_key = m.window_key or r.queued_at >= m.opens_at or r.finished_at is null
           or r.finished_at >= m.closes_at))
     order by m.connection_id, m.record_type, m.opens_at desc`,
    [waiting.map(({ id }) => id), new Date(now.getTime() - MISSED_SHOWN_MS)],
  );
  return rows.map((row) => toItem(row, waiting.find(({ id }) => id === row.connection_id)?.name ?? ''));
}

function toItem(row: MissedRow & { missed: number }, connectionName: string): NeedsPerson {
  const { label } = WINDOWS[row.name];
  const opened = `opened on ${easternTime(row.opens_at)}: ${REASONS[row.reason]}.`;
  const what =
    row.missed === 1
      ? `the ${label} window was missed. It ${opened}`
      : `${row.missed} windows were missed. The last one, ${label}, ${opened}`;
  return {
    id: `missed-${row.window_key}`,
    kind: 'missed_window',
    sentence: `${connectionName} · ${row.record_type}s: ${what}`,
    due: null,
    since: iso(row.closes_at),
    link: `/integrations/${row.connection_id}/history`,
    action: 'Run import',
  };
}
