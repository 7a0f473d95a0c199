import type { FileDelimiter, FileEncoding } from '../../domain/sourceFile.ts';
import { unguardCell } from './cells.ts';
import { createDecoder } from './decode.ts';
import { findDelimiter, firstRow, otherDelimiterOf } from './delimiters.ts';
import * as refuse from './fileErrors.ts';
import { EncodingJudge } from './findEncoding.ts';
import { readHeaderRow } from './headers.ts';
import { RecordFault } from './readRecords.ts';

/** What the beginning of a file tells. */
export interface FilePeek {
  /** Cleaned, unnamed ones left out. */
  readonly headers: readonly string[];
  readonly encoding: FileEncoding;
  readonly delimiter: FileDelimiter;
}

/** How much of a file's beginning is enough. */
export const PEEK_BYTES = 65_536;

/**
 * Looks at a file's beginning for the names of its columns, or at a whole small file for how it is to be read.
 *
 * @param name - as sentences call the file
 * @param bytes - the whole file, or what it begins with
 * @param options - the delimiter `detect` takes the one whose first row names most of `known`
 * @throws ConnectorError `FILE_WORKBOOK`, `FILE_BINARY`, `FILE_ENCODING`, `FILE_DELIMITER`, `FILE_QUOTE`, `FILE_EMPTY`
 */
export function peekFile(
  name: string,
  bytes: Uint8Array,
  options: {
    readonly isWhole: boolean;
    readonly delimiter: FileDelimiter | 'detect';
    readonly encoding: FileEncoding | 'detect';
    readonly known?: readonly string[];
  },
): FilePeek {
  const encoding = encodingOf(name, options.isWhole ? bytes : bytes.subarray(0, endOfWhole(bytes)), options.encoding);
  const decoder = createDecoder(encoding);
  const text = decoder.write(bytes) + (options.isWhole ? decoder.end() : '');
  try {
    const { delimiter: set, known = [], isWhole } = options;
    const delimiter = set === 'detect' ? findDelimiter(text, known, isWhole) : set;
    const header = firstRow(text, delimiter, isWhole);
    if (header === null) throw refuse.noHeader(name);
    const other = otherDelimiterOf(header, delimiter, null);
    if (other !== null) throw refuse.otherDelimiter(name, other, delimiter);
    const { names } = readHeaderRow(header.map(unguardCell), null);
    return { headers: names.filter((each) => each !== ''), encoding, delimiter };
  } catch (error) {
    throw error instanceof RecordFault ? refuse.cutFault(name, error) : error;
  }
}

function encodingOf(name: string, bytes: Uint8Array, set: FileEncoding | 'detect'): FileEncoding {
  const judge = new EncodingJudge(set);
  judge.push(bytes);
  const verdict = judge.end();
  if (verdict.kind === 'text') return verdict.encoding;
  throw refuse.encodingFault(name, verdict, 'offset' in verdict ? lineAt(bytes, verdict.offset ?? 0) : 0);
}

/** Where a beginning has to be cut so that no character of any encoding is in two. */
function endOfWhole(bytes: Uint8Array): number {
  const lineEnd = bytes.lastIndexOf(10);
  if (lineEnd < 0) return bytes.length - (bytes.length % 2);
  // In UTF-16 a line feed has a zero byte beside it: cut before both, at an even place.
  const isUtf16 = bytes[lineEnd - 1] === 0 || bytes[lineEnd + 1] === 0;
  return isUtf16 ? lineEnd - (lineEnd % 2) : lineEnd;
}

function lineAt(bytes: Uint8Array, offset: number): number {
  const before = Buffer.from(bytes.buffer, bytes.byteOffset, offset).toString('latin1');
  return (before.match(/\r\n|\n|\r/g)?.length ?? 0) + 1;
}
