import { DateTime } from 'luxon';
import { cleanText, isLongerThan } from './cleanText.ts';
import type { CustomValue, TeamField } from './contact.ts';
import type { RowCode, RowProblem } from './rowCodes.ts';
import { keptValue, quotedValue } from './shownValue.ts';
import { easternDay } from './times.ts';

export const CUSTOM_TEXT_MAX = 1000;

export type CustomReading =
  { readonly ok: true; readonly value: CustomValue } | { readonly ok: false; readonly problem: RowProblem };

/**
 * Reads a cell as the type of a team field; an empty cell is null whatever the type.
 * - text: at most 1,000 characters (`value_too_long`)
 * - number: a decimal number, thousands separated by commas or not; whole numbers only as far as they are exact
 * - date: `2026-11-20`; of a date with a time the Eastern day
 * - checkbox: true/false, yes/no, y/n, 1/0 in any case
 */
export function readCustomValue(field: TeamField, cell: unknown): CustomReading {
  if (cell === null || cell === undefined || cell === '') return EMPTY;
  if (field.type === 'text') return readText(field, cell);
  if (field.type === 'number' && typeof cell === 'number') return { ok: true, value: cell };
  if (field.type === 'checkbox' && typeof cell === 'boolean') return { ok: true, value: cell };
  const text = cleanText(String(cell));
  if (text === '') return EMPTY;
  const value = READERS[field.type](text);
  return value === null ? refuse('field_value', field, cell, EXPECTED[field.type]) : { ok: true, value };
}

const EMPTY: CustomReading = { ok: true, value: null };

const EXPECTED = {
  number: 'is not a number. Use digits, such as 3.75',
  date: 'is not a date. Use year, month and day, such as 2026-11-20',
  checkbox: 'is neither yes nor no. Use true or false',
} as const;

const READERS = { number: readNumber, date: readDate, checkbox: readTick } as const;

function readText(field: TeamField, cell: unknown): CustomReading {
  const value = cleanText(typeof cell === 'string' ? cell : String(cell));
  if (value === '') return EMPTY;
  if (isLongerThan(value, CUSTOM_TEXT_MAX)) {
    return refuse('value_too_long', field, cell, 'is longer than 1,000 characters. Shorten it');
  }
  return { ok: true, value };
}

function refuse(code: RowCode, field: TeamField, cell: unknown, why: string): CustomReading {
  const message = `${quotedValue(field.label)}: “${quotedValue(cell)}” ${why} and import the row again.`;
  return { ok: false, problem: { code, column: field.label, value: keptValue(cell), message } };
}

function readNumber(text: string): number | null {
  const plain = THOUSANDS.test(text) ? text.replaceAll(',', '') : text;
  if (!DECIMAL.test(plain)) return null;
  const value = Number(plain);
  // Beyond 2^53 digits would change silently: such an ID belongs in a text field.
  return Number.isFinite(value) && (!Number.isInteger(value) || Number.isSafeInteger(value)) ? value : null;
}

const THOUSANDS = /^[+-]?\d{1,3}(?:,\d{3})+(?:\.\d+)?$/;
const DECIMAL = /^[+-]?(?:\d+\.?\d*|\.\d+)(?:e[+-]?\d{1,3})?$/i;

function readDate(text: string): string | null {
  const parts = ISO_DATE.exec(text);
  if (parts === null) return null;
  const [, day = '', time] = parts;
  if (!isRealDay(day)) return null;
  if (time === undefined) return day;
  // The shape an API sends is read without luxon, which takes ten times as long.
  const moment = API_TIME.test(time)
    ? new Date(`${text.slice(0, 23)}Z`)
    : DateTime.fromISO(text, { zone: 'utc' }).toJSDate();
  return Number.isNaN(moment.getTime()) ? null : easternDay(moment);
}

const ISO_DATE = /^(\d{4}-\d{2}-\d{2})(T.+)?$/;
const API_TIME = /^T\d{2}:\d{2}:\d{2}\.\d{3}(?:Z|\+00:?00)$/;

function isRealDay(day: string): boolean {
  const month = Number(day.slice(5, 7));
  const dayOfMonth = Number(day.slice(8));
  if (month < 1 || month > 12 || dayOfMonth < 1) return false;
  return dayOfMonth <= 28 || dayOfMonth <= new Date(Date.UTC(Number(day.slice(0, 4)), month, 0)).getUTCDate();
}

function readTick(text: string): boolean | null {
  switch (text.toLowerCase()) {
    case 'true':
    case 'yes':
    case 'y':
    case '1':
      return true;
    case 'false':
    case 'no':
    case 'n':
    case '0':
      return false;
    default:
      return null;
  }
}
