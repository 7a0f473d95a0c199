import type { ConsentChange, RecordType } from '../domain/contact.ts';
import { notifyAllLive } from './live.ts';
import type { Db } from './database.ts';

/**
 * Reading confirmed values back: a confirmed row is due at once, and read together with others of its record type. A
 * row whose record has a newer one is not read: what stands there is the newer one's business.
 */

export interface DueReadBack {
  readonly id: number;
  readonly contactId: number;
  readonly recordId: string;
  readonly change: ConsentChange;
  readonly attempts: number;
}

/**
 * Takes what is due, all of one record type, oldest first. It is due again when `leaseMs` have passed, should this
 * process not live to say what it read.
 */
export async function claimReadBacks(
  db: Db,
  claim: { readonly connectionId: string; readonly now: Date; readonly leaseMs: number; readonly limit: number },
): Promise<{ readonly recordType: RecordType; readonly rows: DueReadBack[] } | null> {
  await db.query(FORGET_OVERTAKEN, [claim.connectionId, claim.now]);
  const [rows]: [ClaimedRow[], number] = await db.query(CLAIM, [
    claim.connectionId,
    claim.now,
    claim.limit,
    new Date(claim.now.getTime() + claim.leaseMs),
  ]);
  if (rows.length === 0) return null;
  return {
    recordType: rows[0]!.record_type,
    rows: rows.map((row) => ({
      id: row.id,
      contactId: row.contact_id,
      recordId: row.record_id,
      change: row.change,
      attempts: row.read_back_attempts,
    })),
  };
}

interface ClaimedRow {
  id: number;
  contact_id: number;
  record_type: RecordType;
  record_id: string;
  change: ConsentChange;
  read_back_attempts: number;
}

/** SQL: the record of `o` has no newer write-back. */
const NEWEST = `not exists (
  select 1 from outbox n where n.connection_id = o.connection_id and n.record_type = o.record_type
    and n.record_id = o.record_id and n.id > o.id)`;

const FORGET_OVERTAKEN = `
update outbox o set read_back_due_at = null
where o.connection_id = $1 and o.read_back_due_at <= $2 and not ${NEWEST}`;

const CLAIM = `
with due as (
  select o.id from outbox o
  where o.connection_id = $1 and o.read_back_due_at <= $2 and o.record_type = (
    select f.record_type from outbox f where f.connection_id = $1 and f.read_back_due_at <= $2
    order by f.read_back_due_at, f.id limit 1)
  order by o.read_back_due_at, o.id
  limit $3
  for update skip locked
)
update outbox o set read_back_due_at = $4, read_back_attempts = o.read_back_attempts + 1
from due where o.id = due.id
returning o.id, o.contact_id, o.record_type, o.record_id, o.change, o.read_back_attempts`;

export interface ReadBackResult {
  readonly id: number;
  readonly result: 'verified' | 'differs' | 'gone';
}

/** What was stored of the rows given, with whom it concerns. */
export interface StoredReadBack extends ReadBackResult {
  readonly contactId: number;
  /** We said opted out, in the contact's newest write-back, and the contact is still opted out. */
  readonly stands: boolean;
}

/** Stores what was read, except where a newer change of the record has come meanwhile. */
export async function storeReadBacks(db: Db, now: Date, results: readonly ReadBackResult[]): Promise<StoredReadBack[]> {
  const [rows]: [
    { id: number; team_id: string; contact_id: number; read_back: ReadBackResult['result']; stands: boolean }[],
    number,
  ] = await db.query(
    `update outbox o set read_back = r.result, read_back_at = $1, read_back_due_at = null
     from unnest($2::bigint[], $3::text[]) as r(id, result)
     where o.id = r.id and o.state = 'confirmed' and ${NEWEST}
     returning o.id, o.team_id, o.contact_id, o.read_back, o.change = 'opted_out'
       and exists (select 1 from contact c where c.id = o.contact_id and c.opted_out)
       and not exists (select 1 from outbox n where n.contact_id = o.contact_id and n.id > o.id) as stands`,
    [now, results.map(({ id }) => id), results.map(({ result }) => result)],
  );
  await notifyAllLive(db, rows.map((row) => ({ teamId: row.team_id, type: 'contact', id: String(row.contact_id) })));
  return rows.map((row) => ({ id: row.id, contactId: row.contact_id, result: row.read_back, stands: row.stands }));
}

/** Puts off what could not be read. @param dueAt - null gives up: the value stays confirmed, and unread */
export async function putOffReadBacks(
  db: Db,
  rows: readonly { readonly id: number; readonly dueAt: Date | null }[],
): Promise<void> {
  await db.query(
    `update outbox o set read_back_due_at = r.due_at
     from unnest($1::bigint[], $2::timestamptz[]) as r(id, due_at) where o.id = r.id and o.read_back is null`,
    [rows.map(({ id }) => id), rows.map(({ dueAt }) => dueAt?.toISOString() ?? null)],
  );
}
