import { open, rm, type FileHandle } from 'node:fs/promises';

/**
 * Records of four-byte numbers, kept on disk in partitions that are read back one at a time: what would not fit into
 * memory as a whole is looked through in pieces. One file, written in blocks as they fill.
 */
export class Partitions {
  readonly #path: string;
  readonly #blockWords: number;
  readonly #open = new Map<number, { words: Uint32Array; used: number }>();
  /** Where each partition's blocks lie, in the order they were written. */
  readonly #blocks = new Map<number, { readonly offset: number; readonly words: number }[]>();
  #full: { readonly partition: number; readonly words: Uint32Array }[] = [];
  /** Written blocks, used again: left to the collector they would pile up. */
  readonly #free: Uint32Array[] = [];
  #handle: FileHandle | null = null;
  #bytes = 0;

  /** @param width - numbers a record has */
  constructor(path: string, width: number, blockRecords: number) {
    this.#path = path;
    this.#blockWords = width * blockRecords;
  }

  /** Adds a record; `flush` has to be called now and then. */
  add(partition: number, record: Uint32Array): void {
    let block = this.#open.get(partition);
    if (block === undefined) {
      block = { words: this.#free.pop() ?? new Uint32Array(this.#blockWords), used: 0 };
      this.#open.set(partition, block);
    }
    block.words.set(record, block.used);
    block.used += record.length;
    if (block.used < this.#blockWords) return;
    this.#full.push({ partition, words: block.words });
    this.#open.delete(partition);
  }

  /** Writes the blocks that are full. */
  async flush(): Promise<void> {
    const full = this.#full;
    this.#full = [];
    for (const { partition, words } of full) {
      await this.#write(partition, words);
      this.#free.push(words);
    }
  }

  /** In ascending order. */
  partitions(): readonly number[] {
    return [...new Set([...this.#blocks.keys(), ...this.#open.keys(), ...this.#full.map((one) => one.partition)])]
      .sort((a, b) => a - b);
  }

  /** All records of one partition, in the order they were added, number behind number. */
  async read(partition: number): Promise<Uint32Array> {
    await this.flush();
    const blocks = this.#blocks.get(partition) ?? [];
    const last = this.#open.get(partition);
    const words = new Uint32Array(blocks.reduce((sum, block) => sum + block.words, 0) + (last?.used ?? 0));
    let at = 0;
    for (const block of blocks) {
      const piece = new Uint8Array(words.buffer, at * 4, block.words * 4);
      await this.#handle!.read(piece, 0, piece.length, block.offset);
      at += block.words;
    }
    if (last !== undefined) words.set(last.words.subarray(0, last.used), at);
    return words;
  }

  /** Removes the file. */
  async close(): Promise<void> {
    await this.#handle?.close();
    this.#handle = null;
    await rm(this.#path, { force: true });
  }

  async #write(partition: number, words: Uint32Array): Promise<void> {
    this.#handle ??= await open(this.#path, 'w+', 0o600);
    const bytes = new Uint8Array(words.buffer, words.byteOffset, words.byteLength);
    await this.#handle.write(bytes, 0, bytes.length, this.#bytes);
    const blocks = this.#blocks.get(partition);
    const block = { offset: this.#bytes, words: words.length };
    if (blocks === undefined) this.#blocks.set(partition, [block]);
    else blocks.push(block);
    this.#bytes += bytes.length;
  }
}
