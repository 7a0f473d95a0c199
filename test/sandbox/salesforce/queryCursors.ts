import { ApiError } from './apiError.ts';
import { toBase62, toId18 } from './ids.ts';
import type { RowWriter } from './soql/emit.ts';

/** Cursors kept at once; the oldest goes first. Real ones live two days, which no test waits for. */
const MAX_CURSORS = 200;

interface Cursor {
  rows: Uint32Array;
  totalSize: number;
  pageSizeRows: number;
  write: RowWriter;
}

/**
 * Result sets that are read page by page. A cursor holds which rows matched; their fields are read when the page is.
 */
export class QueryCursors {
  readonly #cursors = new Map<string, Cursor>();
  readonly #instance: string;
  #made = 0;

  constructor(instance: string) {
    this.#instance = instance;
  }

  /** The first page of a result; opens a cursor when there is more. */
  open(cursor: Cursor, base: string): string {
    if (cursor.rows.length <= cursor.pageSizeRows) return this.#page(cursor, '', 0, base);
    const id = toId18(`01g${this.#instance}00000${toBase62(900_000 + this.#made++, 4)}`.padEnd(15, '0').slice(0, 15));
    this.#cursors.set(id, cursor);
    if (this.#cursors.size > MAX_CURSORS) this.#cursors.delete(this.#cursors.keys().next().value!);
    return this.#page(cursor, id, 0, base);
  }

  /**
   * The page a locator names, e.g. `01g…-2000`.
   *
   * @throws ApiError `INVALID_QUERY_LOCATOR` when it is not, or no longer, known
   */
  more(locator: string, base: string): string {
    const [id = '', offset = ''] = locator.split('-');
    const cursor = this.#cursors.get(id);
    const from = Number(offset);
    if (!cursor || !/^\d+$/.test(offset) || from >= cursor.rows.length) throw staleCursor();
    return this.#page(cursor, id, from, base);
  }

  #page({ rows, totalSize, pageSizeRows, write }: Cursor, id: string, from: number, base: string): string {
    const to = Math.min(rows.length, from + pageSizeRows);
    let records = '';
    for (let i = from; i < to; i++) records += (i > from ? ',' : '') + write(rows[i]!, base);
    const next = to < rows.length ? `"done":false,"nextRecordsUrl":"${base}/query/${id}-${to}"` : '"done":true';
    return `{"totalSize":${totalSize},${next},"records":[${records}]}`;
  }
}

export const staleCursor = (): ApiError => new ApiError(400, 'INVALID_QUERY_LOCATOR', 'invalid query locator');
