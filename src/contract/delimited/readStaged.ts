import type { RowProblem } from '../../domain/rowCodes.ts';
import { idKey } from './cells.ts';
import { NO_DUPLICATES, openDuplicates, type Duplicates } from './duplicates.ts';
import { LINE_FEED, readWholeLines } from './fileBytes.ts';
import { duplicateInFile, shapeProblems, type RowShape } from './rowProblems.ts';
import { readFacts, readStagedRow, type StagedFacts } from './stagedFormat.ts';

/** A place between two rows of a staged file. */
export interface StagedPlace {
  /** Bytes of the staged form before it. */
  readonly offset: number;
  /** Rows before it. */
  readonly row: number;
}

export const STAGED_START: StagedPlace = { offset: 0, row: 0 };

export interface StagedRow {
  /** Physical line of the file that the row starts on. */
  readonly line: number;
  /** As received; as many as there are headers, or more when the row has more. `valuePicker` gives their values. */
  readonly cells: readonly string[];
  /** What is wrong with how it is cut, and with its contact ID coming again in the file. */
  readonly problems: readonly RowProblem[];
}

export interface StagedPage {
  readonly rows: readonly StagedRow[];
  /** The place behind these rows: reading goes on from there. */
  readonly next: StagedPlace;
  readonly last: boolean;
}

/**
 * Reads a staged file page by page, from any place that a page gave, and nothing ahead. The last page has `last: true`;
 * only it may be empty.
 *
 * @param pageRows - at most so many rows a page; fewer when they are long
 * @param into - as given to `stageFile`
 * @param signal - aborting ends it within a second with the signal's reason
 * @returns null when the file is not staged there, or not whole: then it has to be staged again; the places stay right
 */
export async function readStaged(
  into: string,
  from: StagedPlace,
  pageRows: number,
  signal: AbortSignal,
): Promise<AsyncGenerator<StagedPage, void, undefined> | null> {
  const facts = await readFacts(into);
  return facts === null ? null : pages(into, facts, from, pageRows, signal);
}

async function* pages(
  into: string,
  facts: StagedFacts,
  from: StagedPlace,
  pageRows: number,
  signal: AbortSignal,
): AsyncGenerator<StagedPage, void, undefined> {
  const { headers, rows: total } = facts.file;
  const idAt = facts.recordId === null ? -1 : headers.indexOf(facts.recordId);
  const shape: RowShape = { names: headers, width: facts.width, idAt };
  const duplicates = facts.duplicates === 0 ? NO_DUPLICATES : await openDuplicates(`${into}.twice`, from.row);
  let { offset, row } = from;
  let rows: StagedRow[] = [];
  let pageStart = offset;
  try {
    for await (const lines of readWholeLines(`${into}.rows`, signal, offset)) {
      let start = 0;
      for (let end = lines.indexOf(LINE_FEED); end >= 0; end = lines.indexOf(LINE_FEED, start)) {
        if (rows.length === 0) await duplicates.readTo(row + pageRows);
        rows.push(toRow(lines.toString('utf8', start, end), row++, shape, duplicates));
        offset += end + 1 - start;
        start = end + 1;
        const isFull = rows.length === pageRows || offset - pageStart >= PAGE_BYTES;
        if (!isFull || row === total) continue;
        yield { rows, next: { offset, row }, last: false };
        signal.throwIfAborted();
        rows = [];
        pageStart = offset;
      }
    }
    yield { rows, next: { offset, row }, last: true };
  } finally {
    await duplicates.close();
  }
}

/** A page has fewer rows when they are long, so that the pages in memory have a size. */
const PAGE_BYTES = 2 * 1024 * 1024;

function toRow(text: string, row: number, shape: RowShape, duplicates: Duplicates): StagedRow {
  const { line, cells } = readStagedRow(text);
  const problems = shapeProblems(line, cells, shape);
  const duplicate = duplicates.of(row);
  while (cells.length < shape.names.length) cells.push('');
  if (duplicate === null) return { line, cells, problems };
  const column = shape.names[shape.idAt]!;
  return { line, cells, problems: [...problems, duplicateInFile(column, idKey(cells[shape.idAt]!), duplicate)] };
}
