import { isAscii, isUtf8 } from 'node:buffer';
import type { FileEncoding } from '../../domain/sourceFile.ts';

/** What a file's bytes say about how they are to be read. */
export type EncodingVerdict =
  | {
      readonly kind: 'text';
      readonly encoding: FileEncoding;
      /** Nothing in the file tells: it is not UTF-8, so it is taken for Windows-1252. */
      readonly isGuess: boolean;
    }
  | { readonly kind: 'workbook' | 'binary' | 'utf32' }
  /** It is not in the encoding that was set; at which byte that shows, null when its beginning tells another one. */
  | { readonly kind: 'not_as_set'; readonly set: FileEncoding; readonly offset: number | null }
  /** It is UTF-16 with an odd number of bytes. */
  | { readonly kind: 'half_characters' }
  /** It is UTF-8 up to here, and not from here on: as Windows-1252 every name before would be spoilt. */
  | { readonly kind: 'mixed'; readonly offset: number }
  /** It is neither UTF-8 nor Windows-1252. */
  | { readonly kind: 'none'; readonly offset: number };

/**
 * Finds out a file's encoding while its bytes go by, in this order: a workbook's first bytes; a byte order mark; zero
 * bytes at every other place of the first 64 KiB (UTF-16 without a mark, which is valid UTF-8 too when it holds ASCII);
 * UTF-8, strictly, over the whole file; otherwise Windows-1252, as a guess, unless what is not ASCII was UTF-8 before.
 * No statistics: they misfire on short files.
 */
export class EncodingJudge {
  readonly #set: 'detect' | FileEncoding;
  readonly #head: Uint8Array[] = [];
  #headBytes = 0;
  #bytes = 0;
  /** Bytes of a character that the next chunk goes on with. */
  #rest: Uint8Array = new Uint8Array(0);
  #notUtf8At: number | null = null;
  /** Characters that are not ASCII came, and were UTF-8. */
  #speaksUtf8 = false;
  #notWindowsAt: number | null = null;

  /** @param set - the encoding the file is said to have; `detect` finds it out */
  constructor(set: 'detect' | FileEncoding) {
    this.#set = set;
  }

