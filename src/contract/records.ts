import type { RecordType } from '../domain/contact.ts';
import type { Cell } from './sources.ts';

/** Single records of a source that can be written to: opt-outs on their way back, and how records stand. */

/** One opt-out to write: this field of this record becomes this value. */
export interface WriteBackItem {
  readonly recordType: RecordType;
  readonly recordId: string;
  readonly field: string;
  readonly value: string | boolean | null;
}

/** Which records to read, all of one type. */
export interface RecordsRequest {
  readonly recordType: RecordType;
  readonly field: string;
  /** Any number; more than the vendor takes in a call are cut into several. */
  readonly recordIds: readonly string[];
}

/** A record as it stands at the vendor; `gone` when it was deleted, merged away, or can't be seen any more. */
export type RecordState =
  | { readonly kind: 'found'; readonly value: Cell; readonly modifiedAt: Date }
  | { readonly kind: 'gone' };

export type WriteBackOutcome =
  /** The vendor took it. `at` is the vendor's clock. */
  | { readonly kind: 'accepted'; readonly at: Date }
  /** It may succeed later by itself. */
  | { readonly kind: 'retry'; readonly code: string; readonly reason: string; readonly delayMs: number }
  /** A person must act: `reason` is the vendor's own words, `remedy` ours. */
  | { readonly kind: 'refused'; readonly code: string; readonly reason: string; readonly remedy: string };
