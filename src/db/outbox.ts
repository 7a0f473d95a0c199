import type { ConsentChange, RecordType } from '../domain/contact.ts';
import { notifyAllLive, notifyOutbox } from './live.ts';
import type { Db } from './database.ts';
import { TRY_LIMIT } from './outboxGate.ts';
import { workerIsGone } from './presence.ts';

/**
 * The outbox: opt-out changes on their way to the CRM.
 *
 * ```
 * waiting ──claimed──▶ in_flight ──accepted──▶ confirmed ──read back──▶ verified, differs or gone
 *    ▲                    │  │
 *    └──may succeed later─┘  └──a person must act──▶ dead ──retry──▶ waiting
 *                                                     └──done by hand in the CRM──▶ handled
 * ```
 * When a whole call comes to nothing, its rows go back to waiting and the connection's gate (`outboxGate.ts`) closes:
 * nothing of it is claimed until one small call went through. Reading back (`outboxReadBack.ts`) changes no state.
 *
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
 * Adds changes for contacts whose connection can be written to and exchanges texting preferences; others have nowhere
 * to write to and are left out. Wakes the dispatchers when the transaction commits.
 *
 * @returns how many were added
 */
export async function addToOutbox(db: Db, now: Date, changes: readonly OutboxChange[]): Promise<number> {
  if (changes.length === 0) return 0;
  // Each contact by its key, whatever the planner knows of a table that was just filled: a plain join may read every
  // contact of the connection for each batch.
  const rows: { connection_id: string; contact_id: number; id: number }[] = await db.query(
    `insert into outbox (team_id, contact_id, connection_id, record_type, record_id, change, event_id, state, due_at, created_at)
     select c.team_id, c.id, c.connection_id, c.record_type, c.record_id, n.change, n.event_id, 'waiting', $1, $1
     from unnest($2::bigint[], $3::text[], $4::bigint[]) as n(contact_id, change, event_id)
     cross join lateral (select * from contact where id = n.contact_id offset 0) c
     join import_config i on i.connection_id = c.connection_id and i.record_type = c.record_type and i.opt_out is not null
     join connection k on k.id = c.connection_id and k.disconnected_at is null and k.writes_back
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
  /** When the change was made here. */
  readonly createdAt: Date;
  readonly attempts: number;
}

/**
 * Claims what is due for a connection, oldest first. Rows of a record that has another one in flight wait; where a
 * record has several waiting, the newest is taken and the others are superseded. Live leases are skipped, so
 * dispatchers never wait for each other; an expired lease is taken over. Behind a closed gate nothing is claimed; when
 * its pause is over, a few rows, and nobody else's until they are settled.
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
    const [gate]: { failing: boolean; closed: boolean | null }[] = await tx.query(
      'select writes_failing_since is not null as failing, writes_retry_at > $2 as closed from connection where id = $1',
      [claim.connectionId, claim.now],
    );
    if (gate?.closed) return [];
    const leaseEnds = new Date(claim.now.getTime() + claim.leaseMs);
    const limit = gate?.failing ? Math.min(claim.limit, TRY_LIMIT) : claim.limit;
    let claimed: ClaimedRow[] = [];
    for (let found = 1; claimed.length === 0 && found > 0; ) {
      const [rows]: [ClaimedRow[], number] = await tx.query(CLAIM, [
        claim.connectionId,
        claim.now,
        limit,
        claim.owner,
        leaseEnds,
      ]);
      found = rows.length;
      claimed = rows.filter(({ state }) => state === 'in_flight');
    }
    if (gate?.failing && claimed.length > 0) {
      await tx.query('update connection set writes_retry_at = $2 where id = $1', [claim.connectionId, leaseEnds]);
    }
    return claimed.map(toClaimed);
  });
}

interface ClaimedRow {
  id: number;
  team_id: string;
  contact_id: number;
  record_type: RecordType;
  record_id: string;
  change: ConsentChange;
  created_at: Date;
  attempts: number;
  state: string;
}

function toClaimed(row: ClaimedRow): ClaimedWriteBack {
  return {
    id: row.id,
    teamId: row.team_id,
    contactId: row.contact_id,
    recordType: row.record_type,
    recordId: row.record_id,
    change: row.change,
    createdAt: row.created_at,
    attempts: row.attempts,
  };
}

/** SQL: a newer change of the record of `o` has come. */
const OVERTAKEN = `exists (
  select 1 from outbox n where n.connection_id = o.connection_id and n.record_type = o.record_type
    and n.record_id = o.record_id and n.id > o.id and n.state <> 'superseded')`;

// A row that was given back in the very moment in which a newer one was added may still be waiting: it is seen here.
const CLAIM = `
with due as (
  select o.id, ${OVERTAKEN} as overtaken from outbox o
  where o.connection_id = $1 and o.due_at <= $2
    and (o.state = 'waiting' or o.lease_expires_at < $2 or (${workerIsGone('o.lease_owner')} and not ${OVERTAKEN}))
    and o.state in ('waiting', 'in_flight')
    and not exists (
      select 1 from outbox n where n.connection_id = o.connection_id and n.record_type = o.record_type
        and n.record_id = o.record_id and n.id <> o.id and n.state = 'in_flight' and n.lease_expires_at >= $2)
  order by o.due_at, o.id
  limit $3
  for update skip locked
)
update outbox o
set state = case when due.overtaken then 'superseded' else 'in_flight' end,
  lease_owner = case when not due.overtaken then $4 end,
  lease_expires_at = case when not due.overtaken then $5::timestamptz end,
  attempts = o.attempts + (not due.overtaken)::int,
  sent_at = case when due.overtaken then o.sent_at else $2 end
from due where o.id = due.id
returning o.id, o.team_id, o.contact_id, o.record_type, o.record_id, o.change, o.created_at, o.attempts, o.state`;

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
    }
  /** It must not be written any more; nothing takes its place. */
  | { readonly id: number; readonly kind: 'superseded' };

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
    results.map((result) => ('code' in result ? result.code : null)),
    results.map((result) => ('code' in result ? result.reason : null)),
    results.map((result) => (result.kind === 'dead' ? result.remedy : null)),
  ]);
  await notifyAllLive(db, rows.map((row) => ({ teamId: row.team_id, type: 'contact', id: String(row.contact_id) })));
}

const SETTLE = `
with r as (
  select o.id, case when r.state <> 'confirmed' and ${OVERTAKEN} then 'superseded' else r.state end as state,
    r.crm_at, r.due_at, r.code, r.reason, r.remedy
  from unnest($3::bigint[], $4::text[], $5::timestamptz[], $6::timestamptz[], $7::text[], $8::text[], $9::text[])
    as r(id, state, crm_at, due_at, code, reason, remedy)
  join outbox o on o.id = r.id
)
update outbox o
set state = r.state, lease_owner = null, lease_expires_at = null,
  confirmed_at = case when r.state = 'confirmed' then $2::timestamptz end,
  read_back_due_at = case when r.state = 'confirmed' then $2::timestamptz end,
  died_at = case when r.state = 'dead' then $2::timestamptz end, died_mailed_at = null,
  crm_confirmed_at = r.crm_at,
  due_at = coalesce(r.due_at, o.due_at),
  code = r.code, reason = r.reason, remedy = r.remedy
from r
where o.id = r.id and o.lease_owner = $1 and o.state = 'in_flight'
returning o.contact_id, o.team_id`;

/**
 * Gives claimed rows back when the whole call came to nothing; those that a newer change has overtaken are superseded.
 * They are due at `dueAt`, behind those that waited before: should one of them be why the call fails, the next call is
 * made without it.
 */
export async function releaseWriteBacks(
  db: Db,
  owner: string,
  ids: readonly number[],
  retry: { readonly code: string; readonly reason: string; readonly dueAt: Date },
): Promise<void> {
  await db.query(
    `update outbox o set state = case when ${OVERTAKEN} then 'superseded' else 'waiting' end,
       lease_owner = null, lease_expires_at = null, due_at = $3, code = $4, reason = $5
     where o.id = any($2::bigint[]) and o.lease_owner = $1 and o.state = 'in_flight'`,
    [owner, ids, retry.dueAt, retry.code, retry.reason],
  );
}
