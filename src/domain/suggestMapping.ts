import type { FieldMapping, OptOutMapping } from './mappingTypes.ts';
import { namesOf, wordsOf } from './sourceField.ts';
import type { MappableField } from './sourceField.ts';
import { suggestOptOut } from './suggestOptOut.ts';

export interface SuggestedMapping {
  /**
   * Only what was found. A User ID is suggested of a file alone, where a column of that name can mean nothing else:
   * assigning people is for an admin to decide.
   */
  readonly fields: Partial<FieldMapping>;
  readonly optOut: OptOutMapping | null;
}

/** A mapping to begin with, from what a source's fields are called. Leaves out rather than guesses. */
export function suggestMapping(fields: readonly MappableField[]): SuggestedMapping {
  const isColumn = (field: MappableField): boolean => field.type === 'column';
  const texts = fields.filter((field) => field.type === 'text' || isColumn(field));
  const preferred = texts.find((field) => speaksOf(field, PREFERRED_NAME));
  const first = named(texts, FIRST_NAME);
  const last = named(texts, LAST_NAME);
  const phones = fields.filter((field) => field.type === 'phone' || field.type === 'text' || isColumn(field));
  const mobile =
    named(phones, MOBILE) ?? phones.find((field) => field.type !== 'text' && speaksOf(field, MOBILE_IN_NAME));
  const found: Partial<Record<keyof FieldMapping, string | null>> = {};
  if (preferred !== undefined || first !== undefined) {
    found.firstName = (preferred ?? first)?.name;
    found.firstNameFallback = preferred === undefined ? null : (first?.name ?? null);
  }
  if (last !== undefined) found.lastName = last.name;
  if (mobile !== undefined) found.mobile = mobile.name;
  const recordId = fields.find((field) => field.isRecordId);
  const lastModified = lastModifiedOf(fields);
  // Only a source that has to be told has columns of that kind; its record ID alone would be no use.
  if (lastModified !== undefined) {
    found.lastModified = lastModified.name;
    if (recordId !== undefined) found.recordId = recordId.name;
  }
  const columns = fields.filter(isColumn);
  if (columns.length > 0) {
    const contactId = CONTACT_IDS.map((pattern) => named(columns, pattern)).find((column) => column !== undefined);
    if (contactId !== undefined) found.recordId = contactId.name;
    const staff = named(columns, STAFF_ID);
    if (staff !== undefined) found.userId = staff.name;
  }
  return { fields: found as Partial<FieldMapping>, optOut: suggestOptOut(fields) };
}

const FIRST_NAME = /^(?:first|given) ?name$/;
const LAST_NAME = /^(?:last|family) ?name$|^surname$/;
const MOBILE = /^(?:mobile|cell)(?: ?phone)?(?: ?number)?$/;
const MOBILE_IN_NAME = /\b(?:mobile|cell)(?:phone)?\b/;
/** The surest first. */
const CONTACT_IDS = [
  /^(?:student|contact) ?id$/,
  /^(?:person|prospect|applicant|record|external|constituent) ?id$|^(?:student|contact) (?:number|no)$/,
  /^id$/,
];
const STAFF_ID = /^staff ?id$/;
const PREFERRED_NAME = /\b(?:preferred (?:first )?name|nick ?name|goes by|name preferred)\b/;

const LAST_MODIFIED = /\b(?:modified|modification|modstamp|last (?:updated?|changed?|edited))\b/;

/** Any date-and-time column could be it; only one that speaks of it is. One that tells the instant beats whole days. */
function lastModifiedOf(fields: readonly MappableField[]): MappableField | undefined {
  const named = fields.filter((field) => field.modifiedTime !== null && speaksOf(field, LAST_MODIFIED));
  return named.find((field) => field.modifiedTime === 'instant') ?? named[0];
}

/** The field with that very name: the record's own name for it, then the source's, then its label. */
function named(fields: readonly MappableField[], pattern: RegExp): MappableField | undefined {
  for (const read of NAMES) {
    const found = fields.find((field) => pattern.test(wordsOf(read(field))));
    if (found) return found;
  }
  return undefined;
}

const NAMES: readonly ((field: MappableField) => string)[] = [
  (field) => field.apiName ?? '',
  (field) => field.name,
  (field) => field.label,
];

function speaksOf(field: MappableField, pattern: RegExp): boolean {
  return namesOf(field).some((name) => pattern.test(name));
}