  /** Takes the file's next bytes; they may be changed afterwards. */
  push(chunk: Uint8Array): void {
    if (this.#headBytes < HEAD_BYTES) {
      const piece = new Uint8Array(chunk.subarray(0, HEAD_BYTES - this.#headBytes));
      this.#head.push(piece);
      this.#headBytes += piece.length;
    }
    const start = this.#bytes;
    this.#bytes += chunk.length;
    if (this.#rest.length === 0 && isAscii(chunk)) return;
    if (this.#notUtf8At === null) this.#checkUtf8(chunk, start);
    if (this.#notWindowsAt === null) {
      const places = NOT_WINDOWS.map((byte) => chunk.indexOf(byte)).filter((at) => at >= 0);
      if (places.length > 0) this.#notWindowsAt = start + Math.min(...places);
    }
  }

  /** @returns what the whole file is; call it after the last bytes */
  end(): EncodingVerdict {
    const head = Buffer.concat(this.#head);
    if (this.#notUtf8At === null && this.#rest.length > 0) this.#notUtf8At = this.#bytes - this.#rest.length;
    if (WORKBOOKS.some((magic) => begins(head, magic))) return { kind: 'workbook' };
    if (UTF_32.some((mark) => begins(head, mark))) return { kind: 'utf32' };
    const told = markedAs(head) ?? zeroPattern(head);
    if (told === 'binary') return { kind: 'binary' };
    if (this.#set !== 'detect' && told !== this.#set && (told !== null || isUtf16(this.#set))) {
      return { kind: 'not_as_set', set: this.#set, offset: null };
    }
    const encoding = this.#set === 'detect' ? told : this.#set;
    if (isUtf16(encoding)) {
      return this.#bytes % 2 === 0 ? { kind: 'text', encoding, isGuess: false } : { kind: 'half_characters' };
    }
    if (encoding === 'windows-1252') return this.#windows(false);
    if (this.#notUtf8At === null) return { kind: 'text', encoding: 'utf-8', isGuess: false };
    if (encoding === 'utf-8') return { kind: 'not_as_set', set: 'utf-8', offset: this.#notUtf8At };
    return this.#speaksUtf8 ? { kind: 'mixed', offset: this.#notUtf8At } : this.#windows(true);
  }

  #windows(isGuess: boolean): EncodingVerdict {
    if (this.#notWindowsAt === null) return { kind: 'text', encoding: 'windows-1252', isGuess };
    if (isGuess) return { kind: 'none', offset: this.#notWindowsAt };
    return { kind: 'not_as_set', set: 'windows-1252', offset: this.#notWindowsAt };
  }

  #checkUtf8(chunk: Uint8Array, start: number): void {
    const bytes = this.#rest.length === 0 ? chunk : Buffer.concat([this.#rest, chunk]);
    const from = start - this.#rest.length;
    const whole = bytes.subarray(0, bytes.length - openCharacterBytes(bytes));
    if (isUtf8(whole)) {
      this.#speaksUtf8 ||= !isAscii(whole);
      this.#rest = new Uint8Array(bytes.subarray(whole.length));
    } else {
      const bad = firstBadByte(whole);
      this.#speaksUtf8 ||= !isAscii(whole.subarray(0, bad));
      this.#notUtf8At = from + bad;
      this.#rest = new Uint8Array(0);
    }
  }
}

const HEAD_BYTES = 65_536;

const WORKBOOKS = [[0x50, 0x4b, 3, 4], [0xd0, 0xcf, 0x11, 0xe0]];
const UTF_32 = [[0xff, 0xfe, 0, 0], [0, 0, 0xfe, 0xff]];
const MARKS: readonly (readonly [FileEncoding, readonly number[]])[] = [
  ['utf-8', [0xef, 0xbb, 0xbf]],
  ['utf-16le', [0xff, 0xfe]],
  ['utf-16be', [0xfe, 0xff]],
];

/** Bytes that stand for no character in Windows-1252. */
const NOT_WINDOWS = [0x81, 0x8d, 0x8f, 0x90, 0x9d];

function isUtf16(encoding: string | null): encoding is 'utf-16le' | 'utf-16be' {
  return encoding === 'utf-16le' || encoding === 'utf-16be';
}

function begins(head: Uint8Array, bytes: readonly number[]): boolean {
  return head.length >= bytes.length && bytes.every((byte, at) => head[at] === byte);
}

function markedAs(head: Uint8Array): FileEncoding | null {
  return MARKS.find(([, mark]) => begins(head, mark))?.[0] ?? null;
}

/** Where the zero bytes of the first bytes stand; null when there are none. */
function zeroPattern(head: Uint8Array): FileEncoding | 'binary' | null {
  const zeros: [number, number] = [0, 0];
  for (let at = head.indexOf(0); at >= 0; at = head.indexOf(0, at + 1)) zeros[(at % 2) as 0 | 1]++;
  const [even, odd] = zeros;
  if (even + odd === 0) return null;
  // Text of another script has few zero bytes in UTF-16, but its delimiters and line ends have them, all on one side.
  const few = (head.length / 2) * 0.05;
  if (odd > few && odd > even * 5) return 'utf-16le';
  if (even > few && even > odd * 5) return 'utf-16be';
  return 'binary';
}

/** How many bytes at the end begin a character that goes on behind them. */
function openCharacterBytes(bytes: Uint8Array): number {
  for (let back = 1; back <= Math.min(3, bytes.length); back++) {
    const byte = bytes[bytes.length - back]!;
    if (byte < 0x80) return 0;
    if (byte >= 0xc0) return byte < 0xf5 && back < (byte >= 0xf0 ? 4 : byte >= 0xe0 ? 3 : 2) ? back : 0;
  }
  return 0;
}

/** Where the first character begins that UTF-8 can't have; halves until it is found. */
function firstBadByte(bytes: Uint8Array): number {
  let good = 0;
  let bad = bytes.length;
  while (bad - good > 1) {
    const middle = (good + bad) >> 1;
    const piece = bytes.subarray(0, middle);
    if (isUtf8(piece.subarray(0, piece.length - openCharacterBytes(piece)))) good = middle;
    else bad = middle;
  }
  return bad - 1 - openCharacterBytes(bytes.subarray(0, bad - 1));
}
