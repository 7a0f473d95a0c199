import type { FieldMapping, OptOutMapping } from './mappingTypes.ts';
import type { MappableField } from './sourceField.ts';

/** What is stored of a field mapping: only what is known and chosen, so that equal mappings are equal texts. */
export function plainFields(mapping: FieldMapping): FieldMapping {
  const { firstName, firstNameFallback, lastName, mobile, userId, recordId, lastModified, wholeDay, additional } =
    mapping;
  return {
    firstName,
    firstNameFallback: firstNameFallback || null,
    lastName,
    mobile,
    userId: userId || null,
    ...(recordId ? { recordId } : {}),
    ...(lastModified ? { lastModified } : {}),
    ...(lastModified && wholeDay ? { wholeDay } : {}),
    additional: additional.map(({ source, field }) => ({ source, field })),
  };
}

/**
 * The same of an opt-out mapping. Where it is written to is never taken from outside: it stays as it was stored for
 * the same column, until the source's columns are known (`fitMapping`).
 */
export function plainOptOut(mapping: OptOutMapping, stored: OptOutMapping | null): OptOutMapping {
  const { field } = mapping;
  const known = stored?.field === field && stored.writeTo !== undefined ? { writeTo: stored.writeTo } : {};
  if (mapping.kind === 'checkbox') return { kind: 'checkbox', field, ...known, ticked: mapping.ticked };
  const { optedInValue, optedOutValue, empty } = mapping;
  return { kind: 'picklist', field, ...known, optedInValue, optedOutValue, empty };
}

/** Leaves out of a mapping what a source that does not map its identity has no use for. */
export function withoutIdentity(mapping: FieldMapping): FieldMapping {
  return plainFields({ ...mapping, recordId: null, lastModified: null, wholeDay: false });
}

/** What the source's columns decide of a mapping: where opt-outs are written to, and whether whole days matter. */
export function fitMapping(
  mapping: { readonly fields: FieldMapping | null; readonly optOut: OptOutMapping | null },
  columns: readonly MappableField[],
): { fields: FieldMapping | null; optOut: OptOutMapping | null } {
  const columnOf = (name: string): MappableField | undefined => columns.find((column) => column.name === name);
  const { fields, optOut } = mapping;
  const wholeDay = fields?.wholeDay === true && columnOf(fields.lastModified ?? '')?.modifiedTime === 'day';
  return {
    fields: fields && plainFields({ ...fields, wholeDay }),
    optOut: optOut && writtenTo(optOut, columnOf(optOut.field)?.apiName ?? optOut.field),
  };
}

function writtenTo(mapping: OptOutMapping, writeTo: string): OptOutMapping {
  const plain = plainOptOut(mapping, null);
  return writeTo === mapping.field ? plain : { ...plain, writeTo };
}
