import { lockContacts, type LockedContact } from '../db/contactConsent.ts';
import type { Db } from '../db/database.ts';
import { appendConsentEvents, lockLedgers } from '../db/ledger.ts';
import { notifyAllLive } from '../db/live.ts';
import { lockTeamForConsent } from '../db/lockTeam.ts';
import { removeNumberStops } from '../db/numberStops.ts';
import { closeItems, leaveToHolders, noticeOfItem, type Decision, type SettledItem } from '../db/reviewItems.ts';
import { changeConsent } from './changeConsent.ts';
import type { SyncContext } from './context.ts';
import { RequestError } from './errors.ts';

export interface StaffChange {
  readonly teamId: string;
  /** The contact's ID in the API. */
  readonly contactId: string;
  /** The person's or token's name. */
  readonly actor: string;
  readonly cause: 'staff' | 'api';
  readonly reason: string;
}

/**
 * Opts a contact out on behalf of staff. Messages of it that wait for a decision are settled by it.
 * @throws RequestError `contact_missing`, `already_opted_out`
 */
export async function optOut(ctx: SyncContext, request: StaffChange): Promise<void> {
  await ctx.dataSource.transaction(async (tx) => {
    const contact = await contactToChange(tx, request);
    if (contact.opted_out) {
      throw new RequestError(
        'conflict',
        'already_opted_out',
        `${nameOf(contact)} is opted out already. Nothing was changed.`,
      );
    }
    const now = ctx.now();
    await changeConsent(tx, now, contact, {
      change: 'opted_out',
      cause: request.cause,
      actor: request.actor,
      occurredAt: now,
      evidence: { reason: request.reason },
    });
    await tell(tx, contact, await settle(tx, contact, request, 'opted_out', now));
  });
}

/**
 * Lifts an opt-out, also one that came from the contact's own STOP, and ends a pause, with a written reason and how
 * consent was given again. Messages of the contact that wait for a decision are settled by it.
 * @throws RequestError `contact_missing`, `already_opted_in`
 */
export async function optIn(ctx: SyncContext, request: StaffChange & { readonly consentGiven: string }): Promise<void> {
  const { actor, cause, teamId } = request;
  const evidence = { reason: request.reason, consentGiven: request.consentGiven };
  await ctx.dataSource.transaction(async (tx) => {
    const contact = await contactToChange(tx, request);
    const { mobile } = contact;
    const now = ctx.now();
    if (contact.opted_out) {
      if (mobile !== null) await removeNumberStops(tx, [{ teamId, mobile }]);
      await changeConsent(tx, now, contact, { change: 'opted_in', cause, actor, occurredAt: now, evidence });
    }
    const settled = await settle(tx, contact, request, 'kept', now);
    if (!contact.opted_out && settled.length === 0) {
      throw new RequestError(
        'conflict',
        'already_opted_in',
        `${nameOf(contact)} may be texted already. Nothing was changed.`,
      );
    }
    if (settled.length > 0) {
      await appendConsentEvents(tx, teamId, now, [
        { contactId: contact.id, mobile, change: 'resumed', cause, actor, occurredAt: now, evidence },
      ]);
    }
    await tell(tx, contact, settled);
  });
}

const nameOf = (contact: LockedContact): string => `${contact.first_name} ${contact.last_name}`;

async function contactToChange(tx: Db, { teamId, contactId }: StaffChange): Promise<LockedContact> {
  await lockTeamForConsent(tx, teamId);
  const ids = /^\d{1,18}$/.test(contactId) ? [contactId] : [];
  const [contact] = await lockContacts(tx, teamId, { mobile: null, ids });
  if (!contact) throw new RequestError('not_found', 'contact_missing', 'This contact can’t be found in this team.');
  // What waits for a decision is read and settled in the ledger's order.
  await lockLedgers(tx, [teamId]);
  return contact;
}

async function settle(
  tx: Db,
  contact: LockedContact,
  { actor }: StaffChange,
  state: Decision['state'],
  now: Date,
): Promise<SettledItem[]> {
  await leaveToHolders(tx, contact);
  const of = { mobile: contact.mobile, contactId: contact.id };
  return closeItems(tx, contact.team_id, of, { state, wrongNumber: false, at: now, by: actor });
}

async function tell(tx: Db, contact: LockedContact, settled: readonly SettledItem[]): Promise<void> {
  await notifyAllLive(tx, [
    { teamId: contact.team_id, type: 'contact', id: String(contact.id) },
    ...settled.map(noticeOfItem),
  ]);
}
