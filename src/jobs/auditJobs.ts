import type { Agenda, Job } from 'agenda';
import { auditsToTakeUp } from '../db/driftAudits.ts';
import type { SyncContext } from '../sync/context.ts';
import { runAudit } from '../sync/drift/runAudit.ts';
import { scheduleAudits } from '../sync/drift/scheduleAudits.ts';
import type { RunWorker } from '../sync/runWork.ts';

export interface AuditJobs {
  /** Takes up what waits now. */
  takeUp(): Promise<void>;
  /** Begins to look for what waits, and for what the week brings. */
  start(): Promise<void>;
}

/** Defines the jobs of drift audits; what there is to do stands in the database, as with runs. */
export function defineAuditJobs(
  agenda: Agenda,
  ctx: SyncContext,
  worker: Omit<RunWorker, 'onHeartbeat'>,
  sweepEveryMs: number,
): AuditJobs {
  const { stopping, leaseMs } = worker;
  const takeUp = async (): Promise<void> => {
    if (stopping.aborted) return;
    for (const { id, turn } of await auditsToTakeUp(ctx.dataSource.manager, ctx.now())) {
      // A job for each turn: the one whose worker died stays locked in the job table for a while.
      const job = agenda.create('run-audit', { auditId: id, turn });
      await job.unique({ 'data.auditId': id, 'data.turn': turn }).schedule(new Date()).save();
    }
  };
  agenda.define(
    'run-audit',
    async (job: Job<{ auditId: string; turn: number }>) => {
      if (stopping.aborted) return;
      await runAudit(ctx, job.attrs.data.auditId, { ...worker, onHeartbeat: () => job.touch() });
    },
    { concurrency: 2, lockLifetime: leaseMs },
  );
  const sweeps = { concurrency: 1, lockLifetime: sweepEveryMs };
  agenda.define('take-up-audits', takeUp, sweeps);
  agenda.define('schedule-audits', async () => void (await scheduleAudits(ctx)), sweeps);
  return {
    takeUp,
    async start() {
      await agenda.every(sweepEveryMs / 3, 'take-up-audits');
      await agenda.every(sweepEveryMs, 'schedule-audits');
      await takeUp();
    },
  };
}
