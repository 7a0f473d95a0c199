import type { RecordType } from '../domain/contact.ts';
import type { WindowName } from '../domain/windows.ts';
import type { Db } from './database.ts';

/** A window of one day of one import, by its key (`windowKey`). */
export interface ClosedWindow {
  readonly key: string;
  readonly connectionId: string;
  readonly recordType: RecordType;
  readonly name: WindowName;
  readonly opensAt: Date;
  readonly closesAt: Date;
}

export type MissReason = 'service_down' | 'import_running' | 'not_connected';

/**
 * Keeps those of the windows that closed without having started their import, each once, however often and by however
 * many processes it is called. Why, as far as the database tells: the connection's fault stood already, a run of the
 * import was in the way when the window closed (worked on, waiting for its time or for an answer), or else nobody was
 * there to start it.
 *
 * @returns the connections of windows that were not known before, each with its team
 */
export async function addMissedWindows(
  db: Db,
  windows: readonly ClosedWindow[],
): Promise<{ teamId: string; connectionId: string }[]> {
  if (windows.length === 0) return [];
  return db.query(
    `with added as (
       insert into missed_window (window_key, team_id, connection_id, record_type, name, opens_at, closes_at, reason)
       select w.key, c.team_id, c.id, w.record_type, w.name, w.opens_at, w.closes_at,
         case
           when c.account_id is null or c.fault_since < w.closes_at and c.fault_code is not null then 'not_connected'
           when exists (
             select 1 from run r where r.connection_id = c.id and r.record_type = w.record_type
               and r.queued_at <= w.closes_at and (r.finished_at is null or r.finished_at >= w.closes_at)
               and (r.finished_at is not null or r.lease_expires_at >= w.closes_at or r.due_at > w.closes_at
                 or r.hold = 'question')
           ) then 'import_running'
           else 'service_down'
         end
       from unnest($1::text[], $2::uuid[], $3::text[], $4::text[], $5::timestamptz[], $6::timestamptz[])
         as w(key, connection_id, record_type, name, opens_at, closes_at)
       join connection c on c.id = w.connection_id
       where not exists (select 1 from run r where r.window_key = w.key)
       on conflict do nothing
       returning team_id, connection_id
     )
     select distinct team_id as "teamId", connection_id as "connectionId" from added`,
    [
      windows.map(({ key }) => key),
      windows.map(({ connectionId }) => connectionId),
      windows.map(({ recordType }) => recordType),
      windows.map(({ name }) => name),
      windows.map(({ opensAt }) => opensAt.toISOString()),
      windows.map(({ closesAt }) => closesAt.toISOString()),
    ],
  );
}
