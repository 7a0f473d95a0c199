import type { OptOutMapping, SourceField, SourceFields } from '../../http/schemas/index.ts';
import { standardSlots, startDraft, type AdditionalDraft, type MappingDraft, type StandardSlot } from './mappingDraft.ts';

export interface CarriedMapping {
  readonly mapping: MappingDraft;
  readonly optOut: OptOutMapping | null;
  /** What had a column in the source before and has none here, in words. */
  readonly lost: readonly string[];
}

/**
 * A mapping made for one source, for the columns of another: each column is found again by its name, or by the field
 * of the record that both show. What is not found is told, and takes the suggestion where it is required.
 *
 * @param from - the columns the mapping was made for, as far as they are known
 */
export function carryMapping(
  draft: MappingDraft,
  optOut: OptOutMapping | null,
  from: readonly SourceField[],
  to: SourceFields,
): CarriedMapping {
  const suggestion = startDraft(null, to.suggestion.fields);
  const lost: string[] = [];
  const carried: Partial<Record<StandardSlot, string | null>> = { recordId: null, lastModified: null };
  for (const { slot, label } of standardSlots(to.mapsIdentity)) {
    const before = draft[slot];
    const found = before === null ? null : sameColumn(before, from, to.fields);
    if (before !== null && found === null) lost.push(label);
    carried[slot] = found?.name ?? null;
  }
  // Where only the fallback is left of the first name, it is the first name.
  if (carried.firstName === null) {
    carried.firstName = carried.firstNameFallback ?? null;
    carried.firstNameFallback = null;
  }
  for (const { slot, required } of standardSlots(to.mapsIdentity)) {
    if (required) carried[slot] ??= suggestion[slot];
  }
  const additional: AdditionalDraft[] = [];
  for (const row of draft.additional) {
    const found = row.source === null ? null : sameColumn(row.source, from, to.fields);
    if (row.source === null || found !== null) additional.push({ ...row, source: found?.name ?? null });
    else lost.push(labelOf(row.source, from));
  }
  const mapping: MappingDraft = {
    ...draft,
    ...carried,
    wholeDay: draft.wholeDay && carried.lastModified === draft.lastModified,
    additional,
  };
  return { mapping, ...carryRule(optOut, from, to, lost) };
}

/** The rule stays with its field; where that is not to be had it is the suggested one, or none. */
function carryRule(
  optOut: OptOutMapping | null,
  from: readonly SourceField[],
  to: SourceFields,
  lost: readonly string[],
): Pick<CarriedMapping, 'optOut' | 'lost'> {
  if (optOut === null) return { optOut: null, lost };
  const found = sameColumn(optOut.field, from, to.fields);
  if (found === null || found.type !== optOut.kind)
    return { optOut: to.suggestion.optOut, lost: [...lost, 'Opt-out rule'] };
  if (found.name === optOut.field) return { optOut, lost };
  // Where opt-outs are written to belongs to the column; the server works it out anew.
  const { writeTo: _old, ...rule } = optOut;
  return { optOut: { ...rule, field: found.name }, lost };
}

function sameColumn(
  name: string,
  from: readonly SourceField[],
  to: readonly SourceField[],
): SourceField | null {
  const named = to.find((field) => field.name === name);
  if (named !== undefined) return named;
  const apiName = from.find((field) => field.name === name)?.apiName ?? name;
  return to.find((field) => field.apiName === apiName) ?? null;
}

function labelOf(name: string, fields: readonly SourceField[]): string {
  return fields.find((field) => field.name === name)?.label ?? name;
}
