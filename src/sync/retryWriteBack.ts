import type { Db } from '../db/database.ts';
import { notifyAllLive, notifyLive, notifyOutbox } from '../db/live.ts';
import { tryAtOnce } from '../db/outboxGate.ts';
import { GROUP_KEY } from '../db/outboxGroups.ts';
import type { SyncContext } from './context.ts';
import { RequestError } from './errors.ts';

/**
 * Sends a write-back again at once: a dead letter, or one that waits for its next try.
 * @throws RequestError `write_back_missing`; `write_back_done` when it was confirmed or handled, or a newer change has
 *   taken its place
 */
export async function retryWriteBack(
  ctx: SyncContext,
  request: {
    readonly teamId: string;
    readonly contactId: string;
    readonly writeBackId: string;
    readonly actor: string;
  },
): Promise<void> {
  if (!isRowId(request.contactId)) throw missing();
  await ctx.dataSource.transaction(async (tx) => {
    const row = await lockWriteBack(tx, request.teamId, request.writeBackId);
    if (row.contact_id !== Number(request.contactId)) throw missing();
    if (row.state === 'in_flight') return;
    if (row.state !== 'dead' && row.state !== 'waiting') throw done(row.state, 'There is nothing to retry.');
    await tx.query(`update outbox set ${DUE_AGAIN} where id = $1`, [request.writeBackId, ctx.now()]);
    await tryAtOnce(tx, row.connection_id);
    await notifyOutbox(tx, row.connection_id);
    await notifyLive(tx, { teamId: request.teamId, type: 'contact', id: request.contactId });
  });
  ctx.log.info('write-back retried', { writeBackId: request.writeBackId, actor: request.actor });
}

/**
 * Sends dead letters again at once: those named, or all of one cause (a `DeadLetterGroup`'s key). What is no dead
 * letter any more is passed over, and so are those of a disconnected connection, which nobody would send.
 *
 * @returns how many were queued
 */
export async function retryWriteBacks(
  ctx: SyncContext,
  request: { readonly teamId: string; readonly actor: string } & (
    | { readonly ids: readonly string[] }
    | { readonly group: string }
  ),
): Promise<number> {
  const [chosen, value] =
    'ids' in request
      ? ['o.id = any($3::bigint[])', request.ids.filter(isRowId)]
      : [`${GROUP_KEY} = $3`, request.group];
  const retried = await ctx.dataSource.transaction(async (tx) => {
    const [rows]: [{ contact_id: number; connection_id: string }[], number] = await tx.query(
      `update outbox o set ${DUE_AGAIN} from connection k
       where o.team_id = $1 and o.state = 'dead' and ${chosen} and k.id = o.connection_id and k.disconnected_at is null
       returning o.contact_id, o.connection_id`,
      [request.teamId, ctx.now(), value],
    );
    for (const connectionId of new Set(rows.map((row) => row.connection_id))) {
      await tryAtOnce(tx, connectionId);
      await notifyOutbox(tx, connectionId);
    }
    await notifyAllLive(
      tx,
      rows.map((row) => ({ teamId: request.teamId, type: 'contact', id: String(row.contact_id) })),
    );
    return rows.length;
  });
  ctx.log.info('dead letters retried', { retried, actor: request.actor });
  return retried;
}

/** SQL: puts a row in line again; `$2` is now. */
const DUE_AGAIN = `state = 'waiting', due_at = $2, died_at = null, died_mailed_at = null`;

interface LockedWriteBack {
  readonly contact_id: number;
  readonly connection_id: string;
  readonly state: 'waiting' | 'in_flight' | 'confirmed' | 'dead' | 'superseded' | 'handled';
}

/** @throws RequestError `write_back_missing` */
export async function lockWriteBack(tx: Db, teamId: string, id: string): Promise<LockedWriteBack> {
  if (!isRowId(id)) throw missing();
  const rows: LockedWriteBack[] = await tx.query(
    'select contact_id, connection_id, state from outbox where id = $1 and team_id = $2 for update',
    [id, teamId],
  );
  if (!rows[0]) throw missing();
  return rows[0];
}

/** The refusal when it is too late for what was asked. */
export function done(state: LockedWriteBack['state'], consequence: string): RequestError {
  const why = {
    confirmed: 'The CRM has confirmed this write-back.',
    handled: 'Somebody has marked this write-back as handled.',
    superseded: 'A newer change has taken the place of this write-back.',
    waiting: 'This write-back is being sent again.',
    in_flight: 'This write-back is being sent again.',
    dead: '',
  }[state];
  return new RequestError('conflict', 'write_back_done', `${why} ${consequence}`);
}

function isRowId(id: string): boolean {
  return /^\d{1,18}$/.test(id);
}

function missing(): RequestError {
  return new RequestError('not_found', 'write_back_missing', 'This write-back can’t be found.');
}
