import { ConnectorError } from '../../contract/errors.ts';
import { addCalls } from '../../db/callCount.ts';
import { claimAudit, endAudit, releaseAudit, renewAuditLease, type AuditLease } from '../../db/driftAudits.ts';
import { readAuditSubjects } from '../../db/driftContacts.ts';
import { ConnectionEntity } from '../../db/entities.ts';
import { isPassingFault } from '../../db/isPassingFault.ts';
import { readAuditables } from '../../db/reads/optOuts/drift.ts';
import { LeaseLost } from '../../db/runs.ts';
import { clearFault, noteFault } from '../connections/faults.ts';
import { connectorOf } from '../connections/findConnection.ts';
import type { SyncContext } from '../context.ts';
import { openConnection } from '../openConnection.ts';
import type { RunEnd } from '../runImport.ts';
import type { RunWorker } from '../runWork.ts';
import { spendingGuard } from '../spendingGuard.ts';
import { comparePages, type AuditWork } from './comparePages.ts';

/** Longest passing fault of the CRM that an audit waits out by itself, and how often in a row. */
const WAIT_OUT_MS = 10 * 60_000;
const WAIT_OUT_TIMES = 6;
const DATABASE_PAUSE_MS = 2000;

const BUDGET: ReadonlySet<string> = new Set(['BUDGET_SPENT', 'ORG_NEARLY_SPENT']);

/**
 * One drift audit, from claim to end:
 *
 * ```
 * queued ──claim──▶ running ──▶ finished | failed, with what was compared
 *    ▲                 │
 *    └── stopped, or a passing fault: goes on after its last committed page
 * ```
 * Harmless when the audit is over or another process has it.
 *
 * @throws only what is a bug of the job's; faults of the CRM end in the audit's own state
 */
export async function runAudit(ctx: SyncContext, auditId: string, worker: RunWorker): Promise<RunEnd> {
  const db = ctx.dataSource.manager;
  const { owner, leaseMs } = worker;
  const audit = await claimAudit(db, { auditId, owner, now: ctx.now(), leaseMs });
  if (!audit) return 'not_taken';
  const lease: AuditLease = { auditId, teamId: audit.teamId, owner };
  const connection = await db.findOneByOrFail(ConnectionEntity, { id: audit.connectionId });
  const [auditable] = await readAuditables(db, audit.teamId, audit.connectionId);
  if (auditable?.refused) {
    const error = { code: 'audit_refused', message: auditable.refused };
    await endAudit(db, lease, { now: ctx.now(), callsSpent: audit.callsSpent, error });
    return 'ended';
  }
  // Somebody waits for one on demand; a weekly one can be made another week.
  const open = openConnection(ctx, connection, audit.weekly ? await spendingGuard(ctx, connection) : undefined);
  const subjects = await readAuditSubjects(db, audit.connectionId);
  const pageSize = connectorOf(ctx, connection).recordsPerRead;
  const progress = { pages: 0, callsCounted: 0 };
  const work: AuditWork = { ctx, audit, lease, open, pageSize, worker, subjects, progress };
  const halt = new AbortController();
  const stopHeartbeat = startBeating(work, (lost) => halt.abort(lost));
  try {
    await comparePages(work, AbortSignal.any([halt.signal, worker.stopping]));
    if (open.callsUsed() > 0) await clearFault(db, audit.connectionId);
    await end(work, null);
    return 'ended';
  } catch (error) {
    const failure: unknown = halt.signal.aborted ? halt.signal.reason : error;
    return await endBadly(work, failure).catch((next: unknown) => {
      // The lease was lost, or the database failed again: another process takes it up when the lease ends.
      if (next instanceof LeaseLost || isPassingFault(next)) return 'lost' as const;
      throw next;
    });
  } finally {
    stopHeartbeat();
    await countCalls(work);
    await open.close();
  }
}

async function end(work: AuditWork, error: { readonly code: string; readonly message: string } | null): Promise<void> {
  const { ctx, audit, lease, open } = work;
  const callsSpent = audit.callsSpent + open.callsUsed();
  await endAudit(ctx.dataSource.manager, lease, { now: ctx.now(), callsSpent, error });
}

/** What a failure comes to: given back to go on, or ended with the reason. */
async function endBadly(work: AuditWork, error: unknown): Promise<RunEnd> {
  const { ctx, audit, worker } = work;
  if (error instanceof LeaseLost) {
    ctx.log.warn(error.message);
    return 'lost';
  }
  if (worker.stopping.aborted) return goOn(work, 0, audit.attempts);
  const attempts = (work.progress.pages > 0 ? 0 : audit.attempts) + 1;
  if (isPassingFault(error) && attempts <= WAIT_OUT_TIMES) {
    ctx.log.warn('the database failed during a drift audit', { auditId: audit.id, error: String(error) });
    return goOn(work, DATABASE_PAUSE_MS, attempts);
  }
  if (!(error instanceof ConnectorError)) {
    ctx.log.error('a drift audit failed for a reason that is a fault of Rollcall', {
      auditId: audit.id,
      error: String((error as Error)?.stack ?? error),
    });
    await end(work, {
      code: 'internal',
      message: 'Something in Rollcall itself went wrong. What was compared is in the report; start the audit again.',
    });
    return 'ended';
  }
  await noteFault(ctx.dataSource.manager, audit.connectionId, error);
  const { retry } = error;
  const waits = retry.kind === 'after' && retry.delayMs <= WAIT_OUT_MS && attempts <= WAIT_OUT_TIMES;
  if (waits && !BUDGET.has(error.code)) return goOn(work, retry.delayMs, attempts);
  await end(work, { code: error.code, message: failedWords(error) });
  return 'ended';
}

function failedWords(error: ConnectorError): string {
  return BUDGET.has(error.code) ? `${error.message} The audit is put off to next week’s.` : error.message;
}

async function goOn({ ctx, audit, lease, open }: AuditWork, delayMs: number, attempts: number): Promise<'given_back'> {
  const dueAt = new Date(ctx.now().getTime() + delayMs);
  const callsSpent = audit.callsSpent + open.callsUsed();
  await releaseAudit(ctx.dataSource.manager, lease, { dueAt, attempts, callsSpent });
  return 'given_back';
}

/** Renews the lease while the audit is worked on. @returns what ends that */
function startBeating(work: AuditWork, onLost: (lost: LeaseLost) => void): () => void {
  const { ctx, audit, lease, open, worker } = work;
  const beat = async (): Promise<void> => {
    await renewAuditLease(ctx.dataSource.manager, lease, {
      expiresAt: new Date(ctx.now().getTime() + worker.leaseMs),
      callsSpent: audit.callsSpent + open.callsUsed(),
    });
    await countCalls(work);
    await worker.onHeartbeat?.();
  };
  const timer = setInterval(() => {
    beat().catch((error: unknown) => {
      if (error instanceof LeaseLost) onLost(error);
      else ctx.log.warn('the lease of a drift audit could not be renewed', { auditId: audit.id, error: String(error) });
    });
  }, worker.leaseMs / 3);
  return () => clearInterval(timer);
}

/** Adds the calls made since the last time to the connection's day. */
async function countCalls({ ctx, audit, open, progress }: AuditWork): Promise<void> {
  const calls = open.callsUsed() - progress.callsCounted;
  progress.callsCounted += calls;
  await addCalls(ctx.dataSource.manager, audit.connectionId, ctx.now(), calls, open.usage());
}
