import type { FileDelimiter } from '../../domain/sourceFile.ts';
import { isBlankCell } from './cells.ts';
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
  const match = /^"?sep=(.)"?$/i.exec(cells.join(DELIMITERS[set]).trim() === 'sep=' ? `sep=${DELIMITERS[set]}` : cells.join(DELIMITERS[set]));
  return match === null ? null : (ALL.find(([, char]) => char === match[1])?.[0] ?? null);
}

/** The delimiter that cuts a header of one column into several; null when the one that is set does, or none does. */
export function otherDelimiterOf(header: readonly string[], set: FileDelimiter): string | null {
  const named = header.filter((cell) => !isBlankCell(cell));
  if (named.length !== 1) return null;
  const others = ALL.filter(([name]) => name !== set)
    .map(([name, char]) => ({ name, columns: named[0]!.split(char).filter((cell) => !isBlankCell(cell)).length }))
    .sort((a, b) => b.columns - a.columns);
  return others[0]!.columns > 1 ? others[0]!.name : null;
}

/**
 * Which of the delimiters that can be set a text is cut by: the one whose first row names most known columns, then most
 * columns.
 * @param known - headers one hopes to find
 */
export function findDelimiter(text: string, known: readonly string[]): FileDelimiter {
  const scored = (Object.keys(DELIMITERS) as FileDelimiter[]).map((delimiter) => {
    const header = firstRecord(text, DELIMITERS[delimiter]).map((cell) => cell.trim());
    return { delimiter, hits: known.filter((name) => header.includes(name)).length, columns: header.length };
  });
  scored.sort((a, b) => b.hits - a.hits || b.columns - a.columns);
  return scored[0]!.delimiter;
}

function firstRecord(text: string, delimiter: string): readonly string[] {
  let first: readonly string[] | null = null;
  const reader = new RecordReader(delimiter, (_line, cells) => {
    if (first === null && !cells.every(isBlankCell)) first = cells;
  });
  try {
    reader.push(text);
    reader.end();
  } catch (error) {
    if (!(error instanceof RecordFault)) throw error;
  }
  return first ?? [];
}
