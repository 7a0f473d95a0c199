import type { ConnectedAccount } from '../../contract/connector.ts';
import type { Db } from '../../db/database.ts';
import { notifyLive } from '../../db/live.ts';

/** Writes down which account a connection speaks to, and tells the browsers. */
export async function storeAccount(db: Db, connectionId: string, account: ConnectedAccount): Promise<void> {
  const [rows]: [{ team_id: string }[], number] = await db.query(
    'update connection set account_id = $2, account_name = $3, user_name = $4 where id = $1 returning team_id',
    [connectionId, account.accountId, account.accountName, account.userName],
  );
  if (rows[0]) await notifyLive(db, { teamId: rows[0].team_id, type: 'connection', id: connectionId });
}
