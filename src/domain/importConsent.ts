import type { ConsentCause, ConsentChange } from './contact.ts';
import type { DraftOptOut } from './draft.ts';

/**
 * Where an import meets stored consent: the rules of which texting preference wins. STOP always does.
 *
 * | stored | the row says | result |
 * | --- | --- | --- |
 * | any | nothing (`keep`) | stays |
 * | any | out, and it comes from another source than the contact is linked to | out |
 * | out | in, and it comes from another source than the contact is linked to | stays out |
 * | any | something, in a version older than our own confirmed write | stays: the CRM has said otherwise since |
 * | in | out | out; unless our opt-in is still on its way and the record has not changed since, but by our own write |
 * | out | in, while a write-back waits, is in flight or is dead | stays out |
 * | out by STOP | in | stays out: only START or an admin's written reason lifts it |
 * | out by staff or API | in, changed after our write was confirmed | in |
 * | out by staff or API | in, otherwise | stays out |
 * | out by an import | in | in; unless the linked source said so before, when the opt-out stood already |
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
  /** The row comes from another source than the one the contact is linked to. */
  readonly otherSource?: boolean;
  /**
   * Up to which version the linked source has said opted in. An opt-out by an import that stands against it is another
   * source's, and the same words again don't lift it. Null: it has not, or nothing is known of it.
   */
  readonly saidInUntil?: Date | null;
}

/** For sources whose versions tell nothing of a row: each file has a new time, whatever stands in it. */
export const EVERY_VERSION = new Date(8.64e15);

/**
 * Why a CRM value was not applied; stable, stands in `consent_conflict.rule`. All but the last come from an import, of
 * them `row_not_taken` from a row that would have lifted an opt-out but is in error; `read_back_differs` comes from
 * reading a confirmed write-back.
 */
export type ConsentRule =
  | 'stop_stands'
  | 'write_back_waiting'
  | 'staff_opt_out_stands'
  | 'other_source'
  | 'row_not_taken'
  | 'read_back_differs';

export type ImportConsent =
  | { readonly kind: 'none' }
  | { readonly kind: 'set' }
  | { readonly kind: 'lift' }
  /** `conflict` false: the CRM has not heard of our change yet, which is no disagreement. */
  | { readonly kind: 'not_applied'; readonly rule: ConsentRule; readonly conflict: boolean };

const NONE: ImportConsent = { kind: 'none' };
const SET: ImportConsent = { kind: 'set' };
const LIFT: ImportConsent = { kind: 'lift' };
const OTHER_SOURCE: ImportConsent = { kind: 'not_applied', rule: 'other_source', conflict: true };

/**
 * @param says - what the row says
 * @param modifiedAt - the row's version, by the CRM's clock in whole seconds
 */
export function decideImportConsent(stored: StoredConsent, says: DraftOptOut, modifiedAt: Date): ImportConsent {
  if (says === 'keep') return NONE;
  if (stored.otherSource) return decideOtherSource(stored, says);
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
  const changedSince = confirmedSecond !== null && modifiedSecond > confirmedSecond;
  if (stored.cause === 'import') {
    const saidBefore = !!stored.saidInUntil && modifiedAt <= stored.saidInUntil;
    return saidBefore && !changedSince ? OTHER_SOURCE : LIFT;
  }
  // Within the second of our own write nobody can tell which came last, so the opt-out stands.
  if (changedSince) return LIFT;
  return { kind: 'not_applied', rule: 'staff_opt_out_stands', conflict: true };
}

/** Times and write-backs are those of the linked source, and tell nothing of this one: it may opt out, and no more. */
function decideOtherSource(stored: StoredConsent, says: 'opted_in' | 'opted_out'): ImportConsent {
  if (stored.optedOut === (says === 'opted_out')) return NONE;
  if (says === 'opted_out') return SET;
  return stored.cause === 'stop_message' ? { kind: 'not_applied', rule: 'stop_stands', conflict: true } : OTHER_SOURCE;
}
