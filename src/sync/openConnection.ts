import type { OpenConnection } from '../contract/connector.ts';
import type { ConnectionRow } from '../db/entities.ts';
import { secretStore } from '../db/secretStore.ts';
import type { SyncContext } from './context.ts';

/**
 * Opens a stored connection with its connector. Makes no call yet; close it when done.
 * @throws when no connector of that name is registered, which is a fault of the installation
 */
export function openConnection(ctx: SyncContext, connection: ConnectionRow): OpenConnection {
  const connector = ctx.connectors.get(connection.connector);
  if (!connector) throw new Error(`No connector is called ${connection.connector}.`);
  return connector.open(
    {
      connectionId: connection.id,
      settings: connection.settings,
      secrets: secretStore(ctx.dataSource, ctx.sealer, connection.id),
      accountId: connection.account_id,
    },
    { allowPrivateHosts: ctx.allowPrivateHosts, now: ctx.now, log: ctx.log },
  );
}
