import { addCalls } from '../db/callCount.ts';
import { LeaseLost, renewLease } from '../db/runs.ts';
import type { RunWork } from './runWork.ts';

/**
 * Renews a run's lease while it is worked on, and writes down what its calls come to, so that neither is lost with the
 * process.
 *
 * @param onLost - called when another process has taken the run over
 * @returns what ends that
 */
export function startHeartbeat(work: RunWork, onLost: (lost: LeaseLost) => void): () => void {
  const { ctx, run, worker } = work;
  const heartbeat = setInterval(() => {
    beat(work)
      .then(() => worker.onHeartbeat?.())
      .catch((error: unknown) => {
        if (error instanceof LeaseLost) onLost(error);
        else ctx.log.warn('the lease of a run could not be renewed', { runId: run.id, error: String(error) });
      });
  }, worker.leaseMs / 3);
  return () => clearInterval(heartbeat);
}

/** Renews the lease once. @throws LeaseLost */
export async function beat(work: RunWork): Promise<void> {
  const { ctx, run, open, worker } = work;
  await renewLease(ctx.dataSource.manager, {
    runId: run.id,
    owner: worker.owner,
    expiresAt: new Date(ctx.now().getTime() + worker.leaseMs),
    callsSpent: run.callsSpent + open.callsUsed(),
  });
  await countCalls(work);
}

/** Adds the calls made since the last time to the connection's day. */
export async function countCalls({ ctx, run, open, progress }: RunWork): Promise<void> {
  const calls = open.callsUsed() - progress.callsCounted;
  progress.callsCounted += calls;
  await addCalls(ctx.dataSource.manager, run.connectionId, ctx.now(), calls, open.usage());
}
