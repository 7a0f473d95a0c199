/** What an admin decides about one record type's import. Plain data, stored as JSON and edited in the console. */

/** Which source field fills which contact field. Source fields are API names. */
export interface FieldMapping {
  readonly firstName: string;
  /** Read when `firstName` is empty; null for none. */
  readonly firstNameFallback: string | null;
  readonly lastName: string;
  readonly mobile: string;
  /**
   * The source field holding the User ID of the staff member a contact is assigned to; null leaves assignments alone.
   */
  readonly userId: string | null;
  /** The column holding the record's ID, for sources that map their identity; absent for others. */
  readonly recordId?: string | null;
  /** The column telling when the record was last modified, for the same sources. */
  readonly lastModified?: string | null;
  /** An admin accepted that `lastModified` tells only the day, so that each run reads whole days again. */
  readonly wholeDay?: boolean;
  /** Source field → key of a team field. */
  readonly additional: readonly { readonly source: string; readonly field: string }[];
}

/** What an empty opt-out value means: `keep` leaves what is stored. */
export type EmptyMeans = 'opted_in' | 'opted_out' | 'keep';

/** Which source field carries texting preference, and how to read and write it. */
export type OptOutMapping =
  | {
      readonly kind: 'checkbox';
      readonly field: string;
      /** Field of the record that opt-outs are written to, when the source's column is called otherwise. */
      readonly writeTo?: string;
      /** What a ticked box means. */
      readonly ticked: 'opted_out' | 'opted_in';
    }
  | {
      readonly kind: 'picklist';
      readonly field: string;
      readonly writeTo?: string;
      readonly optedInValue: string;
      readonly optedOutValue: string;
      readonly empty: EmptyMeans;
    };

/** Everything that decides how a row becomes a draft. `optOut` null: preferences are not exchanged. */
export interface ImportMapping {
  readonly fields: FieldMapping;
  readonly optOut: OptOutMapping | null;
}
