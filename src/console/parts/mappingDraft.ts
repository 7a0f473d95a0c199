import type { FieldMapping, SourceField } from '../../http/schemas/index.ts';

/** A field mapping while it is being edited: any part may still be empty. */
export interface MappingDraft {
  readonly firstName: string | null;
  readonly firstNameFallback: string | null;
  readonly lastName: string | null;
  readonly mobile: string | null;
  readonly userId: string | null;
  /** Only of sources that map their identity; null for others. */
  readonly recordId: string | null;
  readonly lastModified: string | null;
  readonly wholeDay: boolean;
  readonly additional: readonly AdditionalDraft[];
}

export interface AdditionalDraft {
  readonly source: string | null;
  readonly field: string | null;
}

export type StandardSlot =
  | 'firstName'
  | 'firstNameFallback'
  | 'lastName'
  | 'mobile'
  | 'userId'
  | 'recordId'
  | 'lastModified';

export interface SlotDescription {
  readonly slot: StandardSlot;
  readonly label: string;
  readonly required: boolean;
  readonly help: string;
}

/** The standard contact fields in the order people fill them. */
const CONTACT_SLOTS: readonly SlotDescription[] = [
  { slot: 'firstName', label: 'First name', required: true, help: '' },
  {
    slot: 'firstNameFallback',
    label: 'First name, fallback',
    required: false,
    help: 'Read when the first one is empty',
  },
  { slot: 'lastName', label: 'Last name', required: true, help: '' },
  { slot: 'mobile', label: 'Mobile number', required: true, help: '' },
  {
    slot: 'userId',
    label: 'User identification',
    required: false,
    help: 'The User ID of the staff member a contact is assigned to',
  },
];

/** What a source that is only columns has to tell besides: which record a row is, and when it changed. */
const IDENTITY_SLOTS: readonly SlotDescription[] = [
  { slot: 'recordId', label: 'Contact identification', required: true, help: 'The column with the record’s ID' },
  { slot: 'lastModified', label: 'Last modified', required: true, help: 'Tells the next run what has changed' },
];

const ALL_SLOTS: readonly SlotDescription[] = [...CONTACT_SLOTS, ...IDENTITY_SLOTS];

/** Of files: who a row is stands in a column, when it changed is the file's own time. */
const FILE_SLOTS: readonly SlotDescription[] = [
  { slot: 'recordId', label: 'Contact ID', required: true, help: 'The same for a person in every file' },
  ...CONTACT_SLOTS.map((slot) => (slot.slot === 'userId' ? { ...slot, label: 'Staff ID' } : slot)),
];

/** The rows of a mapping, with those of sources that map their identity, and the modified time, when this one does. */
export function standardSlots(mapsIdentity: boolean, mapsModified = mapsIdentity): readonly SlotDescription[] {
  return mapsModified ? ALL_SLOTS : mapsIdentity ? FILE_SLOTS : CONTACT_SLOTS;
}

/** What to start editing from: what is stored, or the suggestion where nothing is stored yet. */
export function startDraft(saved: FieldMapping | null, suggestion: Partial<FieldMapping>): MappingDraft {
  const start = saved ?? suggestion;
  return {
    firstName: start.firstName ?? null,
    firstNameFallback: start.firstNameFallback ?? null,
    lastName: start.lastName ?? null,
    mobile: start.mobile ?? null,
    userId: start.userId ?? null,
    recordId: start.recordId ?? null,
    lastModified: start.lastModified ?? null,
    wholeDay: start.wholeDay ?? false,
    additional: start.additional ?? [],
  };
}

/**
 * @returns the mapping to save, or null while a required field or half an additional row is empty
 */
export function completeMapping(
  draft: MappingDraft,
  mapsIdentity: boolean,
  mapsModified = mapsIdentity,
): FieldMapping | null {
  const { firstName, lastName, mobile, recordId, lastModified } = draft;
  if (firstName === null || lastName === null || mobile === null) return null;
  if ((mapsIdentity && recordId === null) || (mapsModified && lastModified === null)) return null;
  const additional: { source: string; field: string }[] = [];
  for (const row of draft.additional) {
    if (row.source === null || row.field === null) return null;
    additional.push({ source: row.source, field: row.field });
  }
  return {
    firstName,
    firstNameFallback: draft.firstNameFallback,
    lastName,
    mobile,
    userId: draft.userId,
    ...(mapsIdentity ? { recordId } : {}),
    ...(mapsModified ? { lastModified, ...(draft.wholeDay ? { wholeDay: true } : {}) } : {}),
    additional,
  };
}

/**
 * The last-modified column when it tells only the day, so that somebody has to accept that whole days are read again.
 */
export function wholeDayColumn(draft: MappingDraft, fields: readonly SourceField[]): SourceField | null {
  const field = fields.find((one) => one.name === draft.lastModified);
  return field?.modifiedTime === 'day' ? field : null;
}

/** How a row came by its source field. `exact`: the labels are the same; `missing`: nothing usable is picked. */
export type RowState = 'exact' | 'suggested' | 'chosen' | 'missing' | 'none';

export function rowState(
  source: string | null,
  row: {
    readonly required: boolean;
    readonly label: string;
    readonly suggested: string | null;
    readonly saved: string | null;
  },
  fields: readonly SourceField[],
): RowState {
  if (source === null) return row.required ? 'missing' : 'none';
  const field = fields.find((one) => one.name === source);
  if (field === undefined) return 'missing';
  if (source === row.suggested && source !== row.saved) return 'suggested';
  return field.label.toLowerCase() === row.label.toLowerCase() ? 'exact' : 'chosen';
}

/** Every source field the draft uses, with the contact fields it fills. */
export function fieldUses(
  draft: MappingDraft,
  teamFieldLabel: (key: string) => string,
  slots = ALL_SLOTS,
): ReadonlyMap<string, readonly string[]> {
  const uses = new Map<string, string[]>();
  const note = (source: string | null, label: string): void => {
    if (source === null) return;
    const labels = uses.get(source);
    if (labels === undefined) uses.set(source, [label]);
    else labels.push(label);
  };
  for (const { slot, label } of slots) note(draft[slot], label);
  for (const row of draft.additional)
    note(row.source, row.field === null ? 'an additional field' : teamFieldLabel(row.field));
  return uses;
}
