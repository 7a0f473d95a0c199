import { resolveConflicts } from '../db/conflicts.ts';
import type { Db } from '../db/database.ts';
import { notifyLive } from '../db/live.ts';
import { lockTeamForConsent } from '../db/lockTeam.ts';
import { addToOutbox } from '../db/outbox.ts';
import type { SyncContext } from './context.ts';
import { RequestError } from './errors.ts';

/**
 * Sends our state of contacts to the CRM again where it said otherwise: a write-back of the event that decided it, and
 * no new event, for nothing has changed here. The conflicts of these contacts are settled by the one who asked. Those
 * settled meanwhile are passed over.
 *
 * @returns how many write-backs were queued
 * @throws RequestError `conflict_settled` none of them stands any more; `conflict_unsendable` none can be sent, and the
 *   message names the connection and says why
 */
export async function sendConflicts(
  ctx: SyncContext,
  request: {
    readonly teamId: string;
    /** Conflicts, by their ID in the API. */
    readonly ids: readonly string[];
    /** The person's or token's name. */
    readonly actor: string;
  },
): Promise<number> {
  const { teamId, actor } = request;
  const now = ctx.now();
  const sent = await ctx.dataSource.transaction(async (tx) => {
    await lockTeamForConsent(tx, teamId);
    const open = await lockOpenConflicts(tx, teamId, request.ids);
    const sendable = open.filter((conflict) => obstacleOf(conflict) === null);
    if (sendable.length === 0) throw open[0] ? unsendable(open[0]) : settled();
    await addToOutbox(
      tx,
      now,
      sendable.map(({ contact_id: contactId, event_id: eventId }) => ({ contactId, change: 'opted_out', eventId })),
    );
    const contactIds = sendable.map((conflict) => conflict.contact_id);
    await resolveConflicts(tx, now, contactIds.map((contactId) => ({ contactId, actor })));
    for (const id of contactIds) await notifyLive(tx, { teamId, type: 'contact', id: String(id) });
    return contactIds.length;
  });
  ctx.log.info('conflicts sent to the CRM again', { teamId, asked: request.ids.length, sent, actor });
  return sent;
}

interface OpenConflict {
  readonly contact_id: number;
  readonly event_id: number;
  readonly connection_name: string;
  readonly disconnected: boolean;
  /** Where the contact's write-backs go now. */
  readonly is_linked: boolean;
  readonly exchanges: boolean;
  readonly writes_back: boolean;
}

/** One for each contact that is still opted out, its row locked against a START that comes meanwhile. */
async function lockOpenConflicts(tx: Db, teamId: string, ids: readonly string[]): Promise<OpenConflict[]> {
  const known = ids.filter((id) => /^\d{1,18}$/.test(id));
  await tx.query(
    `select id from contact
     where team_id = $1 and id in (select contact_id from consent_conflict where team_id = $1 and id = any($2::bigint[]))
     order by mobile collate "C", id for update`,
    [teamId, known],
  );
  return tx.query(
    `select distinct on (c.id) c.id as contact_id, e.id as event_id, k.name as connection_name,
       k.disconnected_at is not null as disconnected, c.connection_id = f.connection_id as is_linked, k.writes_back,
       exists (
         select 1 from import_config i
         where i.connection_id = c.connection_id and i.record_type = c.record_type and i.opt_out is not null
       ) as exchanges
     from consent_conflict f
     join contact c on c.id = f.contact_id and c.opted_out
     join connection k on k.id = f.connection_id
     join lateral (
       select id from consent_event where contact_id = c.id and change = 'opted_out' order by seq desc limit 1
     ) e on true
     where f.team_id = $1 and f.id = any($2::bigint[]) and f.resolved_at is null
     order by c.id, f.id desc`,
    [teamId, known],
  );
}

/** Why our state can't be sent; null when it can. */
function obstacleOf(conflict: OpenConflict): string | null {
  const name = conflict.connection_name;
  if (conflict.disconnected) return `${name} was disconnected. Connect it again, then send.`;
  if (!conflict.writes_back) return `opt-outs can’t be written to the files of ${name}. Correct the list they come from.`;
  if (!conflict.is_linked) return `the contact comes from another source than ${name} now. Correct the record there.`;
  if (!conflict.exchanges) return `${name}’s import has no opt-out field. Choose one under Opt-out, then send.`;
  return null;
}

function unsendable(conflict: OpenConflict): RequestError {
  return new RequestError('conflict', 'conflict_unsendable', `Nothing was sent: ${obstacleOf(conflict)}`);
}

function settled(): RequestError {
  return new RequestError(
    'conflict',
    'conflict_settled',
    'Nothing was sent: the conflict does not stand any more. The CRM agrees by now, or somebody was quicker.',
  );
}
