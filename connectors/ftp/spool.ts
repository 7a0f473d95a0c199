import { createHash, randomUUID } from 'node:crypto';
import { chmod, mkdir, open, readdir, rename, rm, stat, writeFile, type FileHandle } from 'node:fs/promises';
import { join } from 'node:path';
import { ConnectorError } from '../../src/contract/errors.ts';

/** What was written: the content's name in the spool and its size in bytes. */
export interface Kept {
  readonly sha256: string;
  readonly size: number;
}

/** Half-written content that is older than this belongs to nobody any more. */
const ABANDONED_MS = 24 * 3_600_000;

/**
 * A connection's private folder on this machine. Content is named by its SHA-256, whatever is made of it begins with
 * that name, and what a server calls it is never used as a name here:
 *
 * ```
 * <sha256>                content of a file
 * <sha256>.v-<mark>       that a certain version of a certain file has this content
 * <sha256>.…              whatever was read out of it
 * <random>.part           being written
 * ```
 */
export class Spool {
  readonly #folder: string;

  /** @param folder - is made when something is written */
  constructor(folder: string) {
    this.#folder = folder;
  }

  /** Where content stands, or would stand. @param what - ending of something made of it */
  path(sha256: string, what = ''): string {
    return join(this.#folder, `${sha256}${what}`);
  }

  /** Whether there is content of that name. */
  async has(sha256: string): Promise<boolean> {
    return (await this.#names()).includes(sha256);
  }

  /** Content that was kept under a mark before and is still whole; null when there is none. */
  async find(mark: string, size: number): Promise<Kept | null> {
    const ending = `.v-${markName(mark)}`;
    const names = await this.#names();
    const sha256 = names.find((name) => name.endsWith(ending))?.slice(0, -ending.length);
    if (sha256 === undefined || !names.includes(sha256)) return null;
    const found = await stat(this.path(sha256));
    return found.size === size ? { sha256, size } : null;
  }

  /**
   * Writes content, which is there as a whole or not at all.
   *
   * @param accept - what it throws is thrown, and nothing is kept
   * @param mark - finds the content again, see `find`
   * @throws ConnectorError `SPOOL_FULL`
   */
  async write(
    content: AsyncIterable<Uint8Array> | Iterable<Uint8Array>,
    accept: (written: Kept) => Promise<void> | void,
    mark?: string,
  ): Promise<Kept> {
    const part = join(this.#folder, `${randomUUID()}.part`);
    try {
      await this.#makeFolder();
      const written = await writeHashed(part, content);
      await accept(written);
      await rename(part, this.path(written.sha256));
      if (mark !== undefined) await writeFile(this.path(written.sha256, `.v-${markName(mark)}`), '', { mode: 0o600 });
      return written;
    } catch (error) {
      await rm(part, { force: true });
      throw asSpoolFault(error);
    }
  }

  /** Forgets content and whatever was made of it. */
  async forget(sha256: string): Promise<void> {
    const names = (await this.#names()).filter((name) => name.startsWith(sha256));
    await Promise.all(names.map((name) => rm(join(this.#folder, name), { recursive: true, force: true })));
  }

  async #names(): Promise<readonly string[]> {
    try {
      return await readdir(this.#folder);
    } catch (error) {
      if (isCode(error, 'ENOENT')) return [];
      throw error;
    }
  }

  async #makeFolder(): Promise<void> {
    await mkdir(this.#folder, { recursive: true, mode: 0o700 });
    // Also when it was there with other rights, or the system takes rights away from what is made.
    await chmod(this.#folder, 0o700);
    const abandoned = Date.now() - ABANDONED_MS;
    for (const name of (await this.#names()).filter((one) => one.endsWith('.part'))) {
      const path = join(this.#folder, name);
      const found = await stat(path).catch(() => null);
      if (found && found.mtimeMs < abandoned) await rm(path, { force: true });
    }
  }
}

/** A full disk as what it is for whoever runs the import; anything else as it came. */
export function asSpoolFault(error: unknown): unknown {
  if (!isCode(error, 'ENOSPC') && !isCode(error, 'EDQUOT')) return error;
  return new ConnectorError(
    'SPOOL_FULL',
    'The file did not fit on Rollcall’s own disk, so nothing was imported. Make room in Rollcall’s data folder; it is ' +
      'tried again in ten minutes.',
    { kind: 'after', delayMs: 600_000 },
    { cause: error },
  );
}

async function writeHashed(path: string, content: AsyncIterable<Uint8Array> | Iterable<Uint8Array>): Promise<Kept> {
  const hash = createHash('sha256');
  let size = 0;
  const file = await open(path, 'wx', 0o600);
  try {
    for await (const chunk of content) {
      hash.update(chunk);
      size += chunk.byteLength;
      await writeAll(file, chunk);
    }
    // A name that stands for content after a power cut must have the content.
    await file.sync();
  } finally {
    await file.close();
  }
  return { sha256: hash.digest('hex'), size };
}

async function writeAll(file: FileHandle, chunk: Uint8Array): Promise<void> {
  for (let from = 0; from < chunk.byteLength; ) from += (await file.write(chunk, from)).bytesWritten;
}

function markName(mark: string): string {
  return createHash('sha256').update(mark).digest('hex').slice(0, 32);
}

function isCode(error: unknown, code: string): boolean {
  return error instanceof Error && (error as NodeJS.ErrnoException).code === code;
}
