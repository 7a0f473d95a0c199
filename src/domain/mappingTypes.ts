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
      /** What a ticked box means. */
      readonly ticked: 'opted_out' | 'opted_in';
    }
  | {
      readonly kind: 'picklist';
      readonly field: string;
      readonly optedInValue: string;
      readonly optedOutValue: string;
      readonly empty: EmptyMeans;
    };

/** Everything that decides how a row becomes a draft. `optOut` null: preferences are not exchanged. */
export interface ImportMapping {
  readonly fields: FieldMapping;
  readonly optOut: OptOutMapping | null;
}
