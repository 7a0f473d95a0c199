import type { RecordType } from '../domain/contact.ts';
import type { Comparison } from '../domain/compareConsent.ts';
import type { Db } from './database.ts';
import { notifyLive } from './live.ts';
import { workerIsGone } from './presence.ts';
import { LeaseLost } from './runs.ts';

/**
 * A drift audit's row, worked on like a run's: whoever works on it holds its lease, every write of the worker names the
 * lease's owner, and each page is committed whole with the counters and the place it was read to.
 */
export interface ClaimedAudit {
  readonly id: string;
  readonly teamId: string;
  readonly connectionId: string;
  /** Started by the schedule: its calls are kept within the connection's budget. */
  readonly weekly: boolean;
  /** The last contact that was compared; 0 before the first. */
  readonly lastContactId: number;
  readonly callsSpent: number;
  /** Failures of the CRM since the last page that was committed. */
  readonly attempts: number;
}

/** Wakes workers for an audit that waits. */
export const AUDIT_CHANNEL = 'rollcall_audit';

export interface NewAudit {
  readonly teamId: string;
  readonly connectionId: string;
  readonly startedBy: string;
  /** Makes a weekly start happen once, however many processes try; null for one on demand. */
  readonly windowKey: string | null;
  /** Linked contacts. */
  readonly total: number;
  readonly callsForecast: number;
  readonly now: Date;
}

/** @returns the audit's ID; null when one of this connection waits or runs, or its window has had one */
export async function addAudit(tx: Db, audit: NewAudit): Promise<string | null> {
  const rows: { id: string }[] = await tx.query(
    `insert into drift_audit (team_id, connection_id, state, started_by, window_key, queued_at, due_at, total, calls_forecast)
     values ($1, $2, 'queued', $3, $4, $5, $5, $6, $7) on conflict do nothing returning id`,
    [
      audit.teamId,
      audit.connectionId,
      audit.startedBy,
      audit.windowKey,
      audit.now,
      audit.total,
      audit.callsForecast,
    ],
  );
  const id = rows[0]?.id ?? null;
  if (id !== null) await tellOfAudit(tx, audit.teamId, id);
  return id;
}

/** Tells browsers that an audit changed, and workers that one may wait. */
async function tellOfAudit(db: Db, teamId: string, id: string): Promise<void> {
  await notifyLive(db, { teamId, type: 'opt_outs', id });
  await db.query('select pg_notify($1, $2)', [AUDIT_CHANNEL, id]);
}

/**
 * Takes an audit that is due, or one whose worker is gone.
 * @returns null when there is nothing to take: over, not due, or held by another process
 */
export async function claimAudit(
  db: Db,
  claim: { readonly auditId: string; readonly owner: string; readonly now: Date; readonly leaseMs: number },
): Promise<ClaimedAudit | null> {
  const [rows]: [ClaimedRow[], number] = await db.query(
    `update drift_audit a
     set state = 'running', lease_owner = $2, lease_expires_at = $4, started_at = coalesce(started_at, $3),
       resumed = resumed + case when started_at is null then 0 else 1 end
     where id = $1 and ${CAN_BE_TAKEN('$3')}
     returning id, team_id, connection_id, window_key, last_contact_id, calls_spent, attempts`,
    [claim.auditId, claim.owner, claim.now, new Date(claim.now.getTime() + claim.leaseMs)],
  );
  const row = rows[0];
  if (!row) return null;
  await notifyLive(db, { teamId: row.team_id, type: 'opt_outs', id: row.id });
  return {
    id: row.id,
    teamId: row.team_id,
    connectionId: row.connection_id,
    weekly: row.window_key !== null,
    lastContactId: row.last_contact_id,
    callsSpent: row.calls_spent,
    attempts: row.attempts,
  };
}

interface ClaimedRow {
  id: string;
  team_id: string;
  connection_id: string;
  window_key: string | null;
  last_contact_id: number;
  calls_spent: number;
  attempts: number;
}

/** SQL: the audit `a` waits for nobody but a worker. */
const CAN_BE_TAKEN = (now: string): string =>
  `(a.state = 'queued' and a.due_at <= ${now}
    or a.state = 'running' and (a.lease_expires_at is null or a.lease_expires_at < ${now} or ${workerIsGone('a.lease_owner')}))`;

/** Audits that a worker should take up; `turn` is another number each time one is taken up. */
export async function auditsToTakeUp(db: Db, now: Date): Promise<{ readonly id: string; readonly turn: number }[]> {
  return db.query(
    `select a.id, case when a.started_at is null then 0 else a.resumed + 1 end as turn
     from drift_audit a where a.state in ('queued', 'running') and ${CAN_BE_TAKEN('$1')} order by a.queued_at`,
    [now],
  );
}

/** Who works on an audit. */
export interface AuditLease {
  readonly auditId: string;
  readonly teamId: string;
  readonly owner: string;
}

/** @throws LeaseLost */
export async function renewAuditLease(
  db: Db,
  { auditId, owner }: AuditLease,
  renewed: { readonly expiresAt: Date; readonly callsSpent: number },
): Promise<void> {
  await writeAs(db, auditId, owner, 'lease_expires_at = $3, calls_spent = $4', [
    renewed.expiresAt,
    renewed.callsSpent,
  ]);
}

