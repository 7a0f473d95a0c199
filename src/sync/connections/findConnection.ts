import type { Connector } from '../../contract/connector.ts';
import type { Db } from '../../db/database.ts';
import type { ConnectionRow } from '../../db/entities.ts';
import { isUuid } from '../../db/reads/ids.ts';
import type { SyncContext } from '../context.ts';
import { RequestError } from '../errors.ts';

/** Which connection of which team somebody asks about. */
export interface ConnectionKey {
  readonly teamId: string;
  readonly connectionId: string;
}

/**
 * @param options.lock - keeps others from changing it until the transaction ends, without holding up rows that refer to
 *   it
 * @throws RequestError `connection_missing`, also for another team's and for one that was disconnected
 */
export async function findConnection(
  db: Db,
  key: ConnectionKey,
  options: { readonly lock?: boolean } = {},
): Promise<ConnectionRow> {
  const rows: ConnectionRow[] = isUuid(key.connectionId)
    ? await db.query(
        `select * from connection where id = $1 and team_id = $2 and disconnected_at is null ${options.lock ? 'for no key update' : ''}`,
        [key.connectionId, key.teamId],
      )
    : [];
  if (!rows[0])
    throw new RequestError('not_found', 'connection_missing', 'This connection can’t be found in this team.');
  return rows[0];
}

/** @throws when no connector of that name is registered, which is a fault of the installation */
export function connectorOf(ctx: SyncContext, connection: Pick<ConnectionRow, 'connector'>): Connector {
  const connector = ctx.connectors.get(connection.connector);
  if (!connector) throw new Error(`No connector is called ${connection.connector}.`);
  return connector;
}

/** What a kind of source leaves to columns that an admin maps; nothing while no source is chosen. */
export function sourceKindOf(
  connector: Connector,
  sourceKind: string | null,
): { readonly mapsIdentity: boolean; readonly mapsModified: boolean } {
  const kind = connector.sourceKinds.find(({ name }) => name === sourceKind);
  return { mapsIdentity: kind?.mapsIdentity ?? false, mapsModified: kind?.mapsModified ?? false };
}

/** Two people saved the same thing: the second one is told instead of overwriting the first. */
export function editClash(what: string): RequestError {
  return new RequestError(
    'conflict',
    'edit_clash',
    `Somebody else changed ${what} meanwhile. Nothing was saved. Load it again and compare.`,
  );
}
