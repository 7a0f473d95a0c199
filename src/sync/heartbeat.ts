import { addCalls } from '../db/callCount.ts';
import { LeaseLost, renewLease } from '../db/runs.ts';
import type { RunWork } from './runWork.ts';

/**
 * Renews a run's lease while it is worked on, and writes down what its calls come to, so that neither is lost with the
 * process.
 *
 * @param onLost - called when another process has taken the run over
 * @param onCancel - called when somebody asked to cancel it, maybe more than once
 * @returns what ends that
 */
export function startHeartbeat(
  work: RunWork,
  onLost: (lost: LeaseLost) => void,
  onCancel: () => void = () => undefined,
): () => void {
  const { ctx, run, worker } = work;
  const heartbeat = setInterval(() => {
    beat(work)
      .then(({ cancelRequested }) => {
        if (cancelRequested) onCancel();
        return worker.onHeartbeat?.();
      })
      .catch((error: unknown) => {
        if (error instanceof LeaseLost) onLost(error);
        else ctx.log.warn('the lease of a run could not be renewed', { runId: run.id, error: String(error) });
      });
  }, worker.leaseMs / 3);
  return () => clearInterval(heartbeat);
}

/**
 * Renews the lease once.
 * @returns whether somebody asked to cancel
 * @throws LeaseLost
 */
export async function beat(work: RunWork): Promise<{ cancelRequested: boolean }> {
  const { ctx, run, open, worker } = work;
  const renewed = await renewLease(ctx.dataSource.manager, {
    runId: run.id,
    owner: worker.owner,
    expiresAt: new Date(ctx.now().getTime() + worker.leaseMs),
    callsSpent: run.callsSpent + open.callsUsed(),
  });
  await countCalls(work);
  return renewed;
}

/** Adds the calls made since the last time to the connection's day. */
export async function countCalls({ ctx, run, open, progress }: RunWork): Promise<void> {
  const calls = open.callsUsed() - progress.callsCounted;
  progress.callsCounted += calls;
  await addCalls(ctx.dataSource.manager, run.connectionId, ctx.now(), calls, open.usage());
}
