import { once } from 'node:events';

/** A column of a table: its heading, and what stands in a row's cell. */
export type Column<T> = readonly [heading: string, cell: (row: T) => string | number | null];

/** Rows as a table for reading, or as one JSON array. */
export function printRows<T>(rows: readonly T[], columns: readonly Column<T>[], asJson: boolean): void {
  if (asJson) return console.log(JSON.stringify(rows, null, 2));
  if (rows.length === 0) return console.log('Nothing to show.');
  const lines = [
    columns.map(([heading]) => heading),
    ...rows.map((row) => columns.map(([, cell]) => oneLine(cell(row) ?? ''))),
  ];
  const widths = columns.map((_, index) => Math.max(...lines.map((line) => line[index]?.length ?? 0)));
  for (const line of lines)
    console.log(
      line
        .map((cell, index) => cell.padEnd(widths[index] ?? 0))
        .join('  ')
        .trimEnd(),
    );
}

/** Facts about one thing, a line each, or the thing as JSON. */
export function printFacts(
  facts: readonly (readonly [string, string | number | null])[],
  whole: unknown,
  asJson: boolean,
): void {
  if (asJson) return console.log(JSON.stringify(whole, null, 2));
  const width = Math.max(...facts.map(([name]) => name.length));
  for (const [name, value] of facts)
    if (value !== null && value !== '') console.log(`${name.padEnd(width)}  ${oneLine(value)}`);
}

/** A sentence, or the result as JSON. */
export function printDone(sentence: string, result: unknown, asJson: boolean): void {
  console.log(asJson ? JSON.stringify(result, null, 2) : sentence);
}

/** A file, piece by piece, no faster than it is taken. Pieces end with a line feed. */
export async function printPieces(pieces: AsyncIterable<string>): Promise<void> {
  for await (const piece of pieces) {
    console.log(piece.slice(0, -1));
    if (process.stdout.writableNeedDrain) await once(process.stdout, 'drain');
  }
}

function oneLine(value: string | number): string {
  return String(value).replace(/\s+/g, ' ');
}
