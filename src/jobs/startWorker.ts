import type { Job } from 'agenda';
import { AUDIT_CHANNEL } from '../db/driftAudits.ts';
import { listen, OUTBOX_CHANNEL, RUN_CHANNEL } from '../db/live.ts';
import { holdPresence, workerName } from '../db/presence.ts';
import { runsToTakeUp } from '../db/runs.ts';
import { cleanUp } from '../sync/cleanUp.ts';
import type { SyncContext } from '../sync/context.ts';
import { disposeDue } from '../sync/files/dispose.ts';
import { recordMissedWindows } from '../sync/missedWindows.ts';
import { runImport } from '../sync/runImport.ts';
import { scheduleImports } from '../sync/scheduleImports.ts';
import { sendMails, type Mailer } from '../sync/sendMails.ts';
import { startWriteBackDispatcher } from '../sync/writeBackDispatcher.ts';
import { defineAuditJobs } from './auditJobs.ts';
import { createAgenda, type AgendaOptions } from './createAgenda.ts';

export interface WorkerOptions extends Omit<AgendaOptions, 'name'> {
  /** Null: no mail server is set up; mails are marked failed, saying so. */
  readonly mailer: Mailer | null;
  /** How long a run's worker may be silent before another takes over, milliseconds. */
  readonly runLeaseMs?: number;
  /** How often everything that may have been missed is looked for, milliseconds. */
  readonly sweepEveryMs?: number;
}

export interface Worker {
  /** Finishes the page and the calls in hand, gives runs back, and closes. */
  stop(): Promise<void>;
}

const RUN_LEASE_MS = 30_000;

/**
 * Opens the worker's door: Agenda's jobs, each a thin call of one use case, and the write-back dispatcher. What there
 * is to do stands in the database (runs that wait, the outbox, mails); a notice only makes it quicker, and a job that
 * runs twice or never ended is harmless.
 */
export async function startWorker(ctx: SyncContext, options: WorkerOptions): Promise<Worker> {
  const owner = workerName();
  const presence = await holdPresence(options.databaseUrl, owner);
  const stopping = new AbortController();
  const leaseMs = options.runLeaseMs ?? RUN_LEASE_MS;
  const sweepEvery = options.sweepEveryMs ?? 15_000;
  const engine = await createAgenda(ctx, { ...options, name: owner });
  const { agenda } = engine;
  const dispatcher = startWriteBackDispatcher(ctx, owner);

  const takeUpRuns = async (): Promise<void> => {
    if (stopping.signal.aborted) return;
    for (const { id, turn } of await runsToTakeUp(ctx.dataSource.manager, ctx.now())) {
      // A job for each turn: the one whose worker died stays locked in the job table for a while.
      const job = agenda.create('run-import', { runId: id, turn });
      await job.unique({ 'data.runId': id, 'data.turn': turn }).schedule(new Date()).save();
    }
  };

  agenda.define(
    'run-import',
    async (job: Job<{ runId: string; turn: number }>) => {
      if (stopping.signal.aborted) return;
      await runImport(ctx, job.attrs.data.runId, {
        owner,
        leaseMs,
        stopping: stopping.signal,
        onHeartbeat: () => job.touch(),
      });
    },
    { concurrency: 2, lockLifetime: leaseMs },
  );
  // A sweep whose process died is due again with the next one: sweeping twice at once is harmless.
  const sweeps = { concurrency: 1, lockLifetime: sweepEvery };
  agenda.define('take-up-runs', takeUpRuns, sweeps);
  agenda.define('schedule-imports', async () => void (await scheduleImports(ctx)), sweeps);
  agenda.define('missed-windows', () => recordMissedWindows(ctx), { concurrency: 1 });
  agenda.define('sweep-outbox', () => dispatcher.sweep(), sweeps);
  agenda.define('put-files-away', async () => void (await disposeDue(ctx, stopping.signal)), {
    concurrency: 1,
    lockLifetime: 60_000,
  });
  agenda.define('clean-up', () => cleanUp(ctx), { concurrency: 1 });
  agenda.define('send-mails', async () => void (await sendMails(ctx, options.mailer)), { concurrency: 1 });

  const audits = defineAuditJobs(agenda, ctx, { owner, leaseMs, stopping: stopping.signal }, sweepEvery);

  // Before the first jobs come: a window may close in seconds. What passed while nothing ran is told before what was
  // left behind is taken up, which would look like a run that had been in the way.
  await scheduleImports(ctx);
  await recordMissedWindows(ctx);
  await agenda.start();
  await agenda.every(sweepEvery / 3, 'take-up-runs');
  await agenda.every(sweepEvery, 'schedule-imports');
  await agenda.every(sweepEvery, 'sweep-outbox');
  await agenda.every('5 minutes', 'missed-windows');
  await agenda.every('1 hour', 'clean-up');
  await agenda.every('1 minute', 'put-files-away');
  await agenda.every(sweepEvery, 'send-mails');

  const fail = (error: unknown): void =>
    ctx.log.error('a notice could not be followed', { error: String((error as Error)?.stack ?? error) });
  const channels = [OUTBOX_CHANNEL, RUN_CHANNEL, AUDIT_CHANNEL];
  const listener = await listen(options.databaseUrl, channels, (channel, payload) => {
    if (channel === OUTBOX_CHANNEL) {
      if (payload) dispatcher.wake(payload);
      else dispatcher.sweep().catch(fail);
    } else if (channel === AUDIT_CHANNEL) audits.takeUp().catch(fail);
    else takeUpRuns().catch(fail);
  });
  await takeUpRuns();
  await audits.start();
  await dispatcher.sweep();

  return {
    async stop() {
      stopping.abort(new Error('The service is stopping.'));
      await listener.close();
      await Promise.all([engine.stop(), dispatcher.stop()]);
      await presence.close();
    },
  };
}
