import type { Value } from '../schema.ts';
import { labelOf } from '../soql/compile.ts';
import { resolveField, type Catalog } from '../soql/resolve.ts';
import type { RowSource } from '../rowSource.ts';
import type { ReportColumn } from './reportTypes.ts';
import { dayLabel, plainDayLabel, timeLabel, utcDay, utcInstant } from './userTime.ts';

/** Writes one cell of a row as JSON. */
export type CellWriter = (row: number) => string;

const cell = (label: string, value: unknown): string =>
  `{"label":${JSON.stringify(label)},"value":${JSON.stringify(value)}}`;
const same = (text: string): string => {
  const quoted = JSON.stringify(text);
  return `{"label":${quoted},"value":${quoted}}`;
};
const EMPTY = cell('-', null);

const numbers = new Intl.NumberFormat('en-US', { maximumFractionDigits: 2 });
const money = new Intl.NumberFormat('en-US', { style: 'currency', currency: 'USD' });

export const numberLabel = (value: number): string => numbers.format(value);
export const moneyLabel = (value: number): string => money.format(value);

/**
 * Prepares a column's cells. They are put together as text: a full page holds some thirty thousand of them.
 *
 * @throws ApiError `INVALID_FIELD` when the field behind the column is hidden
 */
export function cellWriter(column: ReportColumn, source: RowSource, catalog: Catalog): CellWriter {
  const field = resolveField(catalog, source, column.path, '', 0);
  const written = new Map<Value, string>();
  const text = (value: Value): string => {
    // Formatting a number costs as much as all the rest of a row, and few of them differ.
    if (typeof value !== 'number') return write(value);
    let known = written.get(value);
    if (known === undefined) written.set(value, (known = write(value)));
    return known;
  };
  const write = (value: Value): string => {
    if (value === null) return EMPTY;
    switch (column.cell) {
      case 'id':
        return cell(String(value).slice(0, 15), value);
      case 'day':
        return cell(plainDayLabel(String(value)), value);
      // Recorded: the label is the day in the user's zone, the value the day in UTC.
      case 'standardDay':
        return cell(dayLabel(Number(value)), utcDay(Number(value)));
      case 'instant':
        return cell(timeLabel(Number(value)), utcInstant(Number(value)));
      case 'number':
        return cell(numberLabel(Number(value)), value);
      case 'currency':
        return cell(moneyLabel(Number(value)), { amount: value, currency: null });
      case 'picklist':
        // As published: the same text twice, which is the label; the stored value may be another.
        return same(String(labelOf(field.def, value)).replaceAll(';', '; '));
      default:
        return typeof value === 'string' ? same(value) : cell(String(value), value);
    }
  };
  if (column.cell === 'name') {
    const { read: readId } = resolveField(catalog, source, column.idPath, '', 0);
    return (row) => {
      const name = field.read(row);
      return name === null ? EMPTY : `{"label":${JSON.stringify(name)},"value":"${String(readId(row))}"}`;
    };
  }
  const { column: coded } = field;
  if (coded?.codes && coded.dictionary) {
    const { codes } = coded;
    const ready = coded.dictionary.map(text);
    return (row) => (source.isEdited(row) ? text(field.read(row)) : ready[codes[row]!]!);
  }
  return (row) => text(field.read(row));
}
