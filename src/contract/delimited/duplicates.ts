import { open, type FileHandle } from 'node:fs/promises';
import { Partitions } from './partitions.ts';

/** Rows that share a contact ID: the lines of the first three, and how many there are. */
export interface Duplicate {
  readonly lines: readonly number[];
  readonly count: number;
}

/**
 * Finds the rows of a file that share a contact ID, for files of any size in some ten megabytes: each ID is kept as a
 * 64-bit hash with its row and line, on disk in 256 partitions that are looked through one after another. Two IDs of a
 * file of ten million rows have the same hash with a probability of one in 400,000; then both rows are errors, told.
 */
export class DuplicateFinder {
  readonly #byHash: Partitions;
  readonly #byRow: Partitions;
  readonly #record = new Uint32Array(4);

  /** @param path - beginning of the names of the files it keeps while it works */
  constructor(path: string) {
    this.#byHash = new Partitions(`${path}.hashes`, 4, 512);
    this.#byRow = new Partitions(`${path}.found`, ENTRY_WORDS, 128);
  }

  /**
   * @param row - counted from 0
   * @param key - what the row's contact ID is recognised by; `flush` has to be called now and then
   */
  add(row: number, line: number, key: string): void {
    const record = this.#record;
    hashInto(record, key);
    record[2] = row;
    record[3] = line;
    this.#byHash.add(record[0]! >>> 24, record);
  }

  async flush(): Promise<void> {
    await this.#byHash.flush();
  }

  /**
   * Writes which rows share their ID, in order of row, for `openDuplicates`.
   * @returns how many; the file is written only when there are any
   */
  async write(path: string, signal: AbortSignal): Promise<number> {
    let found = 0;
    for (const partition of this.#byHash.partitions()) {
      signal.throwIfAborted();
      found += this.#findIn(await this.#byHash.read(partition));
      await this.#byRow.flush();
    }
    if (found === 0) return 0;
    const handle = await open(path, 'w', 0o600);
    try {
      for (const partition of this.#byRow.partitions()) {
        signal.throwIfAborted();
        const sorted = inOrder(await this.#byRow.read(partition));
        await handle.write(new Uint8Array(sorted.buffer));
      }
    } finally {
      await handle.close();
    }
    return found;
  }

  /** Removes what it kept on disk. */
  async close(): Promise<void> {
    await this.#byHash.close();
    await this.#byRow.close();
  }

  /** Looks through the records of one partition: hash (two numbers), row, line. */
  #findIn(records: Uint32Array): number {
    const firsts = new HashTable(records);
    if (!firsts.hasRepeats) return 0;
    const entry = new Uint32Array(ENTRY_WORDS);
    let found = 0;
    for (let at = 0; at < records.length; at += 4) {
      const group = firsts.groupOf(at);
      if (group === null) continue;
      const row = records[at + 2]!;
      entry.fill(0);
      entry.set([row, group.count, ...group.lines]);
      this.#byRow.add(Math.floor(row / ROWS_TOGETHER), entry);
      found++;
    }
    return found;
  }
}

/** Row, how many share the ID, and the first three lines. */
const ENTRY_WORDS = 5;
const ENTRY_BYTES = ENTRY_WORDS * 4;

/** Rows whose findings are sorted together. */
const ROWS_TOGETHER = 65_536;

/** Finds equal hashes among the records of a partition, without an object for each. */
class HashTable {
  readonly #records: Uint32Array;
  readonly #slots: Int32Array;
  readonly #mask: number;
  /** By the place of an ID's first record. */
  readonly #groups = new Map<number, { lines: number[]; count: number }>();

  constructor(records: Uint32Array) {
    this.#records = records;
    let size = 16;
    while (size < records.length / 2) size *= 2;
    this.#mask = size - 1;
    this.#slots = new Int32Array(size).fill(-1);
    for (let at = 0; at < records.length; at += 4) {
      const first = this.#firstLike(at);
      if (first === at) continue;
      const group = this.#groups.get(first) ?? { lines: [records[first + 3]!], count: 1 };
      if (group.lines.length < 3) group.lines.push(records[at + 3]!);
      group.count++;
      this.#groups.set(first, group);
    }
  }

