import type { CallUsage } from '../contract/connector.ts';
import { easternDay } from '../domain/times.ts';
import type { Db } from './database.ts';

/**
 * Adds calls spent to the connection's Eastern day, and keeps what the account said of its own count.
 * @param usage - null when it said nothing
 */
export async function addCalls(
  db: Db,
  connectionId: string,
  now: Date,
  calls: number,
  usage: CallUsage | null = null,
): Promise<void> {
  if (calls <= 0) return;
  await db.query(
    `insert into call_count (connection_id, day, calls) values ($1, $2, $3)
     on conflict (connection_id, day) do update set calls = call_count.calls + excluded.calls`,
    [connectionId, easternDay(now), calls],
  );
  if (usage === null) return;
  await db.query(
    'update connection set org_calls_left = $2, org_calls_allowed = $3, org_calls_at = $4 where id = $1',
    [connectionId, usage.left, usage.allowed, now],
  );
}

/** Calls a connection has spent in the Eastern day that `now` lies in. */
export async function callsOfDay(db: Db, connectionId: string, now: Date): Promise<number> {
  const rows: { calls: number }[] = await db.query(
    'select calls from call_count where connection_id = $1 and day = $2',
    [connectionId, easternDay(now)],
  );
  return rows[0]?.calls ?? 0;
}
