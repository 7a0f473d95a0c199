import { notifyLive } from '../db/live.ts';
import type { SyncContext } from './context.ts';
import { done, lockWriteBack } from './retryWriteBack.ts';

/**
 * Marks a dead letter as handled: a person has recorded the change in the CRM by hand. It waits for nobody any more and
 * is not sent again; an import may lift the opt-out by its usual rules, which a STOP outlasts.
 *
 * @param request.note - what was done, in the person's words
 * @throws RequestError `write_back_missing`; `write_back_done` when it is no dead letter any more
 */
export async function handleDeadLetter(
  ctx: SyncContext,
  request: { readonly teamId: string; readonly id: string; readonly note: string; readonly actor: string },
): Promise<void> {
  await ctx.dataSource.transaction(async (tx) => {
    const row = await lockWriteBack(tx, request.teamId, request.id);
    if (row.state !== 'dead') throw done(row.state, 'There is nothing to mark as handled.');
    await tx.query(
      `update outbox set state = 'handled', handled_at = $2, handled_by = $3, handled_note = $4 where id = $1`,
      [request.id, ctx.now(), request.actor, request.note.trim()],
    );
    await notifyLive(tx, { teamId: request.teamId, type: 'contact', id: String(row.contact_id) });
  });
  ctx.log.info('dead letter marked as handled', { writeBackId: request.id, actor: request.actor });
}
