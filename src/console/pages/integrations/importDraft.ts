import type { ImportSettings, SaveImport, WeekdayValue } from '../../../http/schemas/imports.ts';
import type { OptOutMapping, SourceField, SourceFields, SourceSummary } from '../../../http/schemas/sources.ts';
import { carryMapping } from '../../parts/carryMapping.ts';
import {
  completeMapping,
  standardSlots,
  startDraft,
  wholeDayColumn,
  type MappingDraft,
} from '../../parts/mappingDraft.ts';
import { isComplete } from '../../parts/optOutRule.ts';
import { isSame } from './useStoredDraft.ts';

/** The Contact import form of one record type while it is being edited. */
export interface ImportDraft {
  readonly state: ImportSettings['state'];
  readonly source: { readonly id: string; readonly name: string; readonly kind: string } | null;
  /** ID of the source whose columns the mapping names; another than `source` until that one's columns are here. */
  readonly mappedFor: string | null;
  readonly mapsIdentity: boolean;
  readonly mapsModified: boolean;
  /** What had a column in the stored source and has none in the chosen one. */
  readonly lost: readonly string[];
  readonly mapping: MappingDraft;
  readonly optOut: OptOutMapping | null;
  readonly sweepDays: readonly WeekdayValue[];
  /** How files are chosen, read and put away; null where sources are no files. */
  readonly files: ImportSettings['files'];
  readonly columnAnswers: ImportSettings['columnAnswers'];
}

/** What is stored, with our suggestion in the places nobody has filled yet. */
export function importDraftOf(settings: ImportSettings, suggestion: SourceFields['suggestion'] | null): ImportDraft {
  const { source, fields, optOut } = settings;
  return {
    state: settings.state,
    source: source === null ? null : { id: source.id, name: source.name, kind: source.kind },
    mappedFor: source?.id ?? null,
    mapsIdentity: settings.mapsIdentity,
    mapsModified: settings.mapsModified,
    lost: [],
    mapping: startDraft(fields, suggestion?.fields ?? {}),
    optOut: fields === null ? (optOut ?? suggestion?.optOut ?? null) : optOut,
    sweepDays: settings.sweepDays,
    files: settings.files,
    columnAnswers: settings.columnAnswers,
  };
}

/** The draft with another source. The stored one brings its stored mapping back. */
export function withSource(draft: ImportDraft, base: ImportDraft, source: SourceSummary): ImportDraft {
  const { id, name, kind } = source;
  if (id !== base.source?.id) return { ...draft, source: { id, name, kind } };
  return backToStored(draft, base);
}

/** The draft with no source, or with the stored one when that is of this kind. */
export function withKind(draft: ImportDraft, base: ImportDraft, kind: string): ImportDraft {
  return base.source?.kind === kind ? backToStored(draft, base) : { ...draft, source: null };
}

function backToStored(draft: ImportDraft, base: ImportDraft): ImportDraft {
  if (draft.mappedFor === base.mappedFor) return { ...draft, source: base.source };
  const { source, mappedFor, mapsIdentity, mapsModified, lost, mapping, optOut } = base;
  return { ...draft, source, mappedFor, mapsIdentity, mapsModified, lost, mapping, optOut };
}

/**
 * The draft with its mapping made for the chosen source's columns.
 * @param from - whose mapping is carried over
 * @param before - the columns that one was made for, as far as they are known
 */
export function mappedTo(
  draft: ImportDraft,
  from: ImportDraft,
  before: readonly SourceField[],
  columns: SourceFields,
): ImportDraft {
  const mapped =
    from.mappedFor === null
      ? { mapping: startDraft(null, columns.suggestion.fields), optOut: draft.optOut ?? columns.suggestion.optOut }
      : carryMapping(from.mapping, from.optOut, before, columns);
  const { mapsIdentity, mapsModified } = columns;
  return { ...draft, mappedFor: draft.source?.id ?? null, mapsIdentity, mapsModified, ...mapped };
}

/** True while a source is chosen whose columns are not here yet. */
export function awaitsColumns(draft: ImportDraft): boolean {
  return draft.source !== null && draft.mappedFor !== draft.source.id;
}

/** How many parts of the form differ from what is stored. */
export function changedParts(draft: ImportDraft, base: ImportDraft): number {
  const parts = ['state', 'source', 'mapping', 'optOut', 'sweepDays', 'files', 'columnAnswers'] as const;
  return parts.filter((part) => !isSame(draft[part], base[part])).length;
}

