import type { Cell } from '../../../src/contract/sources.ts';
import type { RecordType } from '../../../src/domain/contact.ts';
import type { ObjectDescribe } from '../describe.ts';
import { fieldsByName, ownFieldName } from './columns.ts';
import { longId } from './recordIds.ts';
import type { ColumnInfo, DataCell } from './wire.ts';

/** Reads one column's cells as stored values. */
export type CellReader = (cell: DataCell) => Cell;

/**
 * Makes the reader of a column. Labels follow the running user's language and time zone and are never read, but for
 * names and look-ups, whose value is the ID of the record named and whose text stands in the label alone.
 *
 * @param object - for picklists that the column itself doesn't list; null when it is not known
 */
export function cellReader(
  name: string,
  info: ColumnInfo,
  recordType: RecordType,
  object: ObjectDescribe | null,
): CellReader {
  if (info.dataType === 'picklist' || info.dataType === 'multipicklist') {
    const stored = storedValues(name, info, recordType, object);
    const translate = (text: string): string => stored.get(text) ?? text;
    if (info.dataType === 'picklist') return (cell) => mapped(plain(cell.value), translate);
    return (cell) => mapped(plain(cell.value), (text) => text.split(/\s*;\s*/).map(translate).join(';'));
  }
  if (info.dataType === 'id' || info.dataType === 'reference') {
    return ({ value }) => longId(value) ?? plain(value);
  }
  return ({ label, value }) => {
    const names = typeof label === 'string' && label !== value && longId(value)?.startsWith(label) === false;
    return names ? label : plain(value);
  };
}

/** Whether a picklist's values have to be looked up in the object, because the column lists none. */
export function needsObject(info: ColumnInfo): boolean {
  const isPicklist = info.dataType === 'picklist' || info.dataType === 'multipicklist';
  return isPicklist && (info.filterValues ?? []).length === 0;
}

/** The stored value by the label a cell may show instead; a text that is itself stored stands for itself. */
function storedValues(
  name: string,
  { filterValues = [], inactiveFilterValues = [], ...info }: ColumnInfo,
  recordType: RecordType,
  object: ObjectDescribe | null,
): ReadonlyMap<string, string> {
  const field = ownFieldName(name, info, recordType)?.toLowerCase();
  const listed = [...filterValues, ...inactiveFilterValues].map((one) => {
    return { value: one.apiName ?? one.name, label: one.label };
  });
  const described = field === undefined || !object ? [] : (fieldsByName(object).get(field)?.picklistValues ?? []);
  const values: readonly { readonly value: string; readonly label?: string | null }[] =
    listed.length > 0 ? listed : described;
  const stored = new Map<string, string>();
  for (const { value, label } of values) {
    if (label && !stored.has(label)) stored.set(label, value);
  }
  for (const { value } of values) stored.set(value, value);
  return stored;
}

function mapped(cell: Cell, translate: (text: string) => string): Cell {
  return typeof cell === 'string' ? translate(cell) : cell;
}

function plain(value: unknown): Cell {
  if (value === undefined || value === null || value === '') return null;
  if (typeof value === 'string' || typeof value === 'number' || typeof value === 'boolean') return value;
  // Money: `{"amount":50000,"currency":null}`.
  const { amount } = value as { amount?: unknown };
  if (typeof amount === 'number' || amount === null) return amount;
  return JSON.stringify(value);
}
