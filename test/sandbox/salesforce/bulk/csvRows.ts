import { formatDatetime } from '../formatValue.ts';
import type { RowSource } from '../rowSource.ts';
import type { Value } from '../schema.ts';
import { labelOf } from '../soql/compile.ts';
import { expand } from '../soql/emit.ts';
import { parseQuery } from '../soql/parse.ts';
import { resolveField, type Catalog, type ResolvedField } from '../soql/resolve.ts';

/** Writes the rows of one query as CSV lines, each with its line ending. */
export interface CsvRows {
  header: string;
  line: (row: number) => string;
}

type Cell = (row: number) => string;

/** Every so many rows, whole numbers come with a needless decimal place, as was seen in real results. */
const DECIMAL_EVERY = 3;

/**
 * Prepares the columns of a SELECT list, in its order. Parent fields are columns named by their path.
 *
 * @throws ApiError `INVALID_FIELD`
 */
export function csvRows(text: string, catalog: Catalog, delimiter: string, lineEnding: string): CsvRows {
  const query = parseQuery(text);
  const source = catalog.source(query.from)!;
  const columns = expand(query, source, catalog).flatMap((item) => {
    if (item.kind !== 'field') return [];
    const field = resolveField(catalog, source, item.path, text, item.at);
    return [{ name: item.alias ?? field.path, cell: cellOf(field, item.toLabel, source) }];
  });
  return {
    header: columns.map(({ name }) => quoted(name)).join(delimiter) + lineEnding,
    line(row) {
      let line = '';
      for (let i = 0; i < columns.length; i++) line += (i > 0 ? delimiter : '') + columns[i]!.cell(row);
      return line + lineEnding;
    },
  };
}

const quoted = (text: string): string => `"${text.includes('"') ? text.replaceAll('"', '""') : text}"`;

function cellOf({ def, read, column }: ResolvedField, toLabel: boolean, source: RowSource): Cell {
  if (def.type === 'datetime')
    return (row) => {
      const second = read(row);
      return typeof second === 'number' ? `"${formatDatetime(second).slice(0, -5)}Z"` : '""';
    };
  if (def.type === 'int' || def.type === 'double')
    return (row) => {
      const value = read(row);
      if (typeof value !== 'number') return '""';
      return Number.isInteger(value) && row % DECIMAL_EVERY === 0 ? `"${value}.0"` : `"${value}"`;
    };
  // Everything is text, and nothing is the empty text.
  const text = (value: Value): string => (value === null ? '""' : quoted(String(toLabel ? labelOf(def, value) : value)));
  if (column?.codes && column.dictionary) {
    const { codes } = column;
    const ready = column.dictionary.map(text);
    return (row) => (source.isEdited(row) ? text(read(row)) : ready[codes[row]!]!);
  }
  return (row) => text(read(row));
}
