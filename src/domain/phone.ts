import { numberingPlanWarning } from './numberingPlan.ts';
import type { RowCode, RowProblem } from './rowCodes.ts';
import { keptValue, quotedValue } from './shownValue.ts';

export type MobileReading =
  | {
      readonly ok: true;
      readonly e164: string;
      /** A sentence when the numbering plan does not know the number; it is taken all the same. */
      readonly warning: string | null;
    }
  | { readonly ok: false; readonly problem: RowProblem };

/**
 * Reads a mobile number of the +1 countries: ten digits in any layout, or eleven beginning with 1. Dashes of every
 * kind, direction marks and full-width characters are folded first. Letters, extensions, two numbers in one cell, other
 * countries and what spreadsheets make of numbers are refused rather than guessed at.
 */
export function readMobile(raw: unknown): MobileReading {
  if (raw === null || raw === undefined) return refuse('phone_missing', raw, MISSING);
  const text = typeof raw === 'string' ? raw : String(raw);
  const digits = plainDigits(text);
  return digits === null ? readUnusual(text) : taken(digits);
}

/** `+17165550123` as people read it: `1-716-555-0123`. Anything else comes back unchanged. */
export function showMobile(e164: string): string {
  if (e164.length !== 12 || !e164.startsWith('+1')) return e164;
  return `1-${e164.slice(2, 5)}-${e164.slice(5, 8)}-${e164.slice(8)}`;
}

/** The E.164 number when a search text is one whole number in any spelling; null otherwise. */
export function mobileFromSearch(text: string): string | null {
  const reading = readMobile(text);
  return reading.ok ? reading.e164 : null;
}

const COLUMN = 'Mobile number';
const MISSING = 'The row has no mobile number. Every contact needs one. Add it in the source and import the row again.';
/** Far beyond any spelling of one number; keeps the patterns below quick on whatever a text field holds. */
const MAX_CHARACTERS = 120;
const AGAIN = 'Correct it and import the row again.';

/**
 * The ten digits of an ordinary spelling (ASCII digits, spaces, `-()`, a leading plus), or null when it needs a closer
 * look. Almost every row of an import ends here, so it makes one pass by character code and allocates little.
 */
function plainDigits(text: string): string | null {
  const length = text.length;
  if (length > 20) return null;
  let count = 0;
  let first = 0;
  let apart = false;
  for (let i = 0; i < length; i++) {
    const code = text.charCodeAt(i);
    if (code >= 48 && code <= 57) {
      if (count === 0) first = i;
      count++;
    } else if (code === 32 || code === 45 || code === 40 || code === 41) {
      apart = true;
    } else if (code === 43 && i === 0) {
      apart = true;
    } else {
      // A point too: `7165550123.0` is not a layout, `716.555.0123` is.
      return null;
    }
  }
  const withCountry = count === 11 && text.charCodeAt(first) === 49;
  if (!withCountry && (count !== 10 || text.charCodeAt(0) === 43)) return null;
  const all = apart ? text.replace(NOT_DIGITS, '') : text;
  return withCountry ? all.slice(1) : all;
}

const NOT_DIGITS = /[^0-9]+/g;

function taken(digits: string): MobileReading {
  return { ok: true, e164: `+1${digits}`, warning: numberingPlanWarning(digits) };
}

