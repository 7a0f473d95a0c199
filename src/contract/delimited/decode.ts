import iconv from 'iconv-lite';
import type { FileEncoding } from '../../domain/sourceFile.ts';

/** Turns a file's bytes into text, piece by piece; a character may stand across two pieces. */
export interface TextDecoder {
  /** @returns the text so far not given; may be empty */
  write(bytes: Uint8Array): string;
  end(): string;
  /** NUL characters that were left out: no cell can keep one. */
  readonly nulsLeftOut: number;
  /** A UTF-16 text held half a character, replaced by U+FFFD. */
  readonly isDamaged: boolean;
}

/**
 * A decoder for bytes that were judged to be in this encoding; the byte order mark goes. By `iconv-lite`, because
 * Node's own decoder gives wrong characters for the bytes 80 to 9F of Windows-1252 in several releases.
 */
export function createDecoder(encoding: FileEncoding): TextDecoder {
  const decoder = iconv.getDecoder(encoding, { stripBOM: true });
  const watchesPairs = encoding === 'utf-16le' || encoding === 'utf-16be';
  let held = '';
  const state = { nulsLeftOut: 0, isDamaged: false };

  function clean(text: string, isLast: boolean): string {
    let whole = held + text;
    held = '';
    if (watchesPairs) {
      if (!isLast && isHighSurrogate(whole.charCodeAt(whole.length - 1))) {
        held = whole.slice(-1);
        whole = whole.slice(0, -1);
      }
      if (!whole.isWellFormed()) {
        state.isDamaged = true;
        whole = whole.toWellFormed();
      }
    }
    if (!whole.includes('\0')) return whole;
    const without = whole.replaceAll('\0', '');
    state.nulsLeftOut += whole.length - without.length;
    return without;
  }

  return {
    write: (bytes) => clean(decoder.write(Buffer.from(bytes.buffer, bytes.byteOffset, bytes.byteLength)), false),
    end: () => clean(decoder.end() ?? '', true),
    get nulsLeftOut() {
      return state.nulsLeftOut;
    },
    get isDamaged() {
      return state.isDamaged;
    },
  };
}

function isHighSurrogate(code: number): boolean {
  return code >= 0xd800 && code <= 0xdbff;
}
