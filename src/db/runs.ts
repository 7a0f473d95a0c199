import type { Cursor } from '../contract/sources.ts';
import type { RecordType } from '../domain/contact.ts';
import type { Db } from './database.ts';
import { notifyLive, RUN_CHANNEL } from './live.ts';
import type { RunKind } from './reads/runSummary.ts';
import { workerIsGone } from './presence.ts';

/**
 * A run's row. Whoever works on a run holds its lease; every write of the worker names the lease's owner, so that one
 * that was thought dead and comes back can't commit anything.
 */
export interface ClaimedRun {
  readonly id: string;
  readonly teamId: string;
  readonly connectionId: string;
  readonly recordType: RecordType;
  readonly kind: RunKind;
  readonly settings: unknown;
  readonly since: Date | null;
  readonly cursor: Cursor | null;
  readonly definition: string | null;
  readonly rowsRead: number;
  readonly pages: number;
  readonly callsSpent: number;
  readonly resumed: number;
  readonly attempts: number;
  readonly cancelRequested: boolean;
  /** It reads everything of an import that has contacts, so those it does not meet will have left the source. */
  readonly collectsSeen: boolean;
  readonly startedBy: string;
  /** When it was first taken up. */
  readonly startedAt: Date;
  /** The file it reads; null for other sources, and while none is chosen. */
  readonly fileId: string | null;
  /** First run of the queue that imports several files; null while it has taken none. */
  readonly chain: string | null;
  /** The run whose rows in error it corrects. */
  readonly corrects: string | null;
}

interface RunRow {
  id: string;
  team_id: string;
  connection_id: string;
  record_type: RecordType;
  kind: RunKind;
  settings: unknown;
  since: Date | null;
  cursor: Cursor | null;
  source_definition: string | null;
  rows_read: number;
  pages: number;
  calls_spent: number;
  resumed: number;
  attempts: number;
  cancel_requested: boolean;
  collects_seen: boolean;
  started_by: string;
  started_at: Date;
  file_id: string | null;
  chain: string | null;
  corrects: string | null;
}

/** The lease on a run, or on another long piece of work, was lost to another process; nothing in hand was committed. */
export class LeaseLost extends Error {
  constructor(id: string, what = 'run') {
    super(`Another process took over ${what} ${id}.`);
    this.name = 'LeaseLost';
  }
}

/**
 * Takes a run that waits for nothing but its time and is due, or one whose worker is gone.
 * @returns null when there is nothing to take: over, held by another process, or another run of the connection is going
 *   on
 */
export async function claimRun(
  db: Db,
  claim: { readonly runId: string; readonly owner: string; readonly now: Date; readonly leaseMs: number },
): Promise<ClaimedRun | null> {
  try {
    const [rows]: [RunRow[], number] = await db.query(
      `update run r
       set state = 'running', hold = null, hold_code = null, hold_message = null, question = null,
         lease_owner = $2, lease_expires_at = $4, started_at = coalesce(started_at, $3),
         resumed = resumed + case when started_at is null then 0 else 1 end,
         collects_seen = case when cursor is null then kind <> 'incremental' and exists (
             select 1 from contact c where c.connection_id = r.connection_id and c.record_type = r.record_type)
           else collects_seen end
       where id = $1
         and (state = 'queued' and due_at <= $3 and hold is distinct from 'question' or state = 'running' and ${isOrphaned('r', '$3')})
         and not exists (select 1 from run o where o.connection_id = r.connection_id and o.id <> r.id and o.state = 'running')
       returning *`,
      [claim.runId, claim.owner, claim.now, new Date(claim.now.getTime() + claim.leaseMs)],
    );
    const row = rows[0];
    if (!row) return null;
    await notifyLive(db, { teamId: row.team_id, type: 'run', id: row.id });
    return {
      id: row.id,
      teamId: row.team_id,
      connectionId: row.connection_id,
      recordType: row.record_type,
      kind: row.kind,
      settings: row.settings,
      since: row.since,
      cursor: row.cursor,
      definition: row.source_definition,
      rowsRead: row.rows_read,
      pages: row.pages,
      callsSpent: row.calls_spent,
      resumed: row.resumed,
      attempts: row.attempts,
      cancelRequested: row.cancel_requested,
      collectsSeen: row.collects_seen,
      startedBy: row.started_by,
      startedAt: row.started_at,
      fileId: row.file_id,
      chain: row.chain,
      corrects: row.corrects,
    };
  } catch (error) {
    // Two runs of one connection were claimed in the same instant; the index let one through.
    if ((error as { code?: string }).code === '23505') return null;
    throw error;
  }
}

/**
 * @returns whether somebody asked to cancel
 * @throws LeaseLost
 */
export async function renewLease(
  db: Db,
  lease: { runId: string; owner: string; expiresAt: Date; callsSpent: number },
): Promise<{ cancelRequested: boolean }> {
  const [rows]: [{ cancel_requested: boolean }[], number] = await db.query(
    `update run set lease_expires_at = $3, calls_spent = $4 where id = $1 and lease_owner = $2 and state = 'running'
     returning cancel_requested`,
    [lease.runId, lease.owner, lease.expiresAt, lease.callsSpent],
  );
  if (!rows[0]) throw new LeaseLost(lease.runId);
  return { cancelRequested: rows[0].cancel_requested };
}

