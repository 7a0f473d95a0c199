import { fieldName, fieldNotFound } from './fieldWords.ts';
import type { MappingProblem } from './mappingProblem.ts';
import type { FieldMapping } from './mappingTypes.ts';
import type { MappableField } from './sourceField.ts';

/**
 * Checks the columns that tell which record a row is and when that was modified, for a source that has to map them. A
 * column that tells only the day is taken once an admin has accepted what it costs.
 * @param mapsModified - when a record was modified is told by a column; otherwise the source tells it
 */
export function checkIdentity(
  mapping: FieldMapping,
  known: ReadonlyMap<string, MappableField>,
  mapsModified: boolean,
): readonly MappingProblem[] {
  const checks: readonly [string, string | null][] = [
    ['fields.recordId', recordIdProblem(mapping.recordId ?? '', known)],
    ['fields.lastModified', mapsModified ? lastModifiedProblem(mapping, known) : null],
  ];
  return checks.flatMap(([field, message]) => (message === null ? [] : [{ field, message }]));
}

function recordIdProblem(name: string, known: ReadonlyMap<string, MappableField>): string | null {
  const label = 'Contact identification';
  if (name.trim() === '') {
    return `${label} has no source field. Choose the column with the record’s ID; add it to the source when it has none.`;
  }
  const found = known.get(name);
  if (found === undefined) return fieldNotFound(label, name, known);
  if (found.isRecordId) return null;
  return `${label} can’t be read from ${fieldName(found)}: it does not hold the record’s own ID. Choose the column that does.`;
}

function lastModifiedProblem(mapping: FieldMapping, known: ReadonlyMap<string, MappableField>): string | null {
  const label = 'Last modified';
  const name = mapping.lastModified ?? '';
  if (name.trim() === '') {
    return `${label} has no source field. Choose the column that tells when the record was last modified; add one when there is none.`;
  }
  const found = known.get(name);
  if (found === undefined) return fieldNotFound(label, name, known);
  if (found.modifiedTime === null) {
    return `${label} can’t be read from ${fieldName(found)}: it does not tell when the record was modified. Choose a date-and-time column that does.`;
  }
  if (found.modifiedTime === 'instant' || mapping.wholeDay === true) return null;
  return (
    `${fieldName(found)} tells only the day, so each run would read everybody modified since the day before again. ` +
    'Map a column with the time of day, or accept whole days.'
  );
}
