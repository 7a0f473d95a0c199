import type { OpenConnection } from '../../contract/connector.ts';
import { ConnectorError } from '../../contract/errors.ts';
import { addCalls } from '../../db/callCount.ts';
import type { ConnectionRow } from '../../db/entities.ts';
import type { SyncContext } from '../context.ts';
import { openConnection } from '../openConnection.ts';
import { clearFault, noteFault } from './faults.ts';

/** How long somebody at a form waits for the vendor. */
const PATIENCE_MS = 30_000;

/**
 * Opens a connection for one piece of work that a person waits for and closes it whatever happens. Calls are counted; a fault
 * that needs a person is noted, and success takes a noted one away.
 *
 * @throws ConnectorError; `TIMEOUT` when the vendor takes longer than 30 seconds
 */
export async function useConnection<T>(
  ctx: SyncContext,
  connection: ConnectionRow,
  work: (open: OpenConnection, signal: AbortSignal) => Promise<T>,
): Promise<T> {
  const db = ctx.dataSource.manager;
  const signal = AbortSignal.timeout(PATIENCE_MS);
  let open: OpenConnection | null = null;
  try {
    open = openConnection(ctx, connection);
    const answer = await work(open, signal);
    await clearFault(db, connection.id);
    return answer;
  } catch (error) {
    if (error instanceof ConnectorError) {
      await noteFault(db, connection.id, error);
      throw error;
    }
    throw signal.aborted ? tooSlow(connection.name, error) : error;
  } finally {
    if (open) {
      await open.close();
      await addCalls(db, connection.id, ctx.now(), open.callsUsed());
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