/** Rows by outcome; the last five add up to `read`. */
export interface RowOutcomes {
  readonly read: number;
  readonly created: number;
  readonly updated: number;
  readonly unchanged: number;
  readonly skipped: number;
  readonly errors: number;
}

export interface PageCommit {
  readonly runId: string;
  readonly teamId: string;
  readonly owner: string;
  readonly expiresAt: Date;
  readonly cursor: Cursor;
  readonly definition: string;
  readonly sourceRows: number | null;
  readonly sourceTime: Date;
  /** False when the page's rows came in no order. */
  readonly ordered: boolean;
  readonly outcomes: RowOutcomes;
  readonly warnings: number;
  readonly optOutsSet: number;
  readonly optOutsLifted: number;
  readonly optInsNotApplied: number;
  /** As the connector says; null leaves what the pages before said. */
  readonly readTo: { readonly modifiedAt: Date; readonly recordId: string | null } | null;
  readonly callsSpent: number;
  readonly rowsPerSecond: number | null;
}

/**
 * Moves the run's counters and its cursor, in the transaction that holds the page.
 * @returns whether somebody asked to cancel
 * @throws LeaseLost, which rolls the page back
 */
export async function commitPage(tx: Db, page: PageCommit): Promise<{ cancelRequested: boolean }> {
  const { outcomes } = page;
  const [rows]: [{ cancel_requested: boolean }[], number] = await tx.query(
    `update run set cursor = $3, source_definition = coalesce(source_definition, $4), source_rows = coalesce($5, source_rows),
       source_time = coalesce(source_time, $6), pages = pages + 1, rows_read = rows_read + $7, created = created + $8,
       updated = updated + $9, unchanged = unchanged + $10, skipped = skipped + $11, errors = errors + $12,
       warnings = warnings + $13, opt_outs_set = opt_outs_set + $14, opt_outs_lifted = opt_outs_lifted + $15,
       opt_ins_not_applied = opt_ins_not_applied + $16, last_modified_at = coalesce($17, last_modified_at),
       last_record_id = case when $17::timestamptz is null then last_record_id else $18 end, calls_spent = $19, rows_per_second = $20, lease_expires_at = $21,
       unordered = unordered or $22
     where id = $1 and lease_owner = $2 and state = 'running'
     returning cancel_requested`,
    [
      page.runId,
      page.owner,
      JSON.stringify(page.cursor),
      page.definition,
      page.sourceRows,
      page.sourceTime,
      outcomes.read,
      outcomes.created,
      outcomes.updated,
      outcomes.unchanged,
      outcomes.skipped,
      outcomes.errors,
      page.warnings,
      page.optOutsSet,
      page.optOutsLifted,
      page.optInsNotApplied,
      page.readTo?.modifiedAt ?? null,
      page.readTo?.recordId ?? null,
      page.callsSpent,
      page.rowsPerSecond,
      page.expiresAt,
      !page.ordered,
    ],
  );
  if (!rows[0]) throw new LeaseLost(page.runId);
  await notifyLive(tx, { teamId: page.teamId, type: 'run', id: page.runId });
  return { cancelRequested: rows[0].cancel_requested };
}

/** One line of the run's log. */
export async function logRun(db: Db, runId: string, at: Date, message: string): Promise<void> {
  await db.query('insert into run_log (run_id, at, message) values ($1, $2, $3)', [runId, at, message]);
}

/** Gives the run back, so that any process may go on from its last committed page at `dueAt`, and says so to all. */
export async function releaseRun(
  db: Db,
  run: { runId: string; owner: string; teamId: string; dueAt: Date; attempts: number },
): Promise<void> {
  await db.query(
    `update run set state = 'queued', lease_owner = null, lease_expires_at = null, attempts = $4, rows_per_second = null,
       due_at = case when cancel_requested then least(due_at, $3) else $3 end
     where id = $1 and lease_owner = $2 and state = 'running'`,
    [run.runId, run.owner, run.dueAt, run.attempts],
  );
  await notifyLive(db, { teamId: run.teamId, type: 'run', id: run.runId });
  await db.query('select pg_notify($1, $2)', [RUN_CHANNEL, run.runId]);
}

/** A run that a worker should take up. */
export interface WaitingRun {
  readonly id: string;
  /** Counts how often it has been taken up before; another one after each. */
  readonly turn: number;
}

/** Runs that a worker should take up: due ones that wait, and ones whose worker is gone. */
export async function runsToTakeUp(db: Db, now: Date): Promise<WaitingRun[]> {
  return db.query(
    `select r.id, case when r.started_at is null then 0 else r.resumed + 1 end as turn from run r
     where (r.state = 'queued' and r.due_at <= $1 and r.hold is distinct from 'question'
         and not exists (select 1 from run o where o.connection_id = r.connection_id and o.state = 'running'))
       or (r.state = 'running' and ${isOrphaned('r', '$1')})
     order by r.queued_at`,
    [now],
  );
}

/** SQL: nobody works on this running run any more. */
function isOrphaned(run: string, now: string): string {
  return `(${run}.lease_expires_at is null or ${run}.lease_expires_at < ${now} or ${workerIsGone(`${run}.lease_owner`)})`;
}
