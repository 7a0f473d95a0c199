import type { ConsentCause, ConsentChange } from './contact.ts';
import type { DraftOptOut } from './draft.ts';

/**
 * Where an import meets stored consent: the rules of which texting preference wins. STOP always does.
 *
 * | stored | the row says | result |
 * | --- | --- | --- |
 * | any | nothing (`keep`) | stays |
 * | any | something, in a version older than our own confirmed write | stays: the CRM has said otherwise since |
 * | in | out | out; unless our opt-in is still on its way and the record has not changed since, but by our own write |
 * | out | in, while a write-back waits, is in flight or is dead | stays out |
 * | out by STOP | in | stays out: only START or an admin's written reason lifts it |
 * | out by staff or API | in, changed after our write was confirmed | in |
 * | out by staff or API | in, otherwise | stays out |
 * | out by an import | in | in |
 */

/** What is known of one contact's consent. */
export interface StoredConsent {
  readonly optedOut: boolean;
  readonly cause: ConsentCause | null;
  /** The newest change that has not reached the CRM (waiting, in flight or dead), and when it was made. */
  readonly pending: { readonly change: ConsentChange; readonly since: Date } | null;
  /** When the CRM, by its own clock, took our newest confirmed write. */
  readonly confirmedAt: Date | null;
  /** What that write said. Where it is left out, its echo is told by time alone. */
  readonly confirmedChange?: ConsentChange | null;
}

/**
 * Why a CRM value was not applied; stable, stands in `consent_conflict.rule`. The first three come from an import,
 * `read_back_differs` from reading a confirmed write-back.
 */
export type ConsentRule = 'stop_stands' | 'write_back_waiting' | 'staff_opt_out_stands' | 'read_back_differs';

export type ImportConsent =
  | { readonly kind: 'none' }
  | { readonly kind: 'set' }
  | { readonly kind: 'lift' }
  /** `conflict` false: the CRM has not heard of our change yet, which is no disagreement. */
  | { readonly kind: 'not_applied'; readonly rule: ConsentRule; readonly conflict: boolean };

const NONE: ImportConsent = { kind: 'none' };
const SET: ImportConsent = { kind: 'set' };
const LIFT: ImportConsent = { kind: 'lift' };

/**
 * @param says - what the row says
 * @param modifiedAt - the row's version, by the CRM's clock in whole seconds
 */
export function decideImportConsent(stored: StoredConsent, says: DraftOptOut, modifiedAt: Date): ImportConsent {
  if (says === 'keep') return NONE;
  const confirmedSecond = stored.confirmedAt ? Math.floor(stored.confirmedAt.getTime() / 1000) : null;
  const modifiedSecond = Math.floor(modifiedAt.getTime() / 1000);
  if (confirmedSecond !== null && modifiedSecond < confirmedSecond) return NONE;

  // The version of our own write, saying what we wrote: it is no news, whatever the two clocks think of each other.
  const isEcho = modifiedSecond === confirmedSecond && stored.confirmedChange === says;
  const unheard = stored.pending !== null && (isEcho || modifiedAt.getTime() <= stored.pending.since.getTime());
  if (says === 'opted_out') {
    if (stored.optedOut) return NONE;
    return stored.pending?.change === 'opted_in' && unheard ? NONE : SET;
  }

  if (!stored.optedOut) return NONE;
  if (stored.pending) return { kind: 'not_applied', rule: 'write_back_waiting', conflict: !unheard };
  if (stored.cause === 'stop_message') return { kind: 'not_applied', rule: 'stop_stands', conflict: true };
  if (stored.cause === 'import') return LIFT;
  // Within the second of our own write nobody can tell which came last, so the opt-out stands.
  if (confirmedSecond !== null && modifiedSecond > confirmedSecond) return LIFT;
  return { kind: 'not_applied', rule: 'staff_opt_out_stands', conflict: true };
}
