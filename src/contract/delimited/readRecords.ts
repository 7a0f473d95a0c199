/**
 * Cutting text into records, one pass, at any chunk boundaries. What is lenient, and what is not:
 *
 * - `\r\n`, `\n` and `\r` all end a record, mixed as they come.
 * - A cell that begins with a quotation mark ends at the one that is followed by the delimiter or the end of the line;
 *   spaces around the marks are allowed. `"Bob" Smith` and `5'10" tall` are taken as they stand.
 * - A quoted cell that runs over a line end and is then followed by something else was never closed where it should
 *   have been: taken leniently, several rows would silently become one. It is refused, as is a mark never closed.
 */

/** A record that goes on for more characters than this has a quotation mark that is never closed, or is no text. */
export const RECORD_MAX = 262_144;

/** Called for each record: the physical line it starts on, and its cells. */
export type RecordTaker = (line: number, cells: string[]) => void;

/** What was wrong where: the rest of the text can't be cut. */
export class RecordFault extends Error {
  readonly kind: 'quote' | 'long';
  /** Physical line: of the quotation mark, or the one the record starts on. */
  readonly line: number;

  constructor(kind: 'quote' | 'long', line: number) {
    super(`${kind} at line ${line}`);
    this.name = 'RecordFault';
    this.kind = kind;
    this.line = line;
  }
}

export class RecordReader {
  readonly #delimiter: string;
  readonly #give: RecordTaker;
  /** What could not be cut yet; a record begins where it begins. */
  #text = '';
  #line = 1;
  #endedOpen = false;
  /** The next of each at or behind the place that is read; the text's length when there is none. */
  #nextFeed = 0;
  #nextReturn = 0;
  #nextQuote = 0;

  constructor(delimiter: string, give: RecordTaker) {
    this.#delimiter = delimiter;
    this.#give = give;
  }

  /** Whether the last record had no line end; tells something once `end` was called. */
  get endedOpen(): boolean {
    return this.#endedOpen;
  }

  /** @throws RecordFault */
  push(chunk: string): void {
    this.#cut(this.#text + chunk, false);
  }

  /** @throws RecordFault */
  end(): void {
    this.#cut(this.#text, true);
  }

  #cut(text: string, isLast: boolean): void {
    this.#nextFeed = this.#nextReturn = this.#nextQuote = -1;
    let at = 0;
    while (at < text.length) {
      const end = this.#lineEnd(text, at);
      this.#nextQuote = next(text, '"', at, this.#nextQuote);
      if (this.#nextQuote < end) {
        const behind = this.#quotedRecord(text, at, isLast);
        if (behind < 0) break;
        at = behind;
        continue;
      }
      if (end === text.length && !isLast) break;
      const behind = behindLineEnd(text, end);
      // The line feed of a pair may come with the next chunk.
      if (behind === text.length && !isLast && text[end] === '\r') break;
      this.#endedOpen = behind === end;
      this.#give(this.#line++, text.slice(at, end).split(this.#delimiter));
      at = behind;
    }
    this.#text = text.slice(at);
    if (this.#text.length > RECORD_MAX) throw this.#tooLong();
  }

