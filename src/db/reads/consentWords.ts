import { readKeyword } from '../../domain/keywords.ts';
import { showMobile } from '../../domain/phone.ts';
import { easternTime, utcTime } from '../../domain/times.ts';
import type { ConflictRow, ConsentEventRow } from './consentHistory.ts';

/** Consent in the words a person reads: one sentence an event, and the answer to “may we text this person”. */

type Event = Pick<ConsentEventRow, 'change' | 'cause' | 'actor' | 'occurred_at' | 'evidence'>;

const CHANGED = {
  opted_out: 'Opted out',
  opted_in: 'Opted in',
  paused: 'Texting paused',
  resumed: 'Texting resumed',
} as const;

/** `Opted out by text “Stop pls”, read as STOP` */
export function eventSentence(event: Event): string {
  const what = CHANGED[event.change];
  const { message, reason, consentGiven, field, row, rule } = event.evidence;
  switch (event.cause) {
    case 'stop_message':
    case 'start_message': {
      if (rule === 'number_stopped') return `${what}: this number had texted STOP before`;
      const word = event.cause === 'stop_message' ? 'STOP' : 'START';
      if (message === undefined) return `${what} by text, read as ${word}`;
      return `${what} by text “${message}”${spokenAs(message, word)}`;
    }
    case 'reply':
      return `${what}: “${message ?? ''}” may mean STOP`;
    case 'staff':
    case 'api': {
      const given = consentGiven === undefined ? '' : `. Consent was given: “${consentGiven}”`;
      return `${what} by ${event.actor}${reason === undefined ? '' : `: “${reason}”`}${given}`;
    }
    case 'import': {
      const where = [field ? `in ${field}` : '', row === undefined ? '' : `row ${row} of its run`]
        .filter((part) => part !== '')
        .join(', ');
      return `${what} by an import: ${event.actor} said so${where === '' ? '' : ` ${where}`}`;
    }
  }
}

/** A keyword typed exactly needs no reading. */
function spokenAs(message: string, word: string): string {
  return message === word && readKeyword(message) !== null ? '' : `, read as ${word}`;
}

const RULES: Readonly<Record<string, string>> = {
  stop_stands: 'the STOP came from the contact, and only START or an admin’s written reason lifts it (consent rule 3)',
  write_back_waiting: 'our opt-out had not reached it yet (consent rule 3)',
  staff_opt_out_stands: 'the record had not changed since our opt-out was confirmed (consent rule 3)',
  read_back_differs: 'the value it had confirmed was another one when it was read back (consent rule 3)',
};

/** `Salesforce said opted in; kept opted out, because …` */
export function conflictSentence(conflict: Pick<ConflictRow, 'connection_name' | 'crm_value' | 'rule'>): string {
  return `${conflict.connection_name} said ${conflict.crm_value}; kept opted out, because ${ruleWords(conflict.rule)}`;
}

/** Why a value of the CRM was not applied; goes on after “because”. */
export function ruleWords(rule: string): string {
  return RULES[rule] ?? 'an opt-out wins (consent rule 3)';
}

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
}

/**
 * May this person be texted, since when and by what: one sentence for every case. `last` is the newest event that
 * decided it.
 */
export function consentBand(contact: BandContact, last: Event | null): string {
  if (contact.optedOut) return last ? `Opted out. ${decided(contact, last)}` : 'Opted out.';
  if (contact.mobile === null)
    return 'Can’t be texted: there is no mobile number. Add one in the source and import it.';
  if (!last)
    return `May be texted. No change of texting preference since this contact came in on ${bothZones(contact.createdAt)}.`;
  return `May be texted. ${decided(contact, last)}`;
}

function decided(contact: BandContact, event: Event): string {
  const on = `on ${bothZones(event.occurred_at)}`;
  const { message, toNumber, rule } = event.evidence;
  if (
    (event.cause === 'stop_message' || event.cause === 'start_message') &&
    rule !== 'number_stopped' &&
    message !== undefined
  ) {
    const to = toNumber === undefined ? '' : ` to ${showMobile(toNumber)}`;
    return `${contact.name} texted “${message}”${to} ${on}.`;
  }
  return `${eventSentence(event)}, ${on}.`;
}

/** What would lift the opt-out; empty when there is none. */
export function consentLift(contact: BandContact, last: Event | null): string {
  if (!contact.optedOut) return '';
  const start = contact.mobile === null ? 'a START from the contact' : `a START from ${showMobile(contact.mobile)}`;
  switch (last?.cause) {
    case 'stop_message':
      return `Only ${start} lifts this, or an admin’s written reason.`;
    case 'import':
      return `An import that says opted in lifts this, ${start}, or an admin’s written reason.`;
    default:
      return `${start[0]?.toUpperCase()}${start.slice(1)} lifts this, an admin’s written reason, or the source saying opted in after it has confirmed our opt-out.`;
  }
}
