import { notifyLive } from '../../db/live.ts';
import type { SyncContext } from '../context.ts';
import { RequestError } from '../errors.ts';

/**
 * Makes an unfinished connection: nothing is connected or imported yet. Its first record type stands as a draft, the
 * others are off.
 *
 * @param request.name - the connector's title by default, numbered when the team has one of that name
 * @returns the connection's ID
 * @throws RequestError `connector_unknown`, `name_taken`
 */
export async function createConnection(
  ctx: SyncContext,
  request: { readonly teamId: string; readonly connector: string; readonly name?: string },
): Promise<string> {
  const connector = ctx.connectors.get(request.connector);
  if (!connector) {
    throw new RequestError(
      'refused',
      'connector_unknown',
      `There is no connector called ${request.connector}. Choose one of ${[...ctx.connectors.keys()].join(', ')}.`,
    );
  }
  const wanted = request.name?.trim() ?? '';
  return ctx.dataSource.transaction(async (tx) => {
    const names = wanted === '' ? candidates(connector.title) : [wanted];
    for (const name of names) {
      const rows: { id: string }[] = await tx.query(
        `insert into connection (team_id, connector, name, writes_back) values ($1, $2, $3, $4)
         on conflict (team_id, lower(name)) where disconnected_at is null do nothing returning id`,
        [request.teamId, connector.id, name, connector.writesBack],
      );
      const id = rows[0]?.id;
      if (!id) continue;
      for (const [index, { id: recordType }] of connector.recordTypes.entries()) {
        await tx.query(
          'insert into import_config (connection_id, record_type, team_id, state) values ($1, $2, $3, $4)',
          [id, recordType, request.teamId, index === 0 ? 'draft' : 'off'],
        );
      }
      await notifyLive(tx, { teamId: request.teamId, type: 'connection', id });
      return id;
    }
    throw nameTaken(wanted);
  });
}

function candidates(title: string): string[] {
  return Array.from({ length: 100 }, (_, index) => (index === 0 ? title : `${title} ${index + 1}`));
}

export function nameTaken(name: string): RequestError {
  const message = `The team has a connection called ${name} already. Choose another name.`;
  return new RequestError('conflict', 'name_taken', message, [{ field: 'name', message }]);
}
