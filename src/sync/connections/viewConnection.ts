import { readConnections, type ConnectionView } from '../../db/reads/connections.ts';
import type { SyncContext } from '../context.ts';
import { RequestError } from '../errors.ts';
import { connectorOf, type ConnectionKey } from './findConnection.ts';

/** Where vendors send browsers back to after their consent page. */
export function callbackUrl(ctx: SyncContext): string {
  return `${ctx.publicUrl}/oauth/callback`;
}

/** A connection as the API shows it: of its secrets those that people type, and the address to enter at the vendor. */
export type ShownConnection = ConnectionView & { readonly callbackUrl: string; readonly maxWindows: number };

export async function listConnections(ctx: SyncContext, teamId: string): Promise<ShownConnection[]> {
  const connections = await readConnections(ctx.dataSource.manager, teamId, ctx.now());
  return connections.map((connection) => shown(ctx, connection));
}

/** @throws RequestError `connection_missing` */
export async function viewConnection(ctx: SyncContext, key: ConnectionKey): Promise<ShownConnection> {
  const [connection] = await readConnections(ctx.dataSource.manager, key.teamId, ctx.now(), key.connectionId);
  if (!connection)
    throw new RequestError('not_found', 'connection_missing', 'This connection can’t be found in this team.');
  return shown(ctx, connection);
}

function shown(ctx: SyncContext, connection: ConnectionView): ShownConnection {
  const { typedSecrets, maxWindowsPerDay } = connectorOf(ctx, connection);
  return {
    ...connection,
    maxWindows: maxWindowsPerDay,
    secrets: connection.secrets.filter(({ name }) => typedSecrets.includes(name)),
    callbackUrl: callbackUrl(ctx),
  };
}
