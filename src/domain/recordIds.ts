import { cleanText } from './cleanText.ts';
import { isCellError, requiredCellError } from './cellErrors.ts';
import type { RowProblem } from './rowCodes.ts';
import { keptValue, quotedValue } from './shownValue.ts';

export type RecordIdReading =
  | {
      readonly ok: true;
      readonly id: string;
      /** What somebody should look at; the row is taken all the same. */
      readonly warning: RowProblem | null;
    }
  | { readonly ok: false; readonly problem: RowProblem };

const COLUMN = 'Contact ID';

/**
 * Reads a contact ID out of a file. What can't be seen is taken away, `="00123"` is 00123, dashes and quotation marks
 * of every kind become plain ones; the case of letters counts. Salesforce IDs of contacts and leads come to their 18
 * characters, so that a file and the CRM speak of the same contact. What a spreadsheet made of a number is refused.
 * @returns an empty ID for an empty cell
 */
export function readRecordId(cell: string): RecordIdReading {
  const id = plainId(cell);
  if (id === '') return { ok: true, id, warning: null };
  if (isCellError(id)) return { ok: false, problem: requiredCellError(COLUMN, cell) };
  if (EXPONENT.test(id) || DECIMAL.test(id)) return { ok: false, problem: changedBySpreadsheet(cell) };
  if (isLong(id)) {
    const repaired = withCaseOf(id);
    return repaired === null ? { ok: false, problem: lettersChanged(cell) } : { ok: true, id: repaired, warning: null };
  }
  if (isShort(id)) return { ok: true, id: id + suffixOf(id), warning: null };
  return { ok: true, id, warning: ROUNDED.test(id) ? mayBeRounded(id) : null };
}

const EXPONENT = /^\d+(?:[.,]\d+)?e\+?\d+$/i;
const DECIMAL = /^\d+\.0+$/;
/** A spreadsheet keeps 15 digits of a number and writes zeros for the rest. */
const ROUNDED = /^\d{12,}0000$/;

function plainId(cell: string): string {
  if (PLAIN.test(cell)) return cell;
  const text = cleanText(cell.replace(/\p{Cf}+/gu, '').replace(/\p{Z}+/gu, ' '));
  return (/^="(.*)"$/.exec(text)?.[1] ?? text)
    .replace(/[\u2010-\u2015\u2212\uff0d]/g, '-')
    .replace(/[\u2018\u2019\u201b]/g, "'")
    .replace(/[\u201c\u201d]/g, '"')
    .trim();
}

/** Nearly every ID: nothing to take away. */
const PLAIN = /^[0-9A-Za-z_-]+$/;

/** Key prefixes of contacts and leads, in whatever case they come. */
const PREFIX = /^(?:003|00q)/i;
const BASE = /^[0-9A-Za-z]+$/;

/** Numbers of 15 or 18 digits are somebody else's IDs: one of Salesforce holds a letter behind its prefix. */
function isOfSalesforce(id: string, length: number): boolean {
  return id.length === length && PREFIX.test(id) && BASE.test(id) && /[A-Za-z]/.test(id.slice(3));
}

const isLong = (id: string): boolean => isOfSalesforce(id, 18);
const isShort = (id: string): boolean => isOfSalesforce(id, 15);

/** For each block of five characters: bit i is set when character i is upper case. */
const SUFFIX_SIGNS = 'ABCDEFGHIJKLMNOPQRSTUVWXYZ012345';

function suffixOf(id: string): string {
  let suffix = '';
  for (let block = 0; block < 15; block += 5) {
    let bits = 0;
    for (let i = 0; i < 5; i++) if (/[A-Z]/.test(id[block + i]!)) bits |= 1 << i;
    suffix += SUFFIX_SIGNS[bits]!;
  }
  return suffix;
}

/**
 * The ID with the case its suffix tells, however a spreadsheet or a database wrote its letters.
 * @returns null when letters and suffix can't belong together
 */
function withCaseOf(id: string): string | null {
  const suffix = id.slice(15).toUpperCase();
  let repaired = '';
  for (let i = 0; i < 15; i++) {
    const bits = SUFFIX_SIGNS.indexOf(suffix[Math.floor(i / 5)]!);
    if (bits < 0) return null;
    const isUpper = (bits & (1 << (i % 5))) !== 0;
    repaired += isUpper ? id[i]!.toUpperCase() : id[i]!.toLowerCase();
  }
  return suffixOf(repaired) === suffix && PREFIXES.has(repaired.slice(0, 3)) ? repaired + suffix : null;
}

const PREFIXES: ReadonlySet<string> = new Set(['003', '00Q']);

function changedBySpreadsheet(cell: string): RowProblem {
  return {
    code: 'id_spreadsheet',
    column: COLUMN,
    value: keptValue(cell),
    message:
      `A spreadsheet took the contact ID “${quotedValue(cell)}” for a quantity, so its digits are uncertain. ` +
      'Set the column to Text there, enter the ID again, and import the row again.',
  };
}

function lettersChanged(cell: string): RowProblem {
  return {
    code: 'id_case',
    column: COLUMN,
    value: keptValue(cell),
    message:
      `The last three characters of “${quotedValue(cell)}” don’t fit the letters before them, so it is no ID of ` +
      'Salesforce. Copy it from there once more, and import the row again.',
  };
}

function mayBeRounded(id: string): RowProblem {
  return {
    code: 'id_rounded',
    column: COLUMN,
    value: keptValue(id),
    message:
      `The contact ID “${quotedValue(id)}” ends in zeros: a spreadsheet may have rounded it. It was imported as it is. ` +
      'Compare it with the source; if it was rounded, export it as Text.',
  };
}
