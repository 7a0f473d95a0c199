import { randomUUID } from 'node:crypto';
import { open, rename, rm, writeFile, type FileHandle } from 'node:fs/promises';
import type { FileEncoding } from '../../domain/sourceFile.ts';
import type { FetchedFile, FileReading, StagedFile } from '../files.ts';
import { isBlankCell, unguardCell } from './cells.ts';
import { contactKey } from './contactKey.ts';
import { createDecoder } from './decode.ts';
import { otherDelimiterOf, DELIMITERS, saidDelimiter } from './delimiters.ts';
import { DuplicateFinder } from './duplicates.ts';
import * as refuse from './fileErrors.ts';
import { judgeFile, lineOfByte, readBytes } from './fileBytes.ts';
import { headerProblems, readHeaderRow, type HeaderRow } from './headers.ts';
import { RecordFault, RecordReader } from './readRecords.ts';
import { ENDINGS, readFacts, stagedKey, writeStagedRow, type StagedFacts } from './stagedFormat.ts';

/**
 * Reads a spooled file through, once, and writes its rows beside it in a form that `readStaged` reads from any place.
 * Everything that can be wrong with the file as a whole is known afterwards. Done already, nothing is done; broken off,
 * nothing is left that would be taken for whole.
 *
 * @param path - the spooled file's bytes
 * @param into - where the staged form goes: a path without an ending, in a folder that is there
 * @param signal - aborting ends it within a second with the signal's reason
 * @throws ConnectorError `FILE_WORKBOOK`, `FILE_BINARY`, `FILE_ENCODING`, `FILE_DELIMITER`, `FILE_HEADER` (the contact
 *   ID's column is missing or there twice), `FILE_QUOTE`, `FILE_EMPTY`; `SPOOL_FULL` may be tried again
 */
export async function stageFile(
  path: string,
  fetched: FetchedFile,
  reading: FileReading,
  into: string,
  signal: AbortSignal,
): Promise<StagedFile> {
  const known = await readFacts(into);
  if (known !== null) return known.file;
  // Of its own: another worker may stage the same file just now.
  const temporary = `${into}.${randomUUID()}`;
  const stager = new Stager(path, fetched, reading, temporary, signal);
  try {
    const facts = await stager.run();
    for (const ending of ENDINGS) {
      if (ending !== '.twice' || facts.duplicates > 0) await rename(`${temporary}${ending}`, `${into}${ending}`);
    }
    return facts.file;
  } catch (error) {
    throw refuse.spoolFault(fetched.name, error);
  } finally {
    for (const ending of ENDINGS) await rm(`${temporary}${ending}`, { force: true });
  }
}

/** @returns the file as it was staged; null when it is not there, or not whole */
export async function findStaged(into: string): Promise<StagedFile | null> {
  return (await readFacts(into))?.file ?? null;
}

/** Removes the staged form. Safe to call for one that is not there. */
export async function forgetStaged(into: string): Promise<void> {
  for (const ending of [...ENDINGS].reverse()) await rm(`${into}${ending}`, { force: true });
}

/** Characters that are written at once, about. */
const WRITE_CHARACTERS = 262_144;

/** Values shown beside a guessed encoding. */
const SAMPLES = 3;
const SAMPLE_MAX = 60;

/** One reading of one file. */
class Stager {
  readonly #path: string;
  readonly #fetched: FetchedFile;
  readonly #reading: FileReading;
  readonly #temporary: string;
  readonly #signal: AbortSignal;
  readonly #duplicates: DuplicateFinder;
  #header: HeaderRow | null = null;
  #idAt = -1;
  #isFirst = true;
  #rows = 0;
  #blankLines = 0;
  #rowsBytes = 0;
  #text = '';
  /** Used again for every piece that is written. */
  #bytes = Buffer.alloc(0);
  #lastCells = 0;
  #isGuess = false;
  readonly #samples = new Set<string>();

  constructor(path: string, fetched: FetchedFile, reading: FileReading, temporary: string, signal: AbortSignal) {
    this.#path = path;
    this.#fetched = fetched;
    this.#reading = reading;
    this.#temporary = temporary;
    this.#signal = signal;
    this.#duplicates = new DuplicateFinder(temporary);
  }

