import { notifyLive, notifyOutbox } from './live.ts';
import type { Db } from './database.ts';

/**
 * The gate of a connection's write-backs, in the database, so that it holds for every process:
 *
 * ```
 * open ──a whole call fails──▶ closed until writes_retry_at ──▶ one small call tries ──goes through──▶ open
 *                                   ▲                                  │
 *                                   └──────────── fails again ─────────┘
 * ```
 * While it is closed nothing of the connection is sent, and the pauses between tries are short, so that an outage of
 * any length costs few calls, everything goes out soon after its end, and no herd of single retries stands behind it.
 * Whoever tries next closes the gate behind itself for as long as its call may last (`claimWriteBacks`).
 */

/** How many the call takes that tries whether the CRM is back. */
export const TRY_LIMIT = 20;

const FIRST_PAUSE_MS = 500;
const LONGEST_PAUSE_MS = 30_000;

/** Why whole calls fail. */
export interface GateFailure {
  readonly code: string;
  /** The CRM's own words, else ours. */
  readonly reason: string;
  /** The vendor named this delay, or nothing can change before; 0 when only our own pauses count. */
  readonly atLeastMs: number;
}

/**
 * Closes the gate, for twice as long as the time before: from half a second to half a minute, with jitter, or longer
 * when the failure says so.
 */
export async function closeGate(db: Db, connectionId: string, now: Date, failure: GateFailure): Promise<void> {
  const [rows]: [{ team_id: string; began: boolean }[], number] = await db.query(
    `update connection set writes_failing_since = coalesce(writes_failing_since, $2), writes_failing_code = $3,
       writes_failing_reason = $4, writes_failures = writes_failures + 1,
       writes_retry_at = $2::timestamptz + make_interval(secs => greatest(
         least($5::float8, $6::float8 * power(2, least(writes_failures, 16))) * (1 - random() / 10),
         $7::float8 * (1 + random() / 10)) / 1000)
     where id = $1 returning team_id, writes_failures = 1 as began`,
    [connectionId, now, failure.code, failure.reason, LONGEST_PAUSE_MS, FIRST_PAUSE_MS, failure.atLeastMs],
  );
  if (rows[0]?.began) await notifyLive(db, { teamId: rows[0].team_id, type: 'connection', id: connectionId });
}

/** A call went through: everything that waits may go. */
export async function openGate(db: Db, connectionId: string): Promise<void> {
  const [rows]: [{ team_id: string }[], number] = await db.query(
    `update connection set ${OPENED} where id = $1 and writes_failing_since is not null returning team_id`,
    [connectionId],
  );
  if (!rows[0]) return;
  await notifyOutbox(db, connectionId);
  await notifyLive(db, { teamId: rows[0].team_id, type: 'connection', id: connectionId });
}

const OPENED = `writes_failing_since = null, writes_failing_code = null, writes_failing_reason = null,
  writes_failures = 0, writes_retry_at = null`;

/**
 * Ends the pause, not the gate: the next call tries at once, and the pauses after it begin short again. For a person
 * who has mended something or asks for it.
 */
export async function tryAtOnce(db: Db, connectionId: string): Promise<void> {
  const [, count]: [unknown[], number] = await db.query(
    `update connection set writes_retry_at = writes_failing_since, writes_failures = 1
     where id = $1 and writes_failing_since is not null`,
    [connectionId],
  );
  if (count > 0) await notifyOutbox(db, connectionId);
}

/** Opens the gates behind which nothing waits any more: nobody would ever try again, so they would stand for ever. */
export async function openEmptyGates(db: Db): Promise<void> {
  await db.query(
    `update connection k set ${OPENED}
     where k.writes_failing_since is not null and not exists (
       select 1 from outbox o where o.connection_id = k.id and o.state in ('waiting', 'in_flight'))`,
  );
}
