import { ConnectorError } from '../../../src/contract/errors.ts';
import type { KeyedRow } from './paging.ts';
import type { Place } from './place.ts';
import { IdSet } from './recordIds.ts';

/** Which rows were handed out: all of this pull, and those at the key where it went on. */
export class SeenRows<R extends KeyedRow> {
  readonly #run = new IdSet();
  /** Handed out by the pull before, at that very key; with another key they changed since and come again. */
  readonly #before: ReadonlySet<string>;
  readonly #beforeKey: string | null;
  #key: string | null;
  #atKey: Set<string>;

  constructor({ key, seen }: Place) {
    this.#before = new Set(seen);
    this.#beforeKey = key;
    this.#key = key;
    this.#atKey = new Set(seen);
  }

  /** 15-character IDs handed out at the present key. */
  get atKey(): ReadonlySet<string> {
    return this.#atKey;
  }

  isNew({ recordId, key }: KeyedRow): boolean {
    return !(this.#run.has(recordId) || (key === this.#beforeKey && this.#before.has(recordId.slice(0, 15))));
  }

  moveTo(key: string): void {
    if (key === this.#key) return;
    this.#key = key;
    this.#atKey = new Set();
  }

  /**
   * The rows of one answer that had not come yet, in (key, ID) order; they count as handed out from now on.
   * @throws ConnectorError `SOURCE_UNUSABLE` when one record has several rows, of which only one could be kept
   */
  take(rows: readonly R[]): readonly R[] {
    const fresh = rows.filter((row) => this.isNew(row));
    for (const row of fresh) {
      if (!this.#run.add(row.recordId)) throw severalRows();
    }
    for (const { recordId, key } of rows) {
      // Rows handed out with an earlier key and edited since are told apart by it when the pull goes on.
      if (key === this.#key && this.#run.has(recordId)) this.#atKey.add(recordId.slice(0, 15));
    }
    return fresh.sort((a, b) => (a.key === b.key ? (a.recordId < b.recordId ? -1 : 1) : a.key < b.key ? -1 : 1));
  }
}

function severalRows(): ConnectorError {
  return new ConnectorError(
    'SOURCE_UNUSABLE',
    'The Report shows one person in several rows, as one with campaigns or activities does, so its rows can’t be told ' +
      'apart by record. Choose a Report with one row for each person.',
    { kind: 'never' },
  );
}
