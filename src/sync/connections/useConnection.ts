import type { OpenConnection } from '../../contract/connector.ts';
import { ConnectorError } from '../../contract/errors.ts';
import { addCalls } from '../../db/callCount.ts';
import type { ConnectionRow } from '../../db/entities.ts';
import type { SyncContext } from '../context.ts';
import { clearFault, noteFault } from './faults.ts';
import { giveBack, takeKept, type Kept } from './keptConnections.ts';

/** How long somebody at a form waits for the vendor. */
const PATIENCE_MS = 30_000;

/**
 * Opens a connection for one piece of work that a person waits for. Calls are counted; a fault that needs a person is
 * noted, and success takes a noted one away.
 *
 * @param options.fresh - asks the vendor now, rather than trusting what it said a moment ago
 * @param options.provesNothing - the work signs in to nothing, so its success takes no fault away
 * @throws ConnectorError; `TIMEOUT` when the vendor takes longer than 30 seconds
 */
export async function useConnection<T>(
  ctx: SyncContext,
  connection: ConnectionRow,
  work: (open: OpenConnection, signal: AbortSignal) => Promise<T>,
  options: { readonly fresh?: boolean; readonly provesNothing?: boolean } = {},
): Promise<T> {
  const db = ctx.dataSource.manager;
  const signal = AbortSignal.timeout(PATIENCE_MS);
  let kept: Kept | null = null;
  let failed = true;
  try {
    kept = takeKept(ctx, connection, options.fresh ?? false);
    const answer = await work(kept.open, signal);
    failed = false;
    if (!options.provesNothing) await clearFault(db, connection.id);
    return answer;
  } catch (error) {
    if (error instanceof ConnectorError) {
      await noteFault(db, connection.id, error);
      throw error;
    }
    throw signal.aborted ? tooSlow(connection.name, error) : error;
  } finally {
    if (kept) {
      const calls = kept.open.callsUsed() - kept.counted;
      kept.counted += calls;
      const usage = kept.open.usage();
      await giveBack(ctx, connection.id, kept, failed);
      await addCalls(db, connection.id, ctx.now(), calls, usage);
    }
  }
}

function tooSlow(name: string, cause: unknown): ConnectorError {
  return new ConnectorError(
    'TIMEOUT',
    `${name} did not answer within ${PATIENCE_MS / 1000} seconds. Nothing was changed. Try again in a minute.`,
    { kind: 'after', delayMs: 60_000 },
    { cause },
  );
}
