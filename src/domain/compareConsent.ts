import type { ConsentChange } from './contact.ts';
import type { DraftOptOut } from './draft.ts';
import { decideImportConsent, type StoredConsent } from './importConsent.ts';

/**
 * The drift audit's rule: does a contact's opt-out agree with its CRM record, and if not, does the difference go away
 * by itself?
 *
 * | here | the record | comes to |
 * | --- | --- | --- |
 * | any | is not there any more, or can't be seen | `gone` |
 * | any | has a value that the opt-out mapping doesn't know | `unreadable` |
 * | out | opted out | `agree` |
 * | in | opted in, or nothing | `agree` |
 * | any | says otherwise, while it is compared or a write-back waits | `on_the_way` |
 * | any | says otherwise, in a version that the next import brings and takes in | `on_the_way` |
 * | out | opted in, or nothing, otherwise | `out_here_only` |
 * | in | opted out, otherwise | `out_there_only` |
 *
 * A dead letter is not on the way: nobody sends it until a person has acted.
 */
export type Comparison = 'agree' | 'on_the_way' | 'out_here_only' | 'out_there_only' | 'gone' | 'unreadable';

/** A contact as it stands when it is compared. */
export interface ComparedContact extends StoredConsent {
  /** A change that is sent by itself: waiting or in flight now, or when the record was asked for. */
  readonly sending: ConsentChange | null;
  /** Its consent, its link or its version changed, or a write-back was confirmed, after the record was asked for. */
  readonly changedMeanwhile: boolean;
  /** The version of the record that was taken in last. */
  readonly sourceModifiedAt: Date | null;
  /**
   * Imports of its record type start by themselves and will bring records modified at or after this; null when none
   * will.
   */
  readonly importsFrom: Date | null;
}

/** What its CRM record says. */
export type RecordSays =
  | { readonly kind: 'gone' }
  | { readonly kind: 'unreadable' }
  | { readonly kind: 'says'; readonly optOut: DraftOptOut; readonly modifiedAt: Date };

/** Compares one contact with its record. */
export function compareConsent(contact: ComparedContact, record: RecordSays): Comparison {
  if (record.kind !== 'says') return record.kind;
  if ((record.optOut === 'opted_out') === contact.optedOut) return 'agree';
  if (contact.changedMeanwhile || contact.sending === stateOf(contact) || importSettles(contact, record)) {
    return 'on_the_way';
  }
  return contact.optedOut ? 'out_here_only' : 'out_there_only';
}

function stateOf({ optedOut }: StoredConsent): ConsentChange {
  return optedOut ? 'opted_out' : 'opted_in';
}

function importSettles(
  contact: ComparedContact,
  record: { readonly optOut: DraftOptOut; readonly modifiedAt: Date },
): boolean {
  const { importsFrom, sourceModifiedAt } = contact;
  if (importsFrom === null || record.modifiedAt < importsFrom) return false;
  if (sourceModifiedAt !== null && record.modifiedAt <= sourceModifiedAt) return false;
  const { kind } = decideImportConsent(contact, record.optOut, record.modifiedAt);
  return kind === 'set' || kind === 'lift';
}

/** What repairing one disagreement comes to; `none` when it is settled, or our own newer change stands against it. */
export type Repair = 'write' | 'record' | 'none';

/** A contact as it stands when a disagreement is to be repaired. */
export interface RepairedContact extends ComparedContact {
  /** When its consent changed last; null when it never did. */
  readonly consentAt: Date | null;
  /** What the CRM said in the version that was taken in last. */
  readonly sourceOptedOut: boolean | null;
  /** When the CRM, by our clock, took our newest confirmed write. */
  readonly heardAt: Date | null;
}

/**
 * Decides about a disagreement that an audit found, by the contact's present state. Only ever adds opt-outs: `write`
 * sends ours to the CRM, `record` takes the CRM's in; neither lifts anything.
 *
 * @param found - what the audit found, in which version of the record (null: it named none), and when
 */
export function decideRepair(
  contact: RepairedContact,
  found: {
    readonly kind: Comparison;
    readonly recordModifiedAt: Date | null;
    readonly comparedAt: Date;
  },
): Repair {
  const { kind, recordModifiedAt } = found;
  if (contact.changedMeanwhile || recordModifiedAt === null) return 'none';
  const newerTaken = contact.sourceModifiedAt !== null && contact.sourceModifiedAt > recordModifiedAt;
  if (kind === 'out_here_only') {
    if (!contact.optedOut || contact.sending !== null) return 'none';
    if (contact.heardAt !== null && contact.heardAt > found.comparedAt) return 'none';
    return newerTaken && contact.sourceOptedOut === true ? 'none' : 'write';
  }
  if (kind !== 'out_there_only' || contact.optedOut || newerTaken) return 'none';
  if (contact.consentAt !== null && contact.consentAt > found.comparedAt) return 'none';
  return decideImportConsent(contact, 'opted_out', recordModifiedAt).kind === 'set' ? 'record' : 'none';
}
