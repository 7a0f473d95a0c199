import { checkIdentity } from './checkIdentity.ts';
import { checkOptOut } from './checkOptOut.ts';
import type { CustomFieldType, TeamField } from './contact.ts';
import { fieldName, fieldNotFound, typeName } from './fieldWords.ts';
import type { MappingProblem } from './mappingProblem.ts';
import type { FieldMapping, ImportMapping } from './mappingTypes.ts';
import type { MappableField } from './sourceField.ts';

/**
 * Checks a mapping against the fields the API user can see, or the columns of a file, and the team's own fields.
 * @param kind - whether which record a row is stands only in a column that has to be mapped, and whether so does when
 *   it changed
 * @returns one entry per refusal; empty when the mapping can be saved
 */
export function checkMapping(
  mapping: ImportMapping,
  fields: readonly MappableField[],
  teamFields: readonly TeamField[],
  kind: { readonly mapsIdentity: boolean; readonly mapsModified: boolean } = NEITHER,
): readonly MappingProblem[] {
  const known = new Map(fields.map((field) => [field.name, field]));
  return [
    ...checkStandard(mapping.fields, known),
    ...(kind.mapsIdentity ? checkIdentity(mapping.fields, known, kind.mapsModified) : []),
    ...checkAdditional(mapping.fields.additional, known, teamFields),
    ...(mapping.optOut === null ? [] : checkOptOut(mapping.optOut, known)),
  ];
}

const NEITHER = { mapsIdentity: false, mapsModified: false };

type KnownFields = ReadonlyMap<string, MappableField>;

interface StandardField {
  readonly entry: 'firstName' | 'firstNameFallback' | 'lastName' | 'mobile' | 'userId';
  readonly label: string;
  readonly required: boolean;
  readonly types: readonly string[];
}

const STANDARD: readonly StandardField[] = [
  { entry: 'firstName', label: 'First name', required: true, types: ['text', 'picklist'] },
  { entry: 'firstNameFallback', label: 'First name fallback', required: false, types: ['text', 'picklist'] },
  { entry: 'lastName', label: 'Last name', required: true, types: ['text', 'picklist'] },
  { entry: 'mobile', label: 'Mobile number', required: true, types: ['phone', 'text', 'number'] },
  {
    entry: 'userId',
    label: 'User identification',
    required: false,
    types: ['text', 'id', 'email', 'number', 'picklist'],
  },
];

function checkStandard(mapping: FieldMapping, known: KnownFields): readonly MappingProblem[] {
  const problems: MappingProblem[] = [];
  for (const { entry, label, required, types } of STANDARD) {
    const name = mapping[entry];
    const field = `fields.${entry}`;
    if (name === null || name === undefined || name.trim() === '') {
      if (required) problems.push({ field, message: `${label} has no source field. Choose the field that holds it.` });
      continue;
    }
    const message = checkType(label, name, types, known);
    if (message !== null) problems.push({ field, message });
  }
  return problems;
}

/** A sentence when the field can't be seen or has a type that doesn't fit. */
function checkType(label: string, name: string, types: readonly string[] | null, known: KnownFields): string | null {
  const found = known.get(name);
  if (found === undefined) return fieldNotFound(label, name, known);
  // A column of a file is text that may mean anything: what does not fit is told row by row.
  if (types === null || found.type === 'column' || types.includes(found.type)) return null;
  return (
    `${label} can’t be read from ${fieldName(found)}, a ${typeName(found.type)} field. ` +
    `Choose a field of type ${types.map(typeName).join(' or ')}.`
  );
}

/** Source types that fit a type of team field; null is any. */
const FITS: Readonly<Record<CustomFieldType, readonly string[] | null>> = {
  text: null,
  number: ['number', 'text', 'picklist'],
  date: ['date', 'datetime', 'text'],
  checkbox: ['checkbox', 'text', 'picklist'],
};

/** The same source field may fill several team fields; a team field is filled by one source field only. */
function checkAdditional(
  additional: FieldMapping['additional'],
  known: KnownFields,
  teamFields: readonly TeamField[],
): readonly MappingProblem[] {
  const problems: MappingProblem[] = [];
  const filled = new Set<string>();
  for (const [index, { source, field: key }] of additional.entries()) {
    const at = `fields.additional.${index}`;
    const teamField = teamFields.find((candidate) => candidate.key === key);
    if (teamField === undefined) {
      problems.push({
        field: `${at}.field`,
        message:
          `The team has no field “${key.slice(0, 80)}”. It may have been removed. ` +
          'Choose another field, or remove this line.',
      });
    } else if (filled.has(key)) {
      problems.push({
        field: `${at}.field`,
        message:
          `${teamField.label} is filled twice. A field takes its value from one place. ` +
          'Remove one of the two lines.',
      });
    }
    filled.add(key);
    const label = teamField?.label ?? key;
    const message =
      source.trim() === ''
        ? `${label} has no source field. Choose one, or remove this line.`
        : checkType(label, source, teamField === undefined ? null : FITS[teamField.type], known);
    if (message !== null) problems.push({ field: `${at}.source`, message });
  }
  return problems;
}
