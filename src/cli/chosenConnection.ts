import { listConnections, type ShownConnection } from '../sync/connections/viewConnection.ts';
import type { SyncContext } from '../sync/context.ts';
import { RequestError } from '../sync/errors.ts';

/**
 * A connection by its name, in any case, or by its ID.
 * @throws RequestError `connection_missing`, naming those there are
 */
export async function chosenConnection(ctx: SyncContext, teamId: string, typed: string): Promise<ShownConnection> {
  const list = await listConnections(ctx, teamId);
  const one = list.find(({ id, name }) => id === typed || name.toLowerCase() === typed.toLowerCase());
  if (one) return one;
  const names = list.map(({ name }) => name).join(', ') || 'none';
  throw new RequestError(
    'not_found',
    'connection_missing',
    `The team has no connection ${typed}. There are: ${names}.`,
  );
}