  /** Cuts one record with quotation marks; @returns the place behind it, or -1 when its end has not come yet */
  #quotedRecord(text: string, start: number, isLast: boolean): number {
    const cells: string[] = [];
    let line = this.#line;
    let at = start;
    for (;;) {
      const cell = readCell(text, at, this.#delimiter, isLast);
      if (cell === null) {
        if (isLast) throw new RecordFault('quote', line);
        return -1;
      }
      if (cell.isTorn) throw new RecordFault('quote', line);
      cells.push(cell.value);
      line += cell.breaks;
      at = cell.end;
      if (at - start > RECORD_MAX) throw new RecordFault(line > this.#line ? 'quote' : 'long', this.#line);
      if (text[at] !== this.#delimiter) break;
      at++;
    }
    const behind = behindLineEnd(text, at);
    if (behind === text.length && !isLast && (at === text.length || text[at] === '\r')) return -1;
    this.#endedOpen = behind === at;
    this.#give(this.#line, cells);
    this.#line = line + 1;
    return behind;
  }

  #lineEnd(text: string, at: number): number {
    this.#nextFeed = next(text, '\n', at, this.#nextFeed);
    this.#nextReturn = next(text, '\r', at, this.#nextReturn);
    return Math.min(this.#nextFeed, this.#nextReturn);
  }

  #tooLong(): RecordFault {
    const open = openQuoteLine(this.#text, this.#delimiter, this.#line);
    return open === null ? new RecordFault('long', this.#line) : new RecordFault('quote', open);
  }
}

/** The first `mark` at or behind `at`, looked for only when the known one lies before. */
function next(text: string, mark: string, at: number, known: number): number {
  if (known >= at) return known;
  const found = text.indexOf(mark, at);
  return found < 0 ? text.length : found;
}

function behindLineEnd(text: string, end: number): number {
  if (end >= text.length) return end;
  return text[end] === '\r' && text[end + 1] === '\n' ? end + 2 : end + 1;
}

interface CutCell {
  readonly value: string;
  /** The place of the delimiter or line end behind it, or the text's length. */
  readonly end: number;
  /** Line ends within. */
  readonly breaks: number;
  /** It ran over a line end, and something other than a delimiter stands behind its closing mark. */
  readonly isTorn: boolean;
}

/** @returns null when its end has not come yet; at the end of the text: when its mark is never closed */
function readCell(text: string, start: number, delimiter: string, isLast: boolean): CutCell | null {
  const open = behindSpaces(text, start);
  if (text[open] !== '"') {
    if (open === text.length && !isLast) return null;
    return plainCell(text, start, delimiter);
  }
  const close = closingQuote(text, open + 1);
  if (close < 0 || (close + 1 === text.length && !isLast)) {
    // Behind a space it may be a mark like any other: then the line tells.
    if (open === start) return null;
    const plain = plainCell(text, start, delimiter);
    return plain.end === text.length && !isLast ? null : plain;
  }
  const behind = behindSpaces(text, close + 1);
  if (behind === text.length && !isLast) return null;
  const inner = text.slice(open + 1, close);
  const breaks = countBreaks(inner);
  const value = inner.includes('"') ? inner.replaceAll('""', '"') : inner;
  if (isCellEnd(text, behind, delimiter) && (open === start || breaks === 0)) {
    return { value, end: behind, breaks, isTorn: false };
  }
  if (open !== start) return plainCell(text, start, delimiter);
  const { end } = plainCell(text, close + 1, delimiter);
  if (end === text.length && !isLast) return null;
  return { value: `"${value}"${text.slice(close + 1, end)}`, end, breaks, isTorn: breaks > 0 };
}

function plainCell(text: string, start: number, delimiter: string): CutCell {
  let end = start;
  while (!isCellEnd(text, end, delimiter)) end++;
  return { value: text.slice(start, end), end, breaks: 0, isTorn: false };
}

function isCellEnd(text: string, at: number, delimiter: string): boolean {
  if (at >= text.length) return true;
  const char = text[at];
  return char === delimiter || char === '\n' || char === '\r';
}

function behindSpaces(text: string, start: number): number {
  let at = start;
  while (text[at] === ' ') at++;
  return at;
}

/** The mark that closes a cell; two in a row stand for one. -1 when none has come. */
function closingQuote(text: string, from: number): number {
  let at = text.indexOf('"', from);
  while (at >= 0 && text[at + 1] === '"') at = text.indexOf('"', at + 2);
  return at;
}

function countBreaks(text: string): number {
  if (!text.includes('\n') && !text.includes('\r')) return 0;
  return text.match(/\r\n|\n|\r/g)!.length;
}

/** The line on which the quotation mark stands that the end of this text lies behind; null when there is none. */
function openQuoteLine(text: string, delimiter: string, firstLine: number): number | null {
  let line = firstLine;
  let at = 0;
  while (at < text.length) {
    const cell = readCell(text, at, delimiter, true);
    if (cell === null) return line;
    line += cell.breaks;
    at = cell.end + 1;
  }
  return null;
}
