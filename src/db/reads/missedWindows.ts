import { easternTime } from '../../domain/times.ts';
import { WINDOWS, windowStarts, type Window } from '../../domain/windows.ts';
import type { Db } from '../database.ts';
import type { ConnectionView } from './connections.ts';
import { iso } from './iso.ts';
import type { NeedsPerson } from './needsPerson.ts';
import { windowKey } from './nextStarts.ts';

const DAY_MS = 24 * 3_600_000;

interface Missed {
  readonly connection: ConnectionView;
  readonly recordType: string;
  readonly window: Window;
  readonly key: string;
}

/**
 * Windows of the last 24 hours that closed without having started their import: the service was down, or a run was in
 * the way. Told only while nothing of that import has run since the window opened, and only for a window that has
 * started it before: when windows were chosen is not known, and one chosen this evening was not missed this morning.
 */
export async function readMissedWindows(
  db: Db,
  connections: readonly ConnectionView[],
  now: Date,
): Promise<NeedsPerson[]> {
  const closed = connections.flatMap((connection) => closedWindows(connection, now));
  if (closed.length === 0) return [];
  const rows: { key: string; known: boolean; ran: boolean }[] = await db.query(
    `select w.key,
       exists (select 1 from run r where r.connection_id = w.connection_id and r.record_type = w.record_type
         and r.window_key like w.stem || '%') as known,
       exists (select 1 from run r where r.connection_id = w.connection_id and r.record_type = w.record_type
         and (r.window_key = w.key or r.queued_at >= w.opens_at)) as ran
     from unnest($1::text[], $2::uuid[], $3::text[], $4::text[], $5::timestamptz[])
       as w(key, connection_id, record_type, stem, opens_at)`,
    [
      closed.map(({ key }) => key),
      closed.map(({ connection }) => connection.id),
      closed.map(({ recordType }) => recordType),
      closed.map(({ key }) => key.slice(0, key.lastIndexOf('/') + 1)),
      closed.map(({ window }) => window.opensAt.toISOString()),
    ],
  );
  const missed = new Set(rows.filter(({ known, ran }) => known && !ran).map(({ key }) => key));
  return closed.filter(({ key }) => missed.has(key)).map(toItem);
}

function closedWindows(connection: ConnectionView, now: Date): Missed[] {
  if (connection.schedulePaused || connection.fault) return [];
  const from = new Date(now.getTime() - DAY_MS);
  return connection.imports
    .filter(({ state }) => state === 'on')
    .flatMap(({ recordType, windows }) =>
      windowStarts(windows, from, 2)
        .filter((window) => window.closesAt <= now)
        .map((window) => ({ connection, recordType, window, key: windowKey(connection.id, recordType, window) })),
    );
}

function toItem({ connection, recordType, window, key }: Missed): NeedsPerson {
  const { label } = WINDOWS[window.name];
  return {
    id: `missed-${key}`,
    kind: 'missed_window',
    sentence: `${connection.name} · ${recordType}s: the ${label} window was missed. It opened on ${easternTime(window.opensAt)}.`,
    since: iso(window.closesAt),
    link: `/integrations/${connection.id}/history`,
    action: 'Run import',
  };
}
