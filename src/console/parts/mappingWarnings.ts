import type { SourceField } from '../../http/schemas/index.ts';
import type { StandardSlot } from './mappingDraft.ts';

/** What a row of the mapping may hold: a standard contact field, or a team field of this type. */
export type RowTarget =
  | { readonly kind: 'standard'; readonly slot: StandardSlot }
  | { readonly kind: 'team'; readonly type: 'text' | 'number' | 'date' | 'checkbox' };

const TYPE_WORDS: Readonly<Record<SourceField['type'], string>> = {
  text: 'text',
  phone: 'a phone number',
  email: 'a mail address',
  url: 'a web address',
  number: 'a number',
  checkbox: 'a checkbox',
  date: 'a date',
  datetime: 'a date and time',
  picklist: 'a picklist',
  multipicklist: 'a picklist of several values',
  id: 'a record ID',
  other: 'of another type',
  column: 'a column',
};

/** A source field's type as people say it: `a phone number`. */
export function typeWords(type: SourceField['type']): string {
  return TYPE_WORDS[type];
}

const FITS_NAME = new Set<SourceField['type']>(['text', 'picklist']);
const FITS_MOBILE = new Set<SourceField['type']>(['phone', 'text']);
const FITS_USER_ID = new Set<SourceField['type']>(['text', 'id', 'email', 'number', 'picklist']);
const FITS_TEAM = {
  text: null,
  number: new Set<SourceField['type']>(['number', 'text']),
  date: new Set<SourceField['type']>(['date', 'datetime', 'text']),
  checkbox: new Set<SourceField['type']>(['checkbox', 'text', 'picklist']),
};

/**
 * What a person should know about a chosen source field, most pressing first.
 * @param usedFor - every contact field this source field fills, this row included
 * @param isFile - the fields are columns of files
 */
export function rowWarnings(
  source: string | null,
  label: string,
  target: RowTarget,
  fields: readonly SourceField[],
  usedFor: readonly string[],
  isFile = false,
): readonly string[] {
  if (source === null) return [];
  const field = fields.find((one) => one.name === source);
  if (field === undefined) {
    return [
      isFile
        ? `The file has no column ${source}. Choose another one, or load the headers of another file.`
        : `${source} can't be read. It was deleted or renamed, or is hidden from the API user. Show it to the API user, or choose another field.`,
    ];
  }
  const warnings: string[] = [];
  if (!fits(field, target))
    warnings.push(`${field.label} is ${typeWords(field.type)}, which does not fit ${label}. Choose another field.`);
  const others = usedFor.filter((one) => one !== label);
  const sameTwice = usedFor.length - others.length > 1;
  if (others.length > 0) warnings.push(`Also used for ${others.join(' and ')}.`);
  else if (sameTwice) warnings.push('Used twice for the same field.');
  if (changesUnseen(source, target, fields)) {
    const why = field.calculated ? 'A formula: its' : 'From another record: its';
    warnings.push(`${why} changes don't move the modified date, so only a reading of everything finds them.`);
  }
  if (target.kind === 'standard' && target.slot === 'lastModified' && field.modifiedTime === 'day') {
    warnings.push(
      `${field.label} has no time of day, so every run reads whole days again: everybody modified since the day before comes once more. No change is lost, but it costs calls.`,
    );
  }
  return warnings;
}

/** Whether a usual run misses changes of the chosen field. Identity columns change with the record or not at all. */
export function changesUnseen(source: string | null, target: RowTarget, fields: readonly SourceField[]): boolean {
  if (target.kind === 'standard' && (target.slot === 'recordId' || target.slot === 'lastModified')) return false;
  return fields.find((one) => one.name === source)?.changesUnseen ?? false;
}

function fits(field: SourceField, target: RowTarget): boolean {
  if (field.type === 'column') return true;
  if (target.kind === 'team') return FITS_TEAM[target.type]?.has(field.type) ?? true;
  switch (target.slot) {
    case 'mobile':
      return FITS_MOBILE.has(field.type);
    case 'userId':
      return FITS_USER_ID.has(field.type);
    case 'recordId':
      return field.isRecordId;
    case 'lastModified':
      return field.modifiedTime !== null;
    default:
      return FITS_NAME.has(field.type);
  }
}
