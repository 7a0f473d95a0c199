import type { FileEncoding } from '../../domain/sourceFile.ts';
import { ConnectorError } from '../errors.ts';

/** What a file as a whole is refused with. Sentences name the file, the line, and what to do. */

export function isWorkbook(name: string): ConnectorError {
  return never('FILE_WORKBOOK', `${shown(name)} is an Excel workbook. In Excel, choose Save as, CSV UTF-8, and put that file in the folder.`);
}

export function isBinary(name: string): ConnectorError {
  return never('FILE_BINARY', `${shown(name)} holds bytes that no text has. Export it again as comma- or tab-separated text.`);
}

export function isEndless(name: string, line: number): ConnectorError {
  return never(
    'FILE_BINARY',
    `Line ${line} of ${shown(name)} goes on for more characters than any row has. Export it again as comma- or tab-separated text.`,
  );
}

export function isUtf32(name: string): ConnectorError {
  return never('FILE_ENCODING', `${shown(name)} is in UTF-32, which is not supported. Export it as UTF-8.`);
}

/** @param line - null when the beginning of the file tells that it is another encoding */
export function notInEncoding(name: string, encoding: FileEncoding, line: number | null): ConnectorError {
  const place = line === null ? `${shown(name)} begins as a file of another encoding than` : `Line ${line} of ${shown(name)} is not`;
  return never(
    'FILE_ENCODING',
    `${place} ${ENCODING_NAMES[encoding]}, the encoding that is set. Export it so, or set another encoding under Contact import.`,
  );
}

export function inNoEncoding(name: string, line: number): ConnectorError {
  return never(
    'FILE_ENCODING',
    `Line ${line} of ${shown(name)} is neither UTF-8 nor Windows-1252. Export it as UTF-8.`,
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

export function openQuote(name: string, line: number): ConnectorError {
  return never(
    'FILE_QUOTE',
    `A quotation mark on line ${line} of ${shown(name)} is never closed. Close it, or double it where it is part of the value.`,
  );
}

export function noHeader(name: string): ConnectorError {
  return never('FILE_EMPTY', `${shown(name)} has no first row with the names of its columns. See whether the export ran through.`);
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

export const ENCODING_NAMES: Readonly<Record<FileEncoding, string>> = {
  'utf-8': 'UTF-8',
  'utf-16le': 'UTF-16 LE',
  'utf-16be': 'UTF-16 BE',
  'windows-1252': 'Windows-1252',
};

const READABLE = new Set(['comma', 'tab']);

function never(code: 'FILE_WORKBOOK' | 'FILE_BINARY' | 'FILE_ENCODING' | 'FILE_DELIMITER' | 'FILE_HEADER' | 'FILE_QUOTE' | 'FILE_EMPTY', message: string): ConnectorError {
  return new ConnectorError(code, message, { kind: 'never' });
}

/** A file's name inside a sentence: one line, at most 60 characters. */
function shown(name: string): string {
  const clean = name.toWellFormed().replace(/[\p{Cc}\p{Cf}\p{Zl}\p{Zp}]+/gu, ' ');
  const points = [...clean];
  return points.length <= 60 ? clean : `${points.slice(0, 59).join('')}…`;
}
