import type { Db } from './database.ts';
import { notifyLive, RUN_CHANNEL } from './live.ts';
import { LeaseLost, logRun } from './runs.ts';
import type { RunQuestion } from './reads/runDetails.ts';

/** Why a run that has begun waits: for a time (`budget`, `limit`), for an upload to end, or for a person's answer. */
export interface Hold {
  readonly kind: 'budget' | 'limit' | 'question' | 'upload';
  /** A connector's error code. */
  readonly code: string;
  readonly message: string;
  /** When it goes on by itself; a question waits whatever the time. */
  readonly dueAt: Date;
  readonly question: StoredQuestion | null;
}

/** The source as it is now: what the answer “import” accepts, and stores with the import. */
export interface SourceOffer {
  readonly name: string;
  readonly folder: string | null;
  readonly filter: string;
  readonly count: number | null;
  readonly definition: string;
  readonly fullRunCalls: number;
  readonly usualRunCalls: number;
}

/** A question with what its answer stores; `offer` is null where the source is not what is asked about. */
export type StoredQuestion = RunQuestion & { readonly offer: SourceOffer | null };

/**
 * Gives a run back with the reason why it waits. It keeps its place and everything else it has. One that somebody
 * cancelled meanwhile does not wait: it is taken up at once to end.
 * @throws LeaseLost
 */
export async function holdRun(
  tx: Db,
  run: { readonly id: string; readonly teamId: string; readonly connectionId: string; readonly owner: string },
  hold: Hold & { readonly attempts: number },
): Promise<void> {
  const [, count]: [unknown[], number] = await tx.query(
    `update run set state = 'queued', lease_owner = null, lease_expires_at = null, rows_per_second = null,
       hold = case when cancel_requested then null else $3 end, hold_code = $4, hold_message = $5,
       due_at = case when cancel_requested then due_at else $6 end, question = $7, attempts = $8
     where id = $1 and lease_owner = $2 and state = 'running'`,
    [
      run.id,
      run.owner,
      hold.kind,
      hold.code,
      hold.message,
      hold.dueAt,
      hold.question === null ? null : JSON.stringify(hold.question),
      hold.attempts,
    ],
  );
  if (count === 0) throw new LeaseLost(run.id);
  await notifyLive(tx, { teamId: run.teamId, type: 'run', id: run.id });
  await notifyLive(tx, { teamId: run.teamId, type: 'connection', id: run.connectionId });
  // Another run of the connection may have waited for this one.
  await tx.query('select pg_notify($1, $2)', [RUN_CHANNEL, run.id]);
}

/** Lets runs that wait for a connection's budget go on at once. */
export async function endBudgetHolds(tx: Db, connectionId: string, now: Date): Promise<void> {
  const [rows]: [{ id: string; team_id: string }[], number] = await tx.query(
    `update run set due_at = least(due_at, $2) where connection_id = $1 and state = 'queued' and hold = 'budget'
     returning id, team_id`,
    [connectionId, now],
  );
  for (const { id, team_id: teamId } of rows) {
    await notifyLive(tx, { teamId, type: 'run', id });
    await tx.query('select pg_notify($1, $2)', [RUN_CHANNEL, id]);
  }
}

/** A run that waits, locked. */
export interface HeldRun {
  readonly id: string;
  readonly teamId: string;
  readonly kind: Hold['kind'];
  readonly message: string;
  /** Set when it waits for an answer. */
  readonly question: StoredQuestion | null;
}

/**
 * The run of an import that waits for calls, an upload or an answer, if any; kept as it is until the transaction ends.
 */
export async function lockHeldRun(
  tx: Db,
  of: { readonly connectionId: string; readonly recordType: string },
): Promise<HeldRun | null> {
  const rows: {
    id: string;
    team_id: string;
    hold: Hold['kind'];
    hold_message: string;
    question: StoredQuestion | null;
  }[] = await tx.query(
    `select id, team_id, hold, hold_message, question from run
     where connection_id = $1 and record_type = $2 and state = 'queued' and hold is not null for update`,
    [of.connectionId, of.recordType],
  );
  const row = rows[0];
  if (!row) return null;
  return { id: row.id, teamId: row.team_id, kind: row.hold, message: row.hold_message, question: row.question };
}

/**
 * Ends a run that waits: at once when it has read nothing, else a worker ends it by the rules that move the watermark.
 * @param reason - told with the run for good
 */
export async function stopHeldRun(tx: Db, run: HeldRun, reason: string, now: Date): Promise<void> {
  await tx.query(
    `update run set cancel_requested = true, hold = null, due_at = $2, error_code = hold_code, error_message = $3,
       state = case when pages = 0 then 'cancelled' else state end,
       finished_at = case when pages = 0 then $2::timestamptz end
     where id = $1`,
    [run.id, now, `${reason} ${run.message}`],
  );
  await wake(tx, run, now, reason);
}

/**
 * Lets a run go on with the source as it was shown. When that selects other people than before, everything is read
 * from the beginning; what is in already stays and counts.
 */
export async function acceptSource(
  tx: Db,
  run: HeldRun,
  { kind, offer }: { readonly kind: StoredQuestion['kind']; readonly offer: SourceOffer },
  reason: string,
  now: Date,
): Promise<void> {
  const { definition, count } = offer;
  await tx.query(
    `update run set hold = null, hold_code = null, hold_message = null, question = null, due_at = $2, accepted = $3,
       settings = settings || $4
     where id = $1`,
    [run.id, now, JSON.stringify({ definition, count }), JSON.stringify({ definition, sourceName: offer.name })],
  );
  if (kind === 'source_changed') {
    await tx.query(
      `update run set kind = 'full', since = null, cursor = null, source_definition = null, source_time = null,
         last_modified_at = null, last_record_id = null, unordered = false, calls_forecast = $2
       where id = $1`,
      [run.id, offer.fullRunCalls],
    );
  }
  await wake(tx, run, now, reason);
}

/** Lets a run go on with what was answered added to its settings. */
export async function acceptAnswers(
  tx: Db,
  run: HeldRun,
  settings: Readonly<Record<string, unknown>>,
  reason: string,
  now: Date,
): Promise<void> {
  await tx.query(
    `update run set hold = null, hold_code = null, hold_message = null, question = null, due_at = $2,
       settings = settings || $3
     where id = $1`,
    [run.id, now, JSON.stringify(settings)],
  );
  await wake(tx, run, now, reason);
}

async function wake(tx: Db, run: HeldRun, now: Date, line: string): Promise<void> {
  await logRun(tx, run.id, now, line);
  await notifyLive(tx, { teamId: run.teamId, type: 'run', id: run.id });
  await tx.query('select pg_notify($1, $2)', [RUN_CHANNEL, run.id]);
}
