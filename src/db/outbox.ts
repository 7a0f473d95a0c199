import type { ConsentChange, RecordType } from '../domain/contact.ts';
import { notifyOutbox, notifyLive } from './live.ts';
import type { Db } from './database.ts';
import { workerIsGone } from './presence.ts';

/**
 * The outbox: opt-out changes on their way to the CRM.
 *
 * ```
 * waiting ──claimed──▶ in_flight ──accepted──▶ confirmed
 *    ▲                    │  │
 *    └──may succeed later─┘  └──a person must act──▶ dead ──retry──▶ waiting
 * ```
 * A newer change of the same record makes older ones that are waiting or dead `superseded`. A row whose process died
 * while it was in flight is claimed again, at once when it is still the newest, for writing a fixed value twice is
 * harmless; else the newer one waits until its lease ends, so that nothing of the dead process can arrive behind it. A
 * record has at most one row in flight, so an older value can't overtake a newer one.
 */

export interface OutboxChange {
  readonly contactId: number;
  readonly change: ConsentChange;
  readonly eventId: number;
}

/**
 * Adds changes for contacts whose connection exchanges texting preferences; others have nowhere to write to and are
 * left out. Wakes the dispatchers when the transaction commits.
 *
 * @returns how many were added
 */
export async function addToOutbox(db: Db, now: Date, changes: readonly OutboxChange[]): Promise<number> {
  if (changes.length === 0) return 0;
  const rows: { connection_id: string; contact_id: number; id: number }[] = await db.query(
    `insert into outbox (team_id, contact_id, connection_id, record_type, record_id, change, event_id, state, due_at, created_at)
     select c.team_id, c.id, c.connection_id, c.record_type, c.record_id, n.change, n.event_id, 'waiting', $1, $1
     from unnest($2::bigint[], $3::text[], $4::bigint[]) as n(contact_id, change, event_id)
     join contact c on c.id = n.contact_id
     join import_config i on i.connection_id = c.connection_id and i.record_type = c.record_type and i.opt_out is not null
     join connection k on k.id = c.connection_id and k.disconnected_at is null
     order by n.event_id
     returning id, contact_id, connection_id`,
    [now, changes.map((one) => one.contactId), changes.map((one) => one.change), changes.map((one) => one.eventId)],
  );
  if (rows.length === 0) return 0;
  const ids = rows.map((row) => row.id);
  if (changes.some(({ change }) => change === 'opted_out')) await db.query(KEEP_CLOCK, [ids]);
  await db.query(
    `update outbox o set state = 'superseded', lease_owner = null, lease_expires_at = null
     from outbox n
     where n.id = any($1::bigint[]) and o.contact_id = n.contact_id and o.connection_id = n.connection_id
       and o.record_id = n.record_id and o.id < n.id and o.state in ('waiting', 'dead')`,
    [ids],
  );
  for (const connectionId of new Set(rows.map((row) => row.connection_id))) await notifyOutbox(db, connectionId);
  return rows.length;
}

// The days to honour an opt-out count from when the person said so: in a message that was decided about later, or first
// in one whose write-back has not arrived yet. Sending a state again that had arrived starts them anew.
const KEEP_CLOCK = `
update outbox n set revoked_at = f.since
from (
  select id, min(since) as since from (
    select n.id, e.occurred_at as since
    from outbox n join consent_event e on e.id = n.event_id and e.evidence ? 'decidedBy'
    where n.id = any($1::bigint[]) and not exists (
      select 1 from outbox o where o.contact_id = n.contact_id and o.event_id = n.event_id and o.id < n.id)
    union all
    select n.id, coalesce(o.revoked_at, o.created_at)
    from outbox n
    join outbox o on o.contact_id = n.contact_id and o.connection_id = n.connection_id and o.record_id = n.record_id
      and o.id < n.id and o.change = 'opted_out' and o.state in ('waiting', 'in_flight', 'dead')
    where n.id = any($1::bigint[]) and not exists (
      select 1 from outbox b where b.contact_id = n.contact_id and b.record_id = n.record_id and b.change = 'opted_in'
        and b.id > o.id and b.id < n.id)
  ) found group by id
) f
where n.id = f.id and n.change = 'opted_out' and f.since < n.created_at`;

export interface ClaimedWriteBack {
  readonly id: number;
  readonly teamId: string;
  readonly contactId: number;
  readonly recordType: RecordType;
  readonly recordId: string;
  readonly change: ConsentChange;
  readonly attempts: number;
}

/**
 * Claims what is due for a connection, oldest first. Rows of a record that has another one in flight wait; where a
 * record has several waiting, the newest is taken and the others are superseded. Live leases are skipped, so
 * dispatchers never wait for each other; an expired lease is taken over.
 *
 * @param leaseMs - how long the caller may take; longer than its calls can last
 */
export async function claimWriteBacks(
  db: Db,
  claim: {
    readonly connectionId: string;
    readonly owner: string;
    readonly now: Date;
    readonly leaseMs: number;
    readonly limit: number;
  },
): Promise<ClaimedWriteBack[]> {
  return db.transaction(async (tx) => {
    // One claim of a connection at a time: two that overlap could each take a row of the same record and send them in
    // any order.
    await tx.query(`select pg_advisory_xact_lock(hashtextextended('outbox ' || $1, 0))`, [claim.connectionId]);
    await tx.query(SUPERSEDE_OVERTAKEN, [claim.connectionId, claim.now]);
    const [rows]: [ClaimedRow[], number] = await tx.query(CLAIM, [
      claim.connectionId,
      claim.now,
      claim.limit,
      claim.owner,
      new Date(claim.now.getTime() + claim.leaseMs),
    ]);
    return rows.map(toClaimed);
  });
}

