import { notifyLive, notifyOutbox } from '../db/live.ts';
import type { SyncContext } from './context.ts';
import { RequestError } from './errors.ts';

/**
 * Sends a write-back again at once: a dead letter, or one that waits for its next try.
 * @throws RequestError `write_back_missing`; `write_back_done` when it was confirmed or a newer change has taken its
 *   place
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
  if (!/^\d{1,18}$/.test(request.writeBackId) || !/^\d{1,18}$/.test(request.contactId)) throw missing();
  await ctx.dataSource.transaction(async (tx) => {
    const rows: { state: string; connection_id: string }[] = await tx.query(
      'select state, connection_id from outbox where id = $1 and team_id = $2 and contact_id = $3 for update',
      [request.writeBackId, request.teamId, request.contactId],
    );
    const row = rows[0];
    if (!row) throw missing();
    if (row.state === 'in_flight') return;
    if (row.state !== 'dead' && row.state !== 'waiting') {
      throw new RequestError(
        'conflict',
        'write_back_done',
        row.state === 'confirmed'
          ? 'The CRM has confirmed this write-back. There is nothing to retry.'
          : 'A newer change has taken the place of this write-back. There is nothing to retry.',
      );
    }
    await tx.query(`update outbox set state = 'waiting', due_at = $2 where id = $1`, [request.writeBackId, ctx.now()]);
    await notifyOutbox(tx, row.connection_id);
    await notifyLive(tx, { teamId: request.teamId, type: 'contact', id: request.contactId });
  });
  ctx.log.info('write-back retried', { writeBackId: request.writeBackId, actor: request.actor });
}

function missing(): RequestError {
  return new RequestError('not_found', 'write_back_missing', 'This write-back can’t be found.');
}
