import type { ConnectionReport } from '../../contract/connector.ts';
import { ConnectorError } from '../../contract/errors.ts';
import type { ConnectionRow } from '../../db/entities.ts';
import { secretStore } from '../../db/secretStore.ts';
import type { SyncContext } from '../context.ts';
import { connectorOf, findConnection, type ConnectionKey } from './findConnection.ts';
import { storeAccount } from './storeAccount.ts';
import { useConnection } from './useConnection.ts';

/**
 * Asks the vendor who we are and what we may do, and writes the account down.
 *
 * @throws ConnectorError; `ACCOUNT_CHANGED` when it is another account than the one connected before: contacts and opt-outs
 *   belong to that one, so what was got from the other is thrown away. RequestError `connection_missing`
 */
export async function testConnection(ctx: SyncContext, key: ConnectionKey): Promise<ConnectionReport> {
  const connection = await findConnection(ctx.dataSource.manager, key);
  return useConnection(ctx, connection, async (open, signal) => {
    const report = await open.test(signal);
    if (connection.account_id !== null && connection.account_id !== report.account.accountId) {
      await forgetTokens(ctx, connection);
      throw otherAccount(connection, report);
    }
    await storeAccount(ctx.dataSource.manager, connection.id, report.account);
    return report;
  }, { fresh: true });
}

async function forgetTokens(ctx: SyncContext, connection: ConnectionRow): Promise<void> {
  const { typedSecrets } = connectorOf(ctx, connection);
  await secretStore(ctx.dataSource, ctx.sealer, connection.id).update((stored, save) =>
    save(Object.fromEntries(Object.keys(stored).filter((name) => !typedSecrets.includes(name)).map((name) => [name, null]))),
  );
}

function otherAccount(connection: ConnectionRow, { account }: ConnectionReport): ConnectorError {
  return new ConnectorError(
    'ACCOUNT_CHANGED',
    `These settings lead to ${account.accountName} (${account.accountId}), but this connection belongs to ` +
      `${connection.account_name ?? ''} (${connection.account_id}). Use that account, or make another connection for this one.`,
    { kind: 'reauthorise' },
  );
}
