import type { RowProblem } from '../../domain/rowCodes.ts';
import type { Duplicate } from './duplicates.ts';
import { isBlankCell } from './cells.ts';

/** What decides whether a row fits the columns of its file. */
export interface RowShape {
  readonly names: readonly string[];
  /** Columns of the first row, those without a name included. */
  readonly width: number;
  /** Place of the column with the contact ID; -1 for none. */
  readonly idAt: number;
}

/**
 * What is wrong with how a row is cut.
 * @param cells - as they stand in the row, without blank ones behind the last column
 */
export function shapeProblems(line: number, cells: readonly string[], shape: RowShape): readonly RowProblem[] {
  const { names, width, idAt } = shape;
  if (cells.length > width) return [tooManyValues(line, cells.length, names.length)];
  if (idAt >= cells.length) return [idColumnMissing(line, cells.length, names[idAt]!, names.length)];
  const unnamed = cells.findIndex((cell, at) => (names[at] ?? '') === '' && !isBlankCell(cell));
  return unnamed < 0 ? NONE : [valueWithoutHeader(line, unnamed + 1, cells[unnamed]!)];
}

export function duplicateInFile(column: string, id: string, { lines, count }: Duplicate): RowProblem {
  const others = count - lines.length;
  const rows = others > 0 ? `${lines.join(', ')} and ${others} more` : listed(lines);
  const none = count === 2 ? 'neither' : 'none';
  return {
    code: 'duplicate_in_file',
    column,
    value: clip(id, 200),
    message:
      `Rows ${rows} have the same contact ID, ${clip(id, 40)}. Only one can be right, so ${none} was imported. ` +
      'Keep one and import it again.',
  };
}

const NONE: readonly RowProblem[] = Object.freeze([]);

function tooManyValues(line: number, values: number, headers: number): RowProblem {
  return wrongWidth(
    `Row ${line} has ${values} values under ${headers} ${headers === 1 ? 'header' : 'headers'}. A comma inside a value ` +
      'does this. Put that value in quotes and import the row again.',
  );
}

function idColumnMissing(line: number, values: number, column: string, headers: number): RowProblem {
  return wrongWidth(
    `Row ${line} has ${values} ${values === 1 ? 'value' : 'values'} under ${headers} headers, none for ` +
      `${clip(column, 40)}. A line break inside a value does this. Put that value in quotes and import the row again.`,
  );
}

function wrongWidth(message: string): RowProblem {
  return { code: 'row_width', column: null, value: null, message };
}

function valueWithoutHeader(line: number, column: number, value: string): RowProblem {
  return {
    code: 'value_without_header',
    column: `Column ${column}`,
    value: clip(value, 200),
    message: `Row ${line} holds “${clip(value, 40)}” in column ${column}, which has no name. It was left out. Name the column, or empty it.`,
  };
}

function listed(lines: readonly number[]): string {
  return `${lines.slice(0, -1).join(', ')} and ${lines.at(-1)}`;
}

/** One line of at most so many characters. */
function clip(text: string, max: number): string {
  const line = text.replace(/[\p{Cc}\p{Zl}\p{Zp}]+/gu, ' ').trim();
  const points = [...line];
  return points.length <= max ? line : `${points.slice(0, max - 1).join('')}…`;
}
