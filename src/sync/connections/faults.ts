import type { ConnectorError } from '../../contract/errors.ts';
import type { Db } from '../../db/database.ts';
import { notifyLive, notifyOutbox } from '../../db/live.ts';
import { tryAtOnce } from '../../db/outboxGate.ts';

/**
 * Marks a connection as broken until a person has connected it again. Other faults pass by themselves or belong to one
 * run, so they are not noted; nor are those of a connection that was never connected, which is unfinished rather than
 * broken. A fault that stands already keeps the time since which it stands.
 */
export async function noteFault(db: Db, connectionId: string, error: ConnectorError): Promise<void> {
  if (error.retry.kind !== 'reauthorise') return;
  const [rows]: [{ team_id: string }[], number] = await db.query(
    `update connection set fault_code = $2, fault_message = $3, fault_since = coalesce(fault_since, now())
     where id = $1 and account_id is not null and disconnected_at is null
       and (fault_code, fault_message) is distinct from ($2, $3)
     returning team_id`,
    [connectionId, error.code, error.message],
  );
  if (rows[0]) await notifyLive(db, { teamId: rows[0].team_id, type: 'connection', id: connectionId });
}

/**
 * Takes the mark away after anything that proves the connection works. What waited for it is due at once, and tried at
 * once where the gate is closed, so that opt-outs do not sit out the delay of their last try.
 */
export async function clearFault(db: Db, connectionId: string): Promise<void> {
  await tryAtOnce(db, connectionId);
  const [rows]: [{ team_id: string }[], number] = await db.query(
    `update connection set fault_code = null, fault_message = null, fault_since = null
     where id = $1 and fault_code is not null returning team_id`,
    [connectionId],
  );
  if (!rows[0]) return;
  await db.query(
    `update outbox set due_at = least(due_at, created_at) where connection_id = $1 and state = 'waiting'`,
    [connectionId],
  );
  await notifyOutbox(db, connectionId);
  await notifyLive(db, { teamId: rows[0].team_id, type: 'connection', id: connectionId });
}
