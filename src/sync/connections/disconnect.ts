import { notifyLive } from '../../db/live.ts';
import { secretStore } from '../../db/secretStore.ts';
import type { SyncContext } from '../context.ts';
import { RequestError } from '../errors.ts';
import { findConnection, type ConnectionKey } from './findConnection.ts';

const NOT_SENT = 'The connection was disconnected before this was sent.';
const BY_HAND = 'Record the change in the source by hand. The contact’s texting preference here stays as it is.';

/**
 * Ends a connection for good: its secrets are deleted, its runs stop, its schedule ends. Contacts, their consent, the
 * history of runs stay. Opt-outs that had not been sent are marked as failed on their contacts, for nobody will send
 * them now.
 *
 * @param confirm - the connection's name, typed by whoever asks
 * @throws RequestError `connection_missing`, `name_differs`
 */
export async function disconnect(ctx: SyncContext, key: ConnectionKey, confirm: string): Promise<void> {
  const { dataSource } = ctx;
  await dataSource.transaction(async (tx) => {
    const connection = await findConnection(tx, key, { lock: true });
    if (confirm.trim().toLowerCase() !== connection.name.trim().toLowerCase()) {
      const message = `Type the connection's name, ${connection.name}, to disconnect it. Nothing was changed.`;
      throw new RequestError('refused', 'name_differs', message, [{ field: 'confirm', message }]);
    }
    const now = ctx.now();
    await tx.query('update connection set disconnected_at = $2, version = version + 1 where id = $1', [
      connection.id,
      now,
    ]);
    await tx.query(`update import_config set state = 'off', windows = '{}' where connection_id = $1`, [connection.id]);
    await tx.query('delete from authorization_attempt where connection_id = $1', [connection.id]);
    const [runs]: [{ id: string }[], number] = await tx.query(
      `update run set cancel_requested = true,
         state = case when state = 'queued' then 'cancelled' else state end,
         finished_at = case when state = 'queued' then $2::timestamptz end
       where connection_id = $1 and state in ('queued', 'running') returning id`,
      [connection.id, now],
    );
    await tx.query(
      `update outbox set state = 'dead', lease_owner = null, lease_expires_at = null, code = 'DISCONNECTED', reason = $2, remedy = $3
       where connection_id = $1 and state in ('waiting', 'in_flight')`,
      [connection.id, NOT_SENT, BY_HAND],
    );
    for (const run of runs) await notifyLive(tx, { teamId: key.teamId, type: 'run', id: run.id });
    await notifyLive(tx, { teamId: key.teamId, type: 'connection', id: connection.id });
  });
  // After the commit: a page in hand may still need its token, and without the connection nobody can use what is left.
  await secretStore(dataSource, ctx.sealer, key.connectionId).update((stored, save) =>
    save(Object.fromEntries(Object.keys(stored).map((name) => [name, null]))),
  );
}
