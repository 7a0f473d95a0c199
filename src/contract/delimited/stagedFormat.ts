import { createHash } from 'node:crypto';
import { readFile, stat } from 'node:fs/promises';
import type { FetchedFile, FileReading, StagedFile } from '../files.ts';

/**
 * A staged file lies in the spool as up to three files beside each other: `.rows`, one line a row; `.twice`, which rows
 * share a contact ID, absent when none do; and `.facts`, written last, without which the others count for nothing.
 */
export const ENDINGS = ['.rows', '.twice', '.facts'] as const;

/** Changes when the format does, so that what an older version staged is staged anew. */
const FORMAT = 1;

/** What `.facts` holds. */
export interface StagedFacts {
  readonly file: StagedFile;
  readonly rowsBytes: number;
  /** Rows that share their contact ID with another one. */
  readonly duplicates: number;
  /** Columns of the first row, those without a name included. */
  readonly width: number;
  /** The column with the contact ID. */
  readonly recordId: string | null;
}

/** The key of a file read in this way: the same for the same version and reading, on every machine. */
export function stagedKey(file: FetchedFile, reading: FileReading): string {
  const { delimiter, encoding } = reading.options;
  const parts = [FORMAT, file.name, file.modifiedAt.getTime(), delimiter, encoding, reading.recordId];
  return `${file.sha256}-${createHash('sha256').update(JSON.stringify(parts)).digest('hex').slice(0, 16)}`;
}

/** @returns null when it is not there, or not whole */
export async function readFacts(into: string): Promise<StagedFacts | null> {
  try {
    const facts = JSON.parse(await readFile(`${into}.facts`, 'utf8')) as StagedFacts;
    if ((await stat(`${into}.rows`)).size !== facts.rowsBytes) return null;
    if (facts.duplicates > 0) await stat(`${into}.twice`);
    return { ...facts, file: { ...facts.file, modifiedAt: new Date(facts.file.modifiedAt) } };
  } catch (error) {
    if ((error as NodeJS.ErrnoException).code === 'ENOENT' || error instanceof SyntaxError) return null;
    throw error;
  }
}

const BETWEEN_CELLS = '\x1f';

/** The line and the cells of a row, in one line of text. */
export function writeStagedRow(line: number, cells: readonly string[]): string {
  const text = cells.join(BETWEEN_CELLS);
  // A line end in a cell, or the separator itself, is rare; then the row is written as JSON.
  if (text.includes('\n') || separators(text) >= cells.length) {
    return `${line}j${JSON.stringify(cells)}\n`;
  }
  return `${line}t${text}\n`;
}

/** How many separators the text holds. */
function separators(text: string): number {
  let count = 0;
  for (let at = text.indexOf(BETWEEN_CELLS); at >= 0; at = text.indexOf(BETWEEN_CELLS, at + 1)) count++;
  return count;
}

export function readStagedRow(text: string): { readonly line: number; readonly cells: string[] } {
  let at = 0;
  while (text.charCodeAt(at) <= DIGIT_9) at++;
  const line = Number(text.slice(0, at));
  const row = text.slice(at + 1);
  return { line, cells: text[at] === 't' ? row.split(BETWEEN_CELLS) : (JSON.parse(row) as string[]) };
}

const DIGIT_9 = 0x39;
