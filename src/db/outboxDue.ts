import type { Db } from './database.ts';
import { workerIsGone } from './presence.ts';

/** How many of a connection could be claimed now, counted up to `most`. */
export async function countDue(db: Db, connectionId: string, now: Date, most: number): Promise<number> {
  const [row]: { count: number }[] = await db.query(
    `select count(*)::int as count from (
       select 1 from outbox where connection_id = $1 and state = 'waiting' and due_at <= $2 limit $3) due`,
    [connectionId, now, most],
  );
  return row!.count;
}

/** Connections with something to send or to read back, and when the first of it is due. */
export async function dueConnections(
  db: Db,
  connectionId: string | null = null,
): Promise<{ connectionId: string; dueAt: Date }[]> {
  const rows: { connection_id: string; due_at: Date }[] = await db.query(
    `select k.id as connection_id, least(greatest(s.due_at, k.writes_retry_at), r.due_at) as due_at
     from connection k
     left join (
       select o.connection_id, min(case
           when o.state = 'waiting' or ${workerIsGone('o.lease_owner')} then o.due_at
           else o.lease_expires_at end) as due_at
       from outbox o where o.state in ('waiting', 'in_flight') and ($1::uuid is null or o.connection_id = $1)
       group by o.connection_id
     ) s on s.connection_id = k.id
     left join (
       select o.connection_id, min(o.read_back_due_at) as due_at
       from outbox o where o.read_back_due_at is not null and ($1::uuid is null or o.connection_id = $1)
       group by o.connection_id
     ) r on r.connection_id = k.id
     where k.disconnected_at is null and ($1::uuid is null or k.id = $1)
       and (s.due_at is not null or r.due_at is not null)`,
    [connectionId],
  );
  return rows.map((row) => ({ connectionId: row.connection_id, dueAt: row.due_at }));
}
