/** What a CSV file begins with, so that Excel reads it as UTF-8. */
export const CSV_BOM = '\ufeff';

export type CsvValue = string | number | boolean | null;

/**
 * One quoted cell. A cell that a spreadsheet would take for a formula gets an apostrophe in front, also when spaces or
 * apostrophes stand before the sign; taking one apostrophe away in exactly these cells gives the value back.
 */
export function csvCell(value: CsvValue): string {
  const text = value === null ? '' : String(value);
  const safe = FORMULA_START.test(text) ? `'${text}` : text;
  return `"${safe.replaceAll('"', '""')}"`;
}

/** One line with its line end (CRLF). */
export function csvRow(values: readonly CsvValue[]): string {
  return delimitedRow(values, ',');
}

/** The same with another sign between the cells. */
export function delimitedRow(values: readonly CsvValue[], delimiter: string): string {
  return `${values.map(csvCell).join(delimiter)}\r\n`;
}

/** The four signs, their full-width forms, and the control characters that some spreadsheets skip before a sign. */
// eslint-disable-next-line no-control-regex -- control characters are what is being looked for
const FORMULA_START = /^'*[\s\u200b-\u200f\u2060\ufeff]*[=+\-@\uff1d\uff0b\uff0d\uff20\u2212\u0000\t\r\n]/;
