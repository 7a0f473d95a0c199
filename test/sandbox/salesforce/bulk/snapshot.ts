import type { BodyPieces } from '../http.ts';
import { hash } from '../random.ts';
import type { RowSource } from '../rowSource.ts';
import type { CsvRows } from './csvRows.ts';

/** Rows whose ids follow each other and that stay together: the org cuts a query by ranges of ids. */
const CHUNKS = 16;
const SMALLEST_CHUNK = 10;
/** Rows written at a time: some 100 KB. */
const ROWS_PER_PIECE = 500;

/** The result of a job: rows and values of the instant it was made, whatever is edited later. */
export interface Snapshot {
  readonly rowCount: number;
  /** Header and lines of the rows from `from` to before `to`. */
  pieces(from: number, to: number): BodyPieces;
  /** Ends the watch over the records. */
  release(): void;
}

/**
 * Holds a result without copying it: a row's line is written when it is read, or just before the record changes.
 *
 * @param rows - as the query chose and ordered them; chunks of ids come in an order that `seed` decides
 */
export function takeSnapshot(source: RowSource, rows: Uint32Array, csv: CsvRows, seed: number): Snapshot {
  const mixed = mixChunks(rows, seed);
  const frozen = new Map<number, string>();
  const stop = source.beforeChange?.((row) => {
    if (!frozen.has(row)) frozen.set(row, csv.line(row));
  });
  return {
    rowCount: mixed.length,
    pieces: (from, to) => ({
      count: Math.max(1, Math.ceil((to - from) / ROWS_PER_PIECE)),
      piece(index) {
        let text = index === 0 ? csv.header : '';
        const end = Math.min(to, from + (index + 1) * ROWS_PER_PIECE);
        for (let at = from + index * ROWS_PER_PIECE; at < end; at++) {
          const row = mixed[at]!;
          text += frozen.get(row) ?? csv.line(row);
        }
        return text;
      },
    }),
    release: () => stop?.(),
  };
}

/** Puts whole ranges of ids into another order; inside a range the query's own order stays. */
function mixChunks(rows: Uint32Array, seed: number): Uint32Array {
  let lowest = Infinity;
  let highest = 0;
  for (const row of rows) {
    lowest = Math.min(lowest, row);
    highest = Math.max(highest, row);
  }
  const size = Math.max(SMALLEST_CHUNK, Math.ceil((highest - lowest + 1) / CHUNKS));
  const chunks = new Map<number, number[]>();
  for (const row of rows) {
    const chunk = Math.floor((row - lowest) / size);
    const there = chunks.get(chunk);
    if (there) there.push(row);
    else chunks.set(chunk, [row]);
  }
  const order = [...chunks.keys()].sort((a, b) => hash(seed, a, 900) - hash(seed, b, 900) || a - b);
  // Never by luck the helpful order: the lowest ids don't come first.
  if (order[0] === 0) order.push(order.shift()!);
  return Uint32Array.from(order.flatMap((chunk) => chunks.get(chunk)!));
}
