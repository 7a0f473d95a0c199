import { lockContacts, type LockedContact } from '../db/contactConsent.ts';
import type { Db } from '../db/database.ts';
import { appendConsentEvents, lockLedgers, type NewConsentEvent } from '../db/ledger.ts';
import { notifyAllLive } from '../db/live.ts';
import { lockTeamForConsent } from '../db/lockTeam.ts';
import { putNumberStops } from '../db/numberStops.ts';
import {
  closeItem,
  closeItems,
  findReviewItem,
  noticeOfItem,
  type Decision,
  type ReviewItemRow,
  type SettledItem,
} from '../db/reviewItems.ts';
import { changeConsent } from './changeConsent.ts';
import type { SyncContext } from './context.ts';
import { RequestError } from './errors.ts';

export type ReviewDecision = 'opt_out' | 'wrong_number' | 'keep';

export interface DecideReviewRequest {
  readonly teamId: string;
  /** The item's ID in the API. */
  readonly itemId: string;
  readonly decision: ReviewDecision;
  /** The person's or token's name. */
  readonly actor: string;
}

/**
 * Decides whether a message meant STOP. `opt_out`: it did, so whoever has the number now and whoever had it when the
 * message came are opted out by their own word, from when they said it; the number's STOP stands and every open item of
 * it is closed. `wrong_number`: the same for the number and who has it now alone. `keep`: it did not, and this one item
 * is closed.
 * @throws RequestError `review_missing`, `review_decided`
 */
export async function decideReview(ctx: SyncContext, request: DecideReviewRequest): Promise<void> {
  await ctx.dataSource.transaction(async (tx) => {
    await lockTeamForConsent(tx, request.teamId);
    const found = await findReviewItem(tx, request.teamId, request.itemId);
    if (!found) throw missing();
    const contacts = await lockContacts(tx, request.teamId, {
      mobile: found.mobile,
      ids: found.contact_id === null ? [] : [found.contact_id],
    });
    await lockLedgers(tx, [request.teamId]);
    // Read again: what was decided while we waited for the locks counts.
    const item = await findReviewItem(tx, request.teamId, request.itemId);
    if (!item) throw missing();
    if (item.state !== 'open') throw decided(item);
    const settled =
      request.decision === 'keep'
        ? await keep(tx, ctx.now(), item, contacts, request)
        : await revoke(tx, ctx.now(), item, contacts, request);
    await notifyAllLive(tx, [
      ...contacts.map(({ id }) => ({ teamId: request.teamId, type: 'contact' as const, id: String(id) })),
      ...settled.map(noticeOfItem),
    ]);
  });
}

async function keep(
  tx: Db,
  now: Date,
  item: ReviewItemRow,
  contacts: readonly LockedContact[],
  { actor }: DecideReviewRequest,
): Promise<SettledItem[]> {
  const settled = await closeItem(tx, item.id, decisionOf('kept', false, now, actor));
  const contactId = item.contact_id ?? contacts.find(({ mobile }) => mobile === item.mobile)?.id ?? null;
  await appendConsentEvents(tx, item.team_id, now, [
    {
      contactId,
      mobile: item.mobile,
      change: 'resumed',
      cause: 'staff',
      actor,
      occurredAt: now,
      evidence: { message: item.body, providerId: item.provider_id, toNumber: item.to_number, decidedBy: actor },
    },
  ]);
  return settled;
}

async function revoke(
  tx: Db,
  now: Date,
  item: ReviewItemRow,
  contacts: readonly LockedContact[],
  { actor, decision }: DecideReviewRequest,
): Promise<SettledItem[]> {
  const wrongNumber = decision === 'wrong_number';
  const step = {
    mobile: item.mobile,
    change: 'opted_out',
    cause: 'stop_message',
    actor,
    occurredAt: item.received_at,
    evidence: {
      message: item.body,
      providerId: item.provider_id,
      toNumber: item.to_number,
      reading: 'review',
      decidedBy: actor,
      ...(wrongNumber ? { wrongNumber } : {}),
    } satisfies NewConsentEvent['evidence'],
  } as const;
  // The words of a wrong number are not those of a contact who has another one by now.
  const meant = contacts.filter(({ mobile }) => mobile === item.mobile || !wrongNumber);
  const holder = meant.find(({ mobile }) => mobile === item.mobile);
  let stopEventId: number | null = null;
  for (const contact of meant) {
    const eventId = await changeConsent(tx, now, contact, step);
    if (contact === holder) stopEventId = eventId;
  }
  if (stopEventId === null) {
    const event = { ...step, contactId: null };
    [stopEventId = null] = await appendConsentEvents(tx, item.team_id, now, [event]);
  }
  const { team_id: teamId, mobile } = item;
  await putNumberStops(tx, [{ teamId, mobile, eventId: stopEventId!, stoppedAt: item.received_at }]);
  return closeItems(tx, teamId, { mobile, contactId: null }, decisionOf('opted_out', wrongNumber, now, actor));
}

function decisionOf(state: Decision['state'], wrongNumber: boolean, at: Date, by: string): Decision {
  return { state, wrongNumber, at, by };
}

function missing(): RequestError {
  return new RequestError('not_found', 'review_missing', 'This message can’t be found in the review queue of this team.');
}

function decided(item: ReviewItemRow): RequestError {
  return new RequestError(
    'conflict',
    'review_decided',
    `This message was decided already, by ${item.decided_by ?? 'somebody else'}. Nothing was changed.`,
  );
}