function readUnusual(received: string): MobileReading {
  const text = fold(received);
  if (text === '') return refuse('phone_missing', received, MISSING);
  if (text.length > MAX_CHARACTERS) {
    return refuse(
      'phone_letters',
      received,
      `Mobile number is ${text.length} characters long: ${quotedValue(text)}. ` +
        `It may hold one number only. ${AGAIN}`,
    );
  }
  if (SCIENTIFIC.test(text)) {
    return refuse(
      'phone_spreadsheet',
      received,
      'A spreadsheet rounded this number to ' +
        `${quotedValue(text)}, so its last digits are gone. Set the column to Text, export again, then import.`,
    );
  }
  if (DECIMAL.test(text) && !POINT_AS_LAYOUT.test(text)) {
    return refuse(
      'phone_spreadsheet',
      received,
      `A spreadsheet turned this number into ${quotedValue(text)}. ` +
        'Set the column to Text, export again, then import.',
    );
  }
  const digits = text.replace(NOT_DIGITS, '');
  if (text.split(BETWEEN_NUMBERS).filter(hasSevenDigits).length > 1 || TWO_NUMBERS.test(digits)) {
    return refuse(
      'phone_several',
      received,
      `More than one mobile number: ${quotedValue(text)}. ` +
        'A contact has one. Keep the one to text and import the row again.',
    );
  }
  if (hasSevenDigits(EXTENSION.exec(text)?.[1] ?? '')) {
    return refuse(
      'phone_extension',
      received,
      `Mobile number has an extension: ${quotedValue(text)}. ` +
        'A number with an extension can’t be texted. Enter a mobile number and import the row again.',
    );
  }
  if (LETTERS.test(text)) {
    return refuse(
      'phone_letters',
      received,
      `Mobile number has letters in it: ${quotedValue(text)}. ` +
        `It may hold digits, spaces and punctuation only. ${AGAIN}`,
    );
  }
  return readDigits(text, digits, received);
}

function readDigits(text: string, digits: string, received: string): MobileReading {
  const plus = PLUS_FIRST.test(text);
  if ((plus && digits !== '' && !digits.startsWith('1')) || CALLING_ABROAD.test(digits)) {
    return refuse(
      'phone_country',
      received,
      `Mobile number is outside the +1 countries: ${quotedValue(text)}. ` +
        'Only +1 numbers can be texted. ' +
        `${plus ? 'If it is a US number, remove the plus sign' : 'Correct it'}, then import the row again.`,
    );
  }
  if (digits.length === 11 && digits.startsWith('1')) return taken(digits.slice(1));
  if (digits.length === 10 && !plus) return taken(digits);
  return refuse(
    'phone_digits',
    received,
    `Mobile number ${countWords(digits, plus)}: ${quotedValue(text)}. ` +
      `It needs 10${plus ? ' after +1' : ', or 11 beginning with 1'}. ${AGAIN}`,
  );
}

function countWords(digits: string, plus: boolean): string {
  const count = plus && digits !== '' ? digits.length - 1 : digits.length;
  const words = count === 0 ? 'has no digits' : `has ${count} digit${count === 1 ? '' : 's'}`;
  if (plus) return `${words} after +1`;
  return count === 11 ? `${words} and does not begin with 1` : words;
}

/** `7.16556E+09` */
const SCIENTIFIC = /^\d(?:[.,]\d+)?e[+]?\d+$/i;
/** `7165550123.0` */
const DECIMAL = /^\+?\d{7,}\.\d+$/;
/** `1716555.0123`: the point stands before the last four digits. */
const POINT_AS_LAYOUT = /^\+?1\d{6}\.\d{4}$/;
const BETWEEN_NUMBERS = /[/,;|&]|\b(?:or|and)\b/i;
const TWO_NUMBERS = /^1?\d{10}1?\d{10}$/;
const EXTENSION = /^([^a-z#,;]*)(?:x|ext|extn|extension|#|[,;]+)[ .:#]*\d{1,6}[ .)]*$/i;
/** Letters, and number signs of other scripts, which must not be dropped as if they were punctuation. */
const LETTERS = /\p{L}|(?![0-9])\p{N}/u;
const PLUS_FIRST = /^[^0-9]*\+/;
const CALLING_ABROAD = /^(?:00|011)[2-9]\d{8,}$/;

function hasSevenDigits(text: string): boolean {
  return text.replace(NOT_DIGITS, '').length >= 7;
}

/** One spelling for what looks alike: full-width forms, dashes, spaces. Marks that can't be seen go, so does `="…"`. */
function fold(text: string): string {
  const folded = text
    .replace(/\p{Cf}/gu, '')
    .replace(/[\uff01-\uff5e]/g, (wide) => String.fromCharCode(wide.charCodeAt(0) - 0xfee0))
    .replace(/[\p{Pd}\u2212]/gu, '-')
    .replace(/\s+/g, ' ')
    .trim();
  return /^="(.*)"$/.exec(folded)?.[1]?.trim() ?? folded;
}

function refuse(code: RowCode, received: unknown, message: string): MobileReading {
  return { ok: false, problem: { code, column: COLUMN, value: keptValue(received), message } };
}