  async run(): Promise<StagedFacts> {
    const encoding = await this.#findEncoding();
    try {
      const notes = await this.#writeRows(encoding);
      const duplicates = await this.#duplicates.write(`${this.#temporary}.twice`, this.#signal);
      const header = this.#header!;
      const facts: StagedFacts = {
        file: {
          ...this.#fetched,
          key: stagedKey(this.#fetched, this.#reading),
          headers: header.names,
          rows: this.#rows,
          blankLines: this.#blankLines,
          encoding,
          samples: [...this.#samples],
          notes,
        },
        rowsBytes: this.#rowsBytes,
        duplicates,
        width: header.width,
        recordId: this.#reading.recordId,
      };
      await writeFile(`${this.#temporary}.facts`, JSON.stringify(facts), { mode: 0o600 });
      return facts;
    } finally {
      await this.#duplicates.close();
    }
  }

  async #findEncoding(): Promise<FileEncoding> {
    const verdict = await judgeFile(this.#path, this.#reading.options.encoding, this.#signal);
    if (verdict.kind !== 'text') {
      const line = 'offset' in verdict ? await lineOfByte(this.#path, verdict.offset ?? 0, this.#signal) : 0;
      throw refuse.encodingFault(this.#fetched.name, verdict, line);
    }
    this.#isGuess = verdict.isGuess;
    return verdict.encoding;
  }

  /** @returns what somebody should know about the file */
  async #writeRows(encoding: FileEncoding): Promise<string[]> {
    const decoder = createDecoder(encoding);
    const delimiter = DELIMITERS[this.#reading.options.delimiter];
    const reader = new RecordReader(delimiter, (line, cells) => this.#take(line, cells));
    const handle = await open(`${this.#temporary}.rows`, 'w', 0o600);
    try {
      for await (const bytes of readBytes(this.#path, this.#signal)) {
        reader.push(decoder.write(bytes));
        if (this.#text.length >= WRITE_CHARACTERS) await this.#flush(handle);
      }
      reader.push(decoder.end());
      reader.end();
      await this.#flush(handle);
    } catch (error) {
      throw error instanceof RecordFault ? refuse.cutFault(this.#fetched.name, error) : error;
    } finally {
      await handle.close();
    }
    if (this.#header === null) throw refuse.noHeader(this.#fetched.name);
    if (decoder.isDamaged) throw refuse.halfCharacters(this.#fetched.name);
    const notes: string[] = [];
    if (reader.endedOpen && this.#rows > 0 && this.#lastCells < this.#header.names.length) {
      notes.push('The last row may be cut off: it has fewer values than there are columns, and no line end. See whether the export ran through.');
    }
    if (decoder.nulsLeftOut > 0) {
      const what = decoder.nulsLeftOut === 1 ? 'NUL character was' : 'NUL characters were';
      notes.push(`${decoder.nulsLeftOut} ${what} left out. No text has any; see how the file is exported.`);
    }
    return notes;
  }

  async #flush(handle: FileHandle): Promise<void> {
    // At most three bytes a character.
    if (this.#bytes.length < this.#text.length * 3) this.#bytes = Buffer.allocUnsafeSlow(this.#text.length * 3);
    const length = this.#bytes.write(this.#text);
    this.#text = '';
    await writeAll(handle, this.#bytes.subarray(0, length));
    this.#rowsBytes += length;
    await this.#duplicates.flush();
  }

  #take(line: number, received: string[]): void {
    const isFirst = this.#isFirst;
    this.#isFirst = false;
    const { delimiter } = this.#reading.options;
    if (isFirst) {
      const said = saidDelimiter(received, delimiter);
      if (said === delimiter) return;
      if (said !== null) throw refuse.otherDelimiter(this.#fetched.name, said, delimiter);
    }
    if (received.every(isBlankCell)) this.#blankLines++;
    else if (this.#header === null) this.#takeHeader(received);
    else this.#takeRow(line, received, this.#header);
  }

  #takeHeader(received: string[]): void {
    const { options, recordId } = this.#reading;
    const other = otherDelimiterOf(received, options.delimiter, recordId);
    if (other !== null) throw refuse.otherDelimiter(this.#fetched.name, other, options.delimiter);
    this.#header = readHeaderRow(received.map(unguardCell), recordId);
    if (recordId === null) return;
    const problems = headerProblems(this.#header.names, [recordId]);
    if (problems.length > 0) throw refuse.badHeader(this.#fetched.name, problems);
    this.#idAt = this.#header.names.indexOf(recordId);
  }

  #takeRow(line: number, received: string[], header: HeaderRow): void {
    const cells = fitted(received, header);
    this.#lastCells = cells.length;
    if (this.#isGuess && this.#samples.size < SAMPLES) this.#takeSamples(cells);
    if (this.#idAt >= 0 && this.#idAt < cells.length) {
      const id = contactKey(cells[this.#idAt]!);
      if (id !== '') this.#duplicates.add(this.#rows, line, id);
    }
    this.#text += writeStagedRow(line, cells);
    this.#rows++;
  }

  #takeSamples(cells: readonly string[]): void {
    for (const cell of cells) {
      const value = cell.trim();
      // eslint-disable-next-line no-control-regex -- anything but ASCII is what is being looked for
      if (/[^\u0000-\u007f]/.test(value) && value.length <= SAMPLE_MAX && this.#samples.size < SAMPLES) this.#samples.add(value);
    }
  }
}

/** A row's cells without our own columns, guards, and blank cells behind the last column. */
function fitted(received: string[], header: HeaderRow): string[] {
  const own = Math.min(header.ownColumns, Math.max(0, received.length - header.width));
  const cells = own > 0 ? received.slice(0, -own) : received;
  while (cells.length > header.width && isBlankCell(cells.at(-1)!)) cells.pop();
  for (let at = 0; at < cells.length; at++) cells[at] = unguardCell(cells[at]!);
  return cells;
}

async function writeAll(handle: FileHandle, bytes: Uint8Array): Promise<void> {
  for (let from = 0; from < bytes.length; ) from += (await handle.write(bytes, from)).bytesWritten;
}