/**
 * What must be filled before the form can be saved, by the API's field names. Off and draft are kept half done, unless
 * the stored mapping would be left behind with a source it was not made for.
 */
export function missingInImport(
  draft: ImportDraft,
  base: ImportDraft,
  columns: readonly SourceField[],
): Readonly<Record<string, string>> {
  if (draft.source === null) return { source: 'No source is chosen. Search for one by its name.' };
  if (awaitsColumns(draft)) {
    return { source: `The columns of “${draft.source.name}” have not been read yet. Wait, or choose another source.` };
  }
  const leavesStoredBehind = base.mappedFor !== null && draft.mappedFor !== base.mappedFor;
  return draft.state === 'on' || leavesStoredBehind ? missingParts(draft, columns) : {};
}

/** What the mapping and the rule lack, whatever the state. */
export function missingParts(draft: ImportDraft, columns: readonly SourceField[]): Readonly<Record<string, string>> {
  const missing: Record<string, string> = {};
  const sourceField = draft.files === null ? 'source field' : 'column';
  for (const { slot, label, required } of standardSlots(draft.mapsIdentity, draft.mapsModified)) {
    if (required && draft.mapping[slot] === null)
      missing[`fields.${slot}`] = `${label} has no ${sourceField}. Choose the one that holds it.`;
  }
  if (draft.files?.after === 'move' && draft.files.moveTo === null)
    missing['files.moveTo'] = 'No folder is named for imported files. Type one, or leave them where they are.';
  const day = draft.mapsModified ? wholeDayColumn(draft.mapping, columns) : null;
  if (day !== null && !draft.mapping.wholeDay)
    missing['fields.lastModified'] =
      `${day.label} has no time of day. Choose a column that has one, or go on with whole days.`;
  draft.mapping.additional.forEach((row, index) => {
    if (row.source === null)
      missing[`fields.additional.${index}.source`] = `No ${sourceField} is chosen. Choose one, or remove the row.`;
    else if (row.field === null)
      missing[`fields.additional.${index}.field`] = 'No contact field is chosen. Choose one, or remove the row.';
  });
  if (draft.optOut !== null && !isComplete(draft.optOut)) {
    missing['optOut.optedOutValue'] =
      'The rule needs one value that means opted out and another that means they may be texted.';
  }
  return missing;
}

/** What to send. A draft's mapping is sent once it is whole; sweep days, which the Schedule sets too, when changed. */
export function saveRequest(draft: ImportDraft, base: ImportDraft, version: number): SaveImport {
  const fields = completeMapping(draft.mapping, draft.mapsIdentity, draft.mapsModified);
  const optOut = draft.optOut === null || isComplete(draft.optOut) ? draft.optOut : undefined;
  return {
    version,
    state: draft.state,
    source: draft.source === null ? null : { id: draft.source.id },
    ...(draft.files === null ? {} : { files: draft.files }),
    ...(isSame(draft.columnAnswers, base.columnAnswers) ? {} : { columnAnswers: [...draft.columnAnswers] }),
    ...(fields === null ? {} : { fields }),
    ...(optOut === undefined ? {} : { optOut }),
    ...(isSame(draft.sweepDays, base.sweepDays) ? {} : { sweepDays: [...draft.sweepDays] }),
  };
}

const FIELD_WORDS: Readonly<Record<string, string>> = {
  source: 'Import source',
  'files.moveTo': 'Folder for imported files',
  'files.quietSeconds': 'Quiet time',
  'files.expectedDays': 'A new file is expected every',
  'optOut.field': 'Opt-out field',
  'optOut.optedOutValue': 'Opt-out value',
  'optOut.optedInValue': 'Opt-in value',
};

/** The label and the control of a field the API names. */
export function importField(
  field: string,
  isFile = false,
): { readonly label: string; readonly id: string } | undefined {
  const slot = standardSlots(true, !isFile).find((one) => field === `fields.${one.slot}`);
  if (slot !== undefined) return { label: slot.label, id: field };
  const row = /^fields\.additional\.(\d+)/.exec(field);
  if (row !== null)
    return {
      label: `Additional field ${Number(row[1]) + 1}`,
      id: field.endsWith('.field') ? field : `fields.additional.${row[1]}.source`,
    };
  const label = FIELD_WORDS[field];
  return label === undefined ? undefined : { label, id: field };
}
