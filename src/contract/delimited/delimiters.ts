import type { FileDelimiter } from '../../domain/sourceFile.ts';
import { isBlankCell } from './cells.ts';
import { cleanHeader } from './headers.ts';
import { RecordFault, RecordReader } from './readRecords.ts';

export const DELIMITERS: Readonly<Record<FileDelimiter, string>> = { comma: ',', tab: '\t' };

/** Delimiters that are told apart, those that can't be set included. */
const ALL: readonly (readonly [string, string])[] = [
  ['comma', ','],
  ['tab', '\t'],
  ['semicolon', ';'],
  ['pipe', '|'],
];

/**
 * What a first line `sep=…`, by which spreadsheets are told the delimiter, says.
 * @returns a delimiter's name; null when the line is none of that kind
 */
export function saidDelimiter(cells: readonly string[], set: FileDelimiter): string | null {
  const match = /^sep=(.)$/i.exec(cells.join(DELIMITERS[set]));
  return match === null ? null : (ALL.find(([, char]) => char === match[1])?.[0] ?? null);
}

/**
 * The delimiter by which a header was meant to be cut, when it is another one than is set: it cuts a header of one
 * column into several, or cuts out a column that has to be there and is not.
 * @param needed - a header that has to be there; null for none
 */
export function otherDelimiterOf(
  header: readonly string[],
  set: FileDelimiter,
  needed: string | null,
): string | null {
  const named = header.filter((cell) => !isBlankCell(cell));
  if (named.length !== 1 && (needed === null || header.some((cell) => cleanHeader(cell) === needed))) return null;
  const line = named.length === 1 ? named[0]! : header.join(DELIMITERS[set]);
  const others = ALL.filter(([name]) => name !== set)
    .map(([name, char]) => ({ name, columns: line.split(char).filter((cell) => !isBlankCell(cell)) }))
    .filter(({ columns }) => named.length === 1 || columns.some((cell) => cleanHeader(cell) === needed))
    .sort((a, b) => b.columns.length - a.columns.length);
  return (others[0]?.columns.length ?? 0) > 1 ? others[0]!.name : null;
}

/**
 * The first row of a text that is neither blank nor a `sep=` line.
 * @param isWhole - false when the text goes on behind its end
 * @returns null when there is none
 * @throws RecordFault when its end can't be told
 */
export function firstRow(text: string, delimiter: FileDelimiter, isWhole: boolean): readonly string[] | null {
  const found: string[][] = [];
  let isFirst = true;
  const reader = new RecordReader(DELIMITERS[delimiter], (_line, cells) => {
    const isSaid = isFirst && saidDelimiter(cells, delimiter) !== null;
    isFirst = false;
    if (found.length === 0 && !isSaid && !cells.every(isBlankCell)) found.push(cells);
  });
  try {
    reader.push(text);
    if (isWhole || found.length === 0) reader.end();
  } catch (error) {
    if (!(error instanceof RecordFault) || found.length === 0) throw error;
  }
  return found[0] ?? null;
}

/**
 * Which of the delimiters that can be set a text is cut by: the one whose first row names most known columns, then most
 * columns.
 * @param known - headers one hopes to find
 * @throws RecordFault
 */
export function findDelimiter(text: string, known: readonly string[], isWhole: boolean): FileDelimiter {
  const scored = (Object.keys(DELIMITERS) as FileDelimiter[]).map((delimiter) => {
    const header = (firstRow(text, delimiter, isWhole) ?? []).map(cleanHeader);
    return { delimiter, hits: known.filter((name) => header.includes(name)).length, columns: header.length };
  });
  scored.sort((a, b) => b.hits - a.hits || b.columns - a.columns);
  return scored[0]!.delimiter;
}
