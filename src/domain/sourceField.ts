/** What mapping needs to know about a field of a source; connectors describe more. */
export interface MappableField {
  /** The API name, as mappings use it. */
  readonly name: string;
  readonly label: string;
  readonly type: string;
  /** Field of the record this shows; null when it belongs to none. */
  readonly apiName: string | null;
  readonly writable: boolean;
  /** Computed by the vendor. */
  readonly calculated: boolean;
  /** Its value can change without the record's modified time moving. */
  readonly changesUnseen: boolean;
  /** Holds the ID of the record itself. */
  readonly isRecordId: boolean;
  /** Can be the last-modified column, by the instant or only by the whole day. */
  readonly modifiedTime: 'instant' | 'day' | null;
  /** Active values of a picklist; empty otherwise. */
  readonly values: readonly { readonly value: string; readonly label: string }[];
}

/** The lower-case words of an API name or label: `SMS_OptOut__c` → `sms opt out`, a vendor's suffix left out. */
export function wordsOf(text: string): string {
  return text
    .replace(/__c$/i, '')
    .replace(/([a-z0-9])([A-Z])|([A-Z])(?=[A-Z][a-z])/g, '$1$3 $2')
    .replace(/[^\p{L}\p{N}]+/gu, ' ')
    .trim()
    .toLowerCase();
}

/**
 * What a field is called, in words, the surest first: the record's own field it shows, the name its source gives it
 * (a Report's PHONE3 is MobilePhone), its label, which is in the API user's language.
 */
export function namesOf({ apiName, name, label }: MappableField): readonly string[] {
  return [...new Set([apiName ?? name, name, label].map(wordsOf))];
}
