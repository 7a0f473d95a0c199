import type { ConnectorDeps, OpenConnection, SpendingGuard } from '../contract/connector.ts';
import type { ConnectionRow } from '../db/entities.ts';
import { secretStore } from '../db/secretStore.ts';
import type { SyncContext } from './context.ts';

/**
 * Opens a stored connection with its connector. Makes no call yet; close it when done.
 * @param mayCall - keeps what it reads within a budget; without one nothing limits it
 * @throws when no connector of that name is registered, which is a fault of the installation
 */
export function openConnection(ctx: SyncContext, connection: ConnectionRow, mayCall?: SpendingGuard): OpenConnection {
  const connector = ctx.connectors.get(connection.connector);
  if (!connector) throw new Error(`No connector is called ${connection.connector}.`);
  return connector.open(
    {
      connectionId: connection.id,
      settings: connection.settings,
      secrets: secretStore(ctx.dataSource, ctx.sealer, connection.id),
      accountId: connection.account_id,
      ...(mayCall ? { mayCall } : {}),
    },
    connectorDeps(ctx),
  );
}

/** What connectors are handed of the service. */
export function connectorDeps({ allowPrivateHosts, spoolDirectory, now, log }: SyncContext): ConnectorDeps {
  return { allowPrivateHosts, spoolDirectory, now, log };
}