  get hasRepeats(): boolean {
    return this.#groups.size > 0;
  }

  groupOf(at: number): Duplicate | null {
    return this.#groups.get(this.#firstLike(at)) ?? null;
  }

  /** The place of the first record with the same hash; itself when it is the first. */
  #firstLike(at: number): number {
    const records = this.#records;
    const high = records[at]!;
    const low = records[at + 1]!;
    let slot = (low ^ Math.imul(high, 0x9e3779b1)) & this.#mask;
    for (;;) {
      const other = this.#slots[slot]!;
      if (other < 0) {
        this.#slots[slot] = at;
        return at;
      }
      if (records[other] === high && records[other + 1] === low) return other;
      slot = (slot + 1) & this.#mask;
    }
  }
}

/** Two 32-bit hashes of a text, well mixed, into the first two numbers of a record. */
function hashInto(record: Uint32Array, text: string): void {
  let one = 0xdeadbeef;
  let two = 0x41c6ce57;
  for (let at = 0; at < text.length; at++) {
    const code = text.charCodeAt(at);
    one = Math.imul(one ^ code, 2_654_435_761);
    two = Math.imul(two ^ code, 1_597_334_677);
  }
  one = Math.imul(one ^ (one >>> 16), 2_246_822_507) ^ Math.imul(two ^ (two >>> 13), 3_266_489_909);
  two = Math.imul(two ^ (two >>> 16), 2_246_822_507) ^ Math.imul(one ^ (one >>> 13), 3_266_489_909);
  record[0] = one;
  record[1] = two;
}

/** Findings of rows that lie together, by row; each row has one at most. */
function inOrder(entries: Uint32Array): Uint32Array {
  const places = new Int32Array(ROWS_TOGETHER).fill(-1);
  for (let at = 0; at < entries.length; at += ENTRY_WORDS) places[entries[at]! % ROWS_TOGETHER] = at;
  const sorted = new Uint32Array(entries.length);
  let to = 0;
  for (const from of places) {
    if (from < 0) continue;
    for (let word = 0; word < ENTRY_WORDS; word++) sorted[to++] = entries[from + word]!;
  }
  return sorted;
}

/** The findings of a file in order of row, read along with its rows. */
export interface Duplicates {
  /** Asked for ascending rows only; null when the row's ID is its own. */
  of(row: number): Duplicate | null;
  /** Has to be called before rows up to here are asked for. */
  readTo(row: number): Promise<void>;
  close(): Promise<void>;
}

export const NO_DUPLICATES: Duplicates = {
  of: () => null,
  readTo: async () => {},
  close: async () => {},
};

/** @param from - the first row that will be asked for */
export async function openDuplicates(path: string, from: number): Promise<Duplicates> {
  const handle = await open(path, 'r');
  const count = (await handle.stat()).size / ENTRY_BYTES;
  let entry = await firstEntryFrom(handle, count, from);
  let known = new Map<number, Duplicate>();
  return {
    of: (row) => known.get(row) ?? null,
    async readTo(row) {
      known = new Map();
      while (entry < count) {
        const words = await readEntries(handle, entry, Math.min(ENTRIES_AT_ONCE, count - entry));
        for (let at = 0; at < words.length; at += ENTRY_WORDS) {
          if (words[at]! >= row) return;
          const lines = [...words.subarray(at + 2, at + 5)].filter((line) => line > 0);
          known.set(words[at]!, { lines, count: words[at + 1]! });
          entry++;
        }
      }
    },
    close: () => handle.close(),
  };
}

const ENTRIES_AT_ONCE = 512;

async function firstEntryFrom(handle: FileHandle, count: number, row: number): Promise<number> {
  let low = 0;
  let high = count;
  while (low < high) {
    const middle = (low + high) >> 1;
    if ((await readEntries(handle, middle, 1))[0]! < row) low = middle + 1;
    else high = middle;
  }
  return low;
}

async function readEntries(handle: FileHandle, from: number, count: number): Promise<Uint32Array> {
  const words = new Uint32Array(count * ENTRY_WORDS);
  await handle.read(new Uint8Array(words.buffer), 0, words.byteLength, from * ENTRY_BYTES);
  return words;
}
