import type { RowProblem } from './rowCodes.ts';
import { keptValue, quotedValue } from './shownValue.ts';

/**
 * What spreadsheets and databases write where they have no value. `Null` with one capital is not among them: it is a
 * family name.
 * @param text - cleaned
 */
export function isCellError(text: string): boolean {
  const first = text.charCodeAt(0);
  if (first === HASH) return SPREADSHEET.test(text);
  return text.length <= LONGEST && WORDS.has(text);
}

const HASH = 35;
/** `#REF!`, `#N/A`, `#DIV/0!`, and the hash marks of a column that was too narrow. */
const SPREADSHEET =
  /^#(?:(?:ref|value|null|num|div\/0|spill|calc|field|busy|connect|blocked|unknown)!|name\?|n\/a|getting_data|error!|#{2,})$/i;
const WORDS: ReadonlySet<string> = new Set([
  'NULL',
  'null',
  '(null)',
  '(NULL)',
  '<null>',
  '<NULL>',
  '\\N',
  'n/a',
  'N/A',
  'NaN',
  'undefined',
]);
const LONGEST = 9;

/** An error in a required cell. */
export function requiredCellError(column: string, cell: string): RowProblem {
  return {
    code: 'cell_error',
    column,
    value: keptValue(cell),
    message:
      `${column} holds “${quotedValue(cell)}”, which a spreadsheet or database writes when it has no value. ` +
      'Enter the value and import the row again.',
  };
}

/** A warning about a cell that is taken as the text it is. */
export function oddCell(column: string, cell: string): RowProblem {
  return {
    code: 'cell_odd',
    column,
    value: keptValue(cell),
    message:
      `${quotedValue(column)} holds “${quotedValue(cell)}”, which a spreadsheet or database writes when it has no value. ` +
      'It was imported as text; correct it in the source if it is not meant.',
  };
}
