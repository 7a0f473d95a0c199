import type { MappableField } from './sourceField.ts';

/** The sentence for a field the API user can't see, or for a column that the file does not have. */
export function fieldNotFound(label: string, name: string, known: ReadonlyMap<string, MappableField>): string {
  if ([...known.values()].some(({ type }) => type === 'column')) {
    return `${label}: the file has no column ${name.slice(0, 80)}. Choose another column, or correct the file’s first row.`;
  }
  return (
    `${label}: the field ${name.slice(0, 80)} can’t be found. It was removed or is hidden from the API user. ` +
    'Make it visible, or choose another field.'
  );
}

/** A field as a sentence names it: `Mobile Phone (MobilePhone)`. */
export function fieldName(field: MappableField): string {
  return field.label === '' || field.label === field.name ? field.name : `${field.label} (${field.name})`;
}

/** A field's type as a sentence names it. */
export function typeName(type: string): string {
  return TYPE_WORDS.get(type) ?? type;
}

const TYPE_WORDS: ReadonlyMap<string, string> = new Map([
  ['datetime', 'date and time'],
  ['id', 'ID'],
  ['multipicklist', 'multi-select picklist'],
]);
