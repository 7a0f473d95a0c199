import type { ConnectionReport } from '../../contract/connector.ts';
import { ConnectorError } from '../../contract/errors.ts';
import type { ConnectionRow } from '../../db/entities.ts';
import type { SyncContext } from '../context.ts';
import { findConnection, type ConnectionKey } from './findConnection.ts';
import { storeAccount } from './storeAccount.ts';
import { useConnection } from './useConnection.ts';

/**
 * Asks the vendor who we are and what we may do, and writes the account down.
 *
 * @throws ConnectorError; `ACCOUNT_CHANGED` when it is another account than the one connected before, which contacts
 *   and opt-outs belong to. RequestError `connection_missing`
 */
export async function testConnection(ctx: SyncContext, key: ConnectionKey): Promise<ConnectionReport> {
  const connection = await findConnection(ctx.dataSource.manager, key);
  return useConnection(
    ctx,
    connection,
    async (open, signal) => {
      const report = await open.test(signal, await sourceOf(ctx, connection));
      if (connection.account_id !== null && connection.account_id !== report.account.accountId)
        throw otherAccount(connection, report);
      await storeAccount(ctx.dataSource.manager, connection.id, report.account);
      return report;
    },
    { fresh: true },
  );
}

/** Whose folder is looked into: that of the first import that has a source. */
async function sourceOf(ctx: SyncContext, connection: ConnectionRow): Promise<string | null> {
  const [row]: { source_id: string }[] = await ctx.dataSource.query(
    'select source_id from import_config where connection_id = $1 and source_id is not null order by record_type limit 1',
    [connection.id],
  );
  return row?.source_id ?? null;
}

function otherAccount(connection: ConnectionRow, { account }: ConnectionReport): ConnectorError {
  return new ConnectorError(
    'ACCOUNT_CHANGED',
    `These settings lead to ${account.accountName} (${account.accountId}), but this connection belongs to ` +
      `${connection.account_name ?? ''} (${connection.account_id}). Use that account, or make another connection for this one.`,
    { kind: 'reauthorise' },
  );
}
