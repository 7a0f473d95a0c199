import { showMobile } from '../../domain/phone.ts';
import { easternTime, utcTime } from '../../domain/times.ts';
import { eventSentence, readingWords, scopeWords, type WordedEvent as Event } from './eventWords.ts';

/** The answer to “may we text this person”, and what would change it. */

/** `Nov 3, 2026, 2:14 PM ET (2026-11-03 19:14 UTC)` */
export function bothZones(at: Date): string {
  return `${easternTime(at)} (${utcTime(at)})`;
}

/**
 * The newest event that made the state what it is. A contact that came with a stopped number points back to the STOP
 * itself, when that is known.
 * @param events - newest first
 */
export function decidingEvent<E extends Event & { readonly mobile: string | null }>(
  events: readonly E[],
  optedOut: boolean,
): E | null {
  const last = events.find(({ change }) => change === (optedOut ? 'opted_out' : 'opted_in'));
  if (last?.evidence.rule !== 'number_stopped') return last ?? null;
  const spoken = events.find(
    ({ cause, evidence, mobile }) => cause === 'stop_message' && evidence.rule === undefined && mobile === last.mobile,
  );
  return spoken ?? last;
}

export interface BandContact {
  readonly name: string;
  readonly optedOut: boolean;
  readonly mobile: string | null;
  readonly createdAt: Date;
  /** The message that pauses texting; null when there is none. */
  readonly review: { readonly message: string; readonly receivedAt: Date } | null;
}

/**
 * May this person be texted, since when and by what: one sentence for every case. `last` is the newest event that
 * decided it.
 */
export function consentBand(contact: BandContact, last: Event | null): string {
  if (contact.optedOut) return last ? `Opted out. ${decided(contact, last)}` : 'Opted out.';
  if (contact.review) {
    const { message, receivedAt } = contact.review;
    return `Texting is paused: ${contact.name} texted “${message}” on ${bothZones(receivedAt)}. Decide in the review queue.`;
  }
  if (contact.mobile === null)
    return 'Can’t be texted: there is no mobile number. Add one in the source and import it.';
  if (!last)
    return `May be texted. No change of texting preference since this contact came in on ${bothZones(contact.createdAt)}.`;
  return `May be texted. ${decided(contact, last)}`;
}

function decided(contact: BandContact, event: Event): string {
  const on = `on ${bothZones(event.occurred_at)}`;
  const { message, toNumber, rule, reading = 'keyword', decidedBy, wrongNumber } = event.evidence;
  const isPlain = (reading === 'keyword' || reading === 'provider') && decidedBy === undefined;
  if (
    (event.cause === 'stop_message' || event.cause === 'start_message') &&
    rule !== 'number_stopped' &&
    message !== undefined
  ) {
    const scope = scopeWords(event);
    const to = toNumber === undefined ? '' : ` to ${showMobile(toNumber)}${scope === '' ? '' : `, ${scope},`}`;
    const who = wrongNumber === true ? 'Somebody with this number' : contact.name;
    return `${who} texted “${message}”${to} ${on}${isPlain ? '' : readingWords(event)}.`;
  }
  return `${eventSentence(event)}, ${on}.`;
}

/** What would lift the opt-out or end the pause; empty when there is neither. */
export function consentLift(contact: BandContact, last: Event | null): string {
  if (!contact.optedOut && !contact.review) return '';
  const start = contact.mobile === null ? 'a START from the contact' : `a START from ${showMobile(contact.mobile)}`;
  if (!contact.optedOut) return `Texting goes on when somebody decides that this was no STOP, or with ${start}.`;
  switch (last?.cause) {
    case 'stop_message':
      return `Only ${start} lifts this, or an admin’s written reason.`;
    case 'import':
      return `An import that says opted in lifts this, ${start}, or an admin’s written reason.`;
    default:
      return `${start[0]?.toUpperCase()}${start.slice(1)} lifts this, an admin’s written reason, or the source saying opted in after it has confirmed our opt-out.`;
  }
}
