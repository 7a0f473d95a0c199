import type { ConsentCause, ConsentChange, CustomValue } from './contact.ts';
import type { Draft } from './draft.ts';
import type { ConsentRule, StoredConsent } from './importConsent.ts';
import type { RowProblem } from './rowCodes.ts';

/** What a page merge meets and what it decides; `mergePage.ts` decides it. */

/** A contact as stored, as far as a merge must know it. */
export interface StoredContact extends StoredConsent {
  readonly id: number;
  readonly contactId: string;
  readonly firstName: string;
  readonly lastName: string;
  readonly mobile: string | null;
  readonly assignedTo: string | null;
  readonly custom: Readonly<Record<string, CustomValue>>;
  readonly sourceModifiedAt: Date | null;
  readonly sourceOptedOut: boolean | null;
  /** When the number was corrected here, and the one it replaced; null when it is the source's own. */
  readonly correction: { readonly at: Date; readonly replaced: string | null } | null;
  /** Linked to the record that is being merged; false for a contact another source made. */
  readonly linked: boolean;
  /**
   * Its link stays where it is, with what that source said of it: opt-outs can be written there, and not to the source
   * of this page.
   */
  readonly keepsLink: boolean;
}

/** What the page meets: everything stored that has one of its contact IDs or numbers. */
export interface PageSurroundings {
  readonly byContactId: ReadonlyMap<string, StoredContact>;
  readonly byMobile: ReadonlyMap<string, StoredContact>;
  /** Numbers the contacts of the page may end up with whose own STOP stands. */
  readonly stopped: ReadonlySet<string>;
  /** User ID → user; null when the mapping assigns nobody and assignments are left alone. */
  readonly staff: ReadonlyMap<string, string> | null;
  /** The connection's name, for the words of a note. */
  readonly sourceName: string;
}

/** The whole state a contact should have afterwards. */
export interface ContactWrite {
  readonly contactId: string;
  readonly firstName: string;
  readonly lastName: string;
  readonly mobile: string | null;
  readonly assignedTo: string | null;
  readonly custom: Readonly<Record<string, CustomValue>>;
  readonly optedOut: boolean;
  readonly consentCause: ConsentCause | null;
  readonly sourceModifiedAt: Date | null;
  readonly sourceOptedOut: boolean | null;
  /** The link to a record is not touched. */
  readonly keepsLink: boolean;
  /** Since when a correction of the number stands; null when none does any more. */
  readonly correctedAt: Date | null;
}

export interface ConsentStep {
  readonly change: ConsentChange;
  readonly cause: ConsentCause;
  /** The CRM does not know it: it has to be written back. */
  readonly writeBack: boolean;
}

/** What one row comes to. */
export interface RowDecision {
  readonly outcome: 'created' | 'updated' | 'unchanged' | 'skipped' | 'error';
  readonly recordId: string;
  readonly name: string;
  /** Errors and reasons for skipping; warnings when the row was taken. */
  readonly problems: readonly RowProblem[];
  readonly before: StoredContact | null;
  /** Null when nothing has to be written. */
  readonly write: ContactWrite | null;
  readonly consent: ConsentStep | null;
  /** An opt-in of the CRM that was not applied. */
  readonly notApplied: {
    readonly rule: ConsentRule;
    readonly conflict: boolean;
    /** What the opt-out field said, as received. */
    readonly said: Draft['optOutSaid'];
  } | null;
  /** The CRM says opted out, in a version no older than the one that is in: it does not contradict us any more. */
  readonly saysOut: boolean;
  readonly modifiedAt: Date;
}
