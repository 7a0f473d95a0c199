import type { FileEncoding } from '../../domain/sourceFile.ts';
import { ConnectorError, type ConnectorErrorCode } from '../errors.ts';
import type { EncodingVerdict } from './findEncoding.ts';
import type { RecordFault } from './readRecords.ts';

/** What a file as a whole is refused with. Sentences name the file, the line, and what to do. */

/**
 * Why a file's bytes are no text.
 * @param line - on which the verdict's byte stands; not looked at when it has none
 */
export function encodingFault(
  name: string,
  verdict: Exclude<EncodingVerdict, { kind: 'text' }>,
  line: number,
): ConnectorError {
  const file = shown(name);
  switch (verdict.kind) {
    case 'workbook':
      return never(
        'FILE_WORKBOOK',
        `${file} is an Excel workbook. In Excel, choose Save as, CSV UTF-8, and put that file in the folder.`,
      );
    case 'binary':
      return never(
        'FILE_BINARY',
        `${file} holds bytes that no text has. Export it again as comma- or tab-separated text.`,
      );
    case 'utf32':
      return never('FILE_ENCODING', `${file} is in UTF-32, which is not supported. Export it as UTF-8.`);
    case 'not_as_set': {
      const place = verdict.offset === null ? `${file} is not` : `Line ${line} of ${file} is not`;
      const set = ENCODING_NAMES[verdict.set];
      return never(
        'FILE_ENCODING',
        `${place} ${set}, the encoding that is set. Export it so, or set another encoding under Contact import.`,
      );
    }
    case 'half_characters':
      return halfCharacters(name);
    case 'mixed':
      return never(
        'FILE_ENCODING',
        `Line ${line} of ${file} is not UTF-8, though the lines before it are. Export it again, or set the encoding under Contact import.`,
      );
    case 'none':
      return never('FILE_ENCODING', `Line ${line} of ${file} is neither UTF-8 nor Windows-1252. Export it as UTF-8.`);
  }
}

/** A UTF-16 file with characters that are cut in two. */
export function halfCharacters(name: string): ConnectorError {
  return never(
    'FILE_ENCODING',
    `${shown(name)} is UTF-16 with characters that are cut in two. See whether the export ran through, or export it as UTF-8.`,
  );
}

/** Why a file's text can't be cut into rows. */
export function cutFault(name: string, fault: RecordFault): ConnectorError {
  if (fault.kind === 'quote') {
    return never(
      'FILE_QUOTE',
      `A quotation mark on line ${fault.line} of ${shown(name)} is never closed. Close it, or double it where it is part of the value.`,
    );
  }
  return never(
    'FILE_BINARY',
    `Line ${fault.line} of ${shown(name)} goes on for more characters than any row has. Export it again as comma- or tab-separated text.`,
  );
}

export function otherDelimiter(name: string, found: string, set: string): ConnectorError {
  const remedy = READABLE.has(found)
    ? 'Change the delimiter under Contact import, or the export.'
    : `Export it ${set}-delimited.`;
  return never('FILE_DELIMITER', `${shown(name)} looks ${found}-delimited; set to ${set}. ${remedy}`);
}

export function badHeader(name: string, problems: readonly string[]): ConnectorError {
  return never('FILE_HEADER', `${shown(name)}: ${problems.join(' ')}`);
}

export function noHeader(name: string): ConnectorError {
  return never(
    'FILE_EMPTY',
    `${shown(name)} has no first row with the names of its columns. See whether the export ran through.`,
  );
}

/** What a full disk says becomes `SPOOL_FULL`; anything else stays as it is. */
export function spoolFault(name: string, cause: unknown): unknown {
  const code = cause instanceof Error && 'code' in cause ? cause.code : null;
  if (code !== 'ENOSPC' && code !== 'EDQUOT') return cause;
  return new ConnectorError(
    'SPOOL_FULL',
    `${shown(name)} does not fit on Rollcall’s own disk. Make room in its data folder, about three times the file’s size.`,
    { kind: 'after', delayMs: 10 * 60_000 },
    { cause },
  );
}

const ENCODING_NAMES: Readonly<Record<FileEncoding, string>> = {
  'utf-8': 'UTF-8',
  'utf-16le': 'UTF-16 LE',
  'utf-16be': 'UTF-16 BE',
  'windows-1252': 'Windows-1252',
};

const READABLE = new Set(['comma', 'tab']);

type FileCode = Extract<ConnectorErrorCode, `FILE_${string}`>;

function never(code: FileCode, message: string): ConnectorError {
  return new ConnectorError(code, message, { kind: 'never' });
}

/** A file's name inside a sentence: one line, at most 60 characters. */
function shown(name: string): string {
  const clean = name.toWellFormed().replace(/[\p{Cc}\p{Cf}\p{Zl}\p{Zp}]+/gu, ' ');
  const points = [...clean];
  return points.length <= 60 ? clean : `${points.slice(0, 59).join('')}…`;
}
