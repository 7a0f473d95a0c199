import { CSV_BOM, delimitedRow } from './csv.ts';
import type { FileDelimiter } from './sourceFile.ts';

/**
 * The file of the rows in error: the columns of the file they came in, with three of our own behind them. It is made to
 * be corrected and imported again, which passes over our columns.
 */

/** What stands behind the file's own columns. */
export const OWN_COLUMNS: readonly string[] = ['Line', 'Status', 'Errors'];

/** A row in error as it was received. */
export interface ErrorRow {
  readonly line: number | null;
  readonly cells: readonly string[];
  /** What is wrong with it, in sentences. */
  readonly messages: readonly string[];
}

/** Writes rows of one file. */
export interface ErrorFileWriter {
  /** What the file begins with. */
  readonly beginning: string;
  readonly row: (row: ErrorRow) => string;
}

/**
 * @param headers - the file's own. One that is an error file itself has our columns already; they are written anew.
 */
export function errorFileWriter(headers: readonly string[], delimiter: FileDelimiter): ErrorFileWriter {
  const sign = delimiter === 'tab' ? '\t' : ',';
  const isOurs = OWN_COLUMNS.every((column) => headers.includes(column));
  const places = headers.flatMap((header, at) => (isOurs && OWN_COLUMNS.includes(header) ? [] : [at]));
  return {
    beginning: CSV_BOM + delimitedRow([...places.map((at) => headers[at]!), ...OWN_COLUMNS], sign),
    row: ({ line, cells, messages }) =>
      // Values under no header come last of all: imported again as they are they are still too many.
      delimitedRow(
        [...places.map((at) => cells[at] ?? ''), line, 'Error', messages.join(' '), ...cells.slice(headers.length)],
        sign,
      ),
  };
}

/** What the file with the rows in error of a file is called. */
export function errorFileName(name: string): string {
  return name.startsWith('errors_') ? name : `errors_${name}`;
}