/** What one contact of a page came to. */
export interface ComparedRow {
  readonly contactId: number;
  readonly recordType: RecordType;
  readonly recordId: string;
  readonly comparison: Comparison;
  readonly crmValue: string | null;
  readonly crmModifiedAt: Date | null;
}

/**
 * Stores a page of comparisons, in the transaction that read the contacts' states: items, counters and the place.
 * @throws LeaseLost, which rolls the page back
 */
export async function commitAuditPage(
  tx: Db,
  { auditId, teamId, owner }: AuditLease,
  page: {
    readonly rows: readonly ComparedRow[];
    readonly lastContactId: number;
    readonly expiresAt: Date;
    readonly callsSpent: number;
    readonly now: Date;
  },
): Promise<void> {
  const count = (comparison: Comparison): number => page.rows.filter((row) => row.comparison === comparison).length;
  await writeAs(
    tx,
    auditId,
    owner,
    `last_contact_id = $3, lease_expires_at = $4, calls_spent = $5, compared = compared + $6,
     total = greatest(total, compared + $6), agree = agree + $7, on_the_way = on_the_way + $8,
     out_here_only = out_here_only + $9, out_there_only = out_there_only + $10, gone = gone + $11,
     unreadable = unreadable + $12, attempts = 0`,
    [
      page.lastContactId,
      page.expiresAt,
      page.callsSpent,
      page.rows.length,
      count('agree'),
      count('on_the_way'),
      count('out_here_only'),
      count('out_there_only'),
      count('gone'),
      count('unreadable'),
    ],
  );
  const items = page.rows.filter(({ comparison }) => comparison !== 'agree' && comparison !== 'on_the_way');
  if (items.length > 0) {
    await tx.query(
      `insert into drift_item (audit_id, compared_at, contact_id, kind, record_type, record_id, crm_value, crm_modified_at)
       select $1, $2, n.* from unnest($3::bigint[], $4::text[], $5::text[], $6::text[], $7::text[], $8::timestamptz[]) as n`,
      [
        auditId,
        page.now,
        items.map((item) => item.contactId),
        items.map((item) => item.comparison),
        items.map((item) => item.recordType),
        items.map((item) => item.recordId),
        items.map((item) => item.crmValue),
        items.map((item) => item.crmModifiedAt?.toISOString() ?? null),
      ],
    );
  }
  await notifyLive(tx, { teamId, type: 'opt_outs', id: auditId });
}

/** Gives the audit back: any process may go on from its last committed page at `dueAt`. @throws LeaseLost */
export async function releaseAudit(
  db: Db,
  { auditId, teamId, owner }: AuditLease,
  again: { readonly dueAt: Date; readonly attempts: number; readonly callsSpent: number },
): Promise<void> {
  const set = `state = 'queued', due_at = $3, attempts = $4, calls_spent = $5, lease_owner = null,
    lease_expires_at = null`;
  await writeAs(db, auditId, owner, set, [again.dueAt, again.attempts, again.callsSpent]);
  await tellOfAudit(db, teamId, auditId);
}

/** Ends the audit; what was compared stays. @throws LeaseLost */
export async function endAudit(
  db: Db,
  { auditId, teamId, owner }: AuditLease,
  end: {
    readonly now: Date;
    readonly callsSpent: number;
    readonly error: { readonly code: string; readonly message: string } | null;
  },
): Promise<void> {
  const set = `state = $3, finished_at = $4, calls_spent = $5, error_code = $6, error_message = $7, lease_owner = null,
    lease_expires_at = null`;
  const state = end.error ? 'failed' : 'finished';
  const { code = null, message = null } = end.error ?? {};
  await writeAs(db, auditId, owner, set, [state, end.now, end.callsSpent, code, message]);
  await notifyLive(db, { teamId, type: 'opt_outs', id: auditId });
}

/** Writes to the row in the name of the lease's owner. */
async function writeAs(db: Db, id: string, owner: string, set: string, values: readonly unknown[]): Promise<void> {
  const [, count]: [unknown[], number] = await db.query(
    `update drift_audit set ${set} where id = $1 and lease_owner = $2 and state = 'running'`,
    [id, owner, ...values],
  );
  if (count === 0) throw new LeaseLost(id, 'drift audit');
}

/** How long the contacts of a report, and the report itself, are kept. */
const ITEMS_KEPT_MS = 90 * 86_400_000;
const REPORTS_KEPT_MS = 365 * 86_400_000;

/** Deletes reports that ended a year ago, and the contacts in those that ended 90 days ago. */
export async function forgetOldAudits(db: Db, now: Date): Promise<void> {
  await db.query(
    'delete from drift_item i using drift_audit a where a.id = i.audit_id and a.finished_at < $1',
    [new Date(now.getTime() - ITEMS_KEPT_MS)],
  );
  await db.query('delete from drift_audit where finished_at < $1', [new Date(now.getTime() - REPORTS_KEPT_MS)]);
}
