/** The words of the shared contact model. Plain types: every floor speaks them, none of them does anything. */

/** Salesforce's kinds of person; other connectors use `Contact` alone. */
export type RecordType = 'Contact' | 'Lead';

export type CustomFieldType = 'text' | 'number' | 'date' | 'checkbox';

/** A custom value as stored: text, number, true/false, an ISO date, or nothing. */
export type CustomValue = string | number | boolean | null;

/** One of a team's own fields beside the standard ones. */
export interface TeamField {
  /** Stable key, lower snake case, unique in the team; renaming the label keeps it. */
  readonly key: string;
  readonly label: string;
  readonly type: CustomFieldType;
  /** A file must have its column; cells may be blank. */
  readonly required: boolean;
  /** May be merged into the text of a message. */
  readonly mergeable: boolean;
  /** Shown to users beside the contact. */
  readonly visible: boolean;
}

/** Where a contact came from: the CRM record its opt-out is written back to. */
export interface SourceLink {
  readonly connectionId: string;
  readonly recordType: RecordType;
  /** The CRM's own record ID; 18 characters for Salesforce. */
  readonly recordId: string;
}

/** What made the last change of texting preference. */
export type ConsentCause = 'stop_message' | 'start_message' | 'staff' | 'import' | 'api';

export type ConsentChange = 'opted_out' | 'opted_in';

/**
 * What the ledger records beside changes of texting preference: texting was paused because of a message that may mean
 * STOP, and resumed because it did not. Neither is a change that a CRM hears of.
 */
export type LedgerChange = ConsentChange | 'paused' | 'resumed';

/** By what an entry of the ledger came; `reply` is a message that may mean STOP. */
export type LedgerCause = ConsentCause | 'reply';
