import { easternDay } from '../domain/times.ts';
import type { Db } from './database.ts';

/** Adds calls spent to the connection's Eastern day. */
export async function addCalls(db: Db, connectionId: string, now: Date, calls: number): Promise<void> {
  if (calls <= 0) return;
  await db.query(
    `insert into call_count (connection_id, day, calls) values ($1, $2, $3)
     on conflict (connection_id, day) do update set calls = call_count.calls + excluded.calls`,
    [connectionId, easternDay(now), calls],
  );
}
