import type { ImportSettings, OptOutMapping, SaveImport, SourceFields } from '../../../http/schemas/connections.ts';
import { completeMapping, STANDARD_SLOTS, startDraft, type MappingDraft } from '../../parts/mappingDraft.ts';
import { isComplete } from '../../parts/optOutRule.ts';
import { isSame } from './useStoredDraft.ts';

/** The Contact import form of one record type while it is being edited. */
export interface ImportDraft {
  readonly state: ImportSettings['state'];
  readonly source: { readonly id: string; readonly name: string } | null;
  readonly mapping: MappingDraft;
  readonly optOut: OptOutMapping | null;
}

/** What is stored, with our suggestion in the places nobody has filled yet. */
export function importDraftOf(settings: ImportSettings, suggestion: SourceFields['suggestion']): ImportDraft {
  return {
    state: settings.state,
    source: settings.source === null ? null : { id: settings.source.id, name: settings.source.name },
    mapping: startDraft(settings.fields, suggestion.fields),
    optOut: settings.fields === null ? (settings.optOut ?? suggestion.optOut) : settings.optOut,
  };
}

/** How many parts of the form differ from what is stored. */
export function changedParts(draft: ImportDraft, base: ImportDraft): number {
  const parts: readonly (keyof ImportDraft)[] = ['state', 'source', 'mapping', 'optOut'];
  return parts.filter((part) => !isSame(draft[part], base[part])).length;
}

/** What must be filled before the import can be on, by the API's field names. Off and draft are kept as they are. */
export function missingInImport(draft: ImportDraft): Readonly<Record<string, string>> {
  if (draft.state !== 'on') return {};
  const missing: Record<string, string> = {};
  if (draft.source === null) missing.source = 'No List View is chosen. Search for one by its name.';
  for (const { slot, label, required } of STANDARD_SLOTS) {
    if (required && draft.mapping[slot] === null)
      missing[`fields.${slot}`] = `${label} has no source field. Choose the one that holds it.`;
  }
  draft.mapping.additional.forEach((row, index) => {
    if (row.source === null)
      missing[`fields.additional.${index}.source`] = 'No source field is chosen. Choose one, or remove the row.';
    else if (row.field === null)
      missing[`fields.additional.${index}.field`] = 'No contact field is chosen. Choose one, or remove the row.';
  });
  if (draft.optOut !== null && !isComplete(draft.optOut)) {
    missing['optOut.optedOutValue'] =
      'The rule needs one value that means opted out and another that means they may be texted.';
  }
  return missing;
}

/** What to send. A draft's mapping is sent once it is whole. */
export function saveRequest(draft: ImportDraft, version: number): SaveImport {
  const fields = completeMapping(draft.mapping);
  const optOut = draft.optOut === null || isComplete(draft.optOut) ? draft.optOut : undefined;
  return {
    version,
    state: draft.state,
    source: draft.source === null ? null : { id: draft.source.id },
    ...(fields === null ? {} : { fields }),
    ...(optOut === undefined ? {} : { optOut }),
  };
}

const FIELD_WORDS: Readonly<Record<string, string>> = {
  source: 'List View',
  'optOut.field': 'Opt-out field',
  'optOut.optedOutValue': 'Opt-out value',
  'optOut.optedInValue': 'Opt-in value',
};

/** The label and the control of a field the API names. */
export function importField(field: string): { readonly label: string; readonly id: string } | undefined {
  const slot = STANDARD_SLOTS.find((one) => field === `fields.${one.slot}`);
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
