import type { ConnectionRow } from '../../db/entities.ts';
import type { RecordType } from '../../domain/contact.ts';
import type { SyncContext } from '../context.ts';

/** Where a person opens a record in a browser; null when the connection's settings don't tell. */
export type RecordUrls = (connectionId: string, recordType: RecordType, recordId: string) => string | null;

/** Reads a team's connections once, to tell the addresses of many records. */
export async function openRecordUrls(ctx: SyncContext, teamId: string): Promise<RecordUrls> {
  const rows: Pick<ConnectionRow, 'id' | 'connector' | 'settings'>[] = await ctx.dataSource.manager.query(
    'select id, connector, settings from connection where team_id = $1',
    [teamId],
  );
  const connections = new Map(rows.map((row) => [row.id, row]));
  return (connectionId, recordType, recordId) => {
    const connection = connections.get(connectionId);
    if (!connection) return null;
    return ctx.connectors.get(connection.connector)?.recordUrl?.(connection.settings, recordType, recordId) ?? null;
  };
}
