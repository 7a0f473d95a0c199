import { writeContactConsent, type LockedContact } from '../db/contactConsent.ts';
import type { Db } from '../db/database.ts';
import { appendConsentEvents, type NewConsentEvent } from '../db/ledger.ts';
import { addToOutbox } from '../db/outbox.ts';
import type { ConsentCause, ConsentChange } from '../domain/contact.ts';

/** What changes the consent of one person: the event without what the contact tells. */
export interface ConsentStep {
  /** The number the words came from; left out when it is the contact's. */
  readonly mobile?: string;
  readonly change: ConsentChange;
  readonly cause: ConsentCause;
  readonly actor: string;
  /** When the person, or staff, said so. */
  readonly occurredAt: Date;
  readonly evidence: NewConsentEvent['evidence'];
}

/**
 * Changes the consent of a locked contact on somebody's decision: event, contact and write-back together.
 * @returns the event's ID
 */
export async function changeConsent(tx: Db, now: Date, contact: LockedContact, step: ConsentStep): Promise<number> {
  const contactId = contact.id;
  const event = { mobile: contact.mobile, ...step, contactId };
  const [eventId] = await appendConsentEvents(tx, contact.team_id, now, [event]);
  await writeContactConsent(tx, now, [{ ...step, contactId, at: step.occurredAt }]);
  await addToOutbox(tx, now, [{ contactId, change: step.change, eventId: eventId! }]);
  return eventId!;
}
