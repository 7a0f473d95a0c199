import type { CustomValue } from './contact.ts';
import type { RowProblem } from './rowCodes.ts';

/** What a row says about texting preference; `keep` says nothing, so what is stored stays. */
export type DraftOptOut = 'opted_in' | 'opted_out' | 'keep';

/** A row that has been read: a contact as the source describes it, not yet compared with what is stored. */
export interface Draft {
  readonly recordId: string;
  readonly modifiedAt: Date;
  readonly firstName: string;
  readonly lastName: string;
  /** E.164, e.g. `+17165550123`. */
  readonly mobile: string;
  /** The User ID as the source has it; null when it is empty or not mapped. */
  readonly userId: string | null;
  readonly optOut: DraftOptOut;
  /** The opt-out field as received; null when it is empty or not mapped. */
  readonly optOutSaid: string | number | boolean | null;
  /** Team field key → value, every mapped field present; null when none is mapped. */
  readonly custom: Record<string, CustomValue> | null;
}

/** Where a row of a file stands: the line it begins on, and all of its cells as received. */
export interface RowOrigin {
  readonly line: number;
  readonly cells: readonly string[];
}

/** What became of one row before the merge; `origin` is there for rows of files only. */
export type MappedRow =
  | {
      readonly ok: true;
      readonly origin?: RowOrigin;
      readonly draft: Draft;
      /** One shared empty array when there are none. */
      readonly warnings: readonly RowProblem[];
    }
  | {
      readonly ok: false;
      readonly kind: 'error' | 'skipped';
      readonly origin?: RowOrigin;
      readonly recordId: string;
      readonly modifiedAt: Date;
      /** First and last name as far as they are known; may be empty. */
      readonly name: string;
      readonly problems: readonly RowProblem[];
      /**
       * What the row says although something else in it is wrong: an opt-out is applied anyway, an opt-in that an
       * opt-out stands against is a conflict. `keep` when that can't be read, and when the record is gone and does not
       * say opted out.
       */
      readonly optOut: DraftOptOut;
      /** The opt-out field as received; null when it is empty, not mapped or of no interest. */
      readonly optOutSaid: Draft['optOutSaid'];
    };