interface ClaimedRow {
  id: number;
  team_id: string;
  contact_id: number;
  record_type: RecordType;
  record_id: string;
  change: ConsentChange;
  attempts: number;
}

function toClaimed(row: ClaimedRow): ClaimedWriteBack {
  return {
    id: row.id,
    teamId: row.team_id,
    contactId: row.contact_id,
    recordType: row.record_type,
    recordId: row.record_id,
    change: row.change,
    attempts: row.attempts,
  };
}

// Its process died while it was in flight, and a newer change of the record has come since.
const SUPERSEDE_OVERTAKEN = `
update outbox o set state = 'superseded', lease_owner = null, lease_expires_at = null
where o.connection_id = $1 and o.state = 'in_flight' and o.lease_expires_at < $2
  and exists (
    select 1 from outbox n where n.connection_id = o.connection_id and n.record_type = o.record_type
      and n.record_id = o.record_id and n.id > o.id and n.state in ('waiting', 'in_flight'))`;

const CLAIM = `
with due as (
  select o.id from outbox o
  where o.connection_id = $1 and o.due_at <= $2
    and (o.state = 'waiting' or (o.state = 'in_flight' and (o.lease_expires_at < $2 or ${workerIsGone('o.lease_owner')})))
    and not exists (
      select 1 from outbox n where n.connection_id = o.connection_id and n.record_type = o.record_type
        and n.record_id = o.record_id and n.id <> o.id
        and (n.state = 'in_flight' and n.lease_expires_at >= $2 or n.state in ('waiting', 'in_flight') and n.id > o.id))
  order by o.due_at, o.id
  limit $3
  for update skip locked
)
update outbox o
set state = 'in_flight', lease_owner = $4, lease_expires_at = $5, attempts = o.attempts + 1, sent_at = $2
from due where o.id = due.id
returning o.id, o.team_id, o.contact_id, o.record_type, o.record_id, o.change, o.attempts`;

/** What came of one claimed write-back. */
export type WriteBackResult =
  | { readonly id: number; readonly kind: 'confirmed'; readonly crmAt: Date }
  | {
      readonly id: number;
      readonly kind: 'retry';
      readonly code: string;
      readonly reason: string;
      readonly dueAt: Date;
    }
  | {
      readonly id: number;
      readonly kind: 'dead';
      readonly code: string;
      readonly reason: string;
      readonly remedy: string;
    };

/**
 * Stores what came of claimed rows, in the transaction given. A row whose lease was lost meanwhile is left to its new
 * owner. A retry or refusal that a newer change has overtaken is superseded instead.
 */
export async function settleWriteBacks(
  db: Db,
  owner: string,
  now: Date,
  results: readonly WriteBackResult[],
): Promise<void> {
  if (results.length === 0) return;
  const [rows]: [{ contact_id: number; team_id: string }[], number] = await db.query(SETTLE, [
    owner,
    now,
    results.map((result) => result.id),
    results.map((result) => (result.kind === 'retry' ? 'waiting' : result.kind)),
    results.map((result) => (result.kind === 'confirmed' ? result.crmAt.toISOString() : null)),
    results.map((result) => (result.kind === 'retry' ? result.dueAt.toISOString() : null)),
    results.map((result) => (result.kind === 'confirmed' ? null : result.code)),
    results.map((result) => (result.kind === 'confirmed' ? null : result.reason)),
    results.map((result) => (result.kind === 'dead' ? result.remedy : null)),
  ]);
  for (const row of rows) await notifyLive(db, { teamId: row.team_id, type: 'contact', id: String(row.contact_id) });
}

const SETTLE = `
update outbox o
set state = case
      when r.state <> 'confirmed' and exists (
        select 1 from outbox n where n.connection_id = o.connection_id and n.record_type = o.record_type
          and n.record_id = o.record_id and n.id > o.id and n.state <> 'superseded')
      then 'superseded' else r.state end,
  lease_owner = null, lease_expires_at = null,
  confirmed_at = case when r.state = 'confirmed' then $2::timestamptz end,
  crm_confirmed_at = r.crm_at,
  due_at = coalesce(r.due_at, o.due_at),
  code = r.code, reason = r.reason, remedy = r.remedy
from unnest($3::bigint[], $4::text[], $5::timestamptz[], $6::timestamptz[], $7::text[], $8::text[], $9::text[])
  as r(id, state, crm_at, due_at, code, reason, remedy)
where o.id = r.id and o.lease_owner = $1 and o.state = 'in_flight'
returning o.contact_id, o.team_id`;

/** Gives claimed rows back, to be due at `dueAt`, when the whole call came to nothing. */
export async function releaseWriteBacks(
  db: Db,
  owner: string,
  ids: readonly number[],
  retry: { readonly code: string; readonly reason: string; readonly dueAt: Date },
): Promise<void> {
  await db.query(
    `update outbox set state = 'waiting', lease_owner = null, lease_expires_at = null, due_at = $3, code = $4, reason = $5
     where id = any($2::bigint[]) and lease_owner = $1 and state = 'in_flight'`,
    [owner, ids, retry.dueAt, retry.code, retry.reason],
  );
}

/** Connections with something waiting, and when the first of it is due. */
export async function dueConnections(db: Db): Promise<{ connectionId: string; dueAt: Date }[]> {
  const rows: { connection_id: string; due_at: Date }[] = await db.query(
    `select o.connection_id, min(case
         when o.state = 'waiting' or ${workerIsGone('o.lease_owner')} then o.due_at
         else o.lease_expires_at end) as due_at
     from outbox o join connection k on k.id = o.connection_id and k.disconnected_at is null
     where o.state in ('waiting', 'in_flight') group by o.connection_id`,
  );
  return rows.map((row) => ({ connectionId: row.connection_id, dueAt: row.due_at }));
}
