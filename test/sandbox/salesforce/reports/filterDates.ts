import { DateTime } from 'luxon';
import { isDateLiteral, resolveDateLiteral, USER_ZONE } from '../soql/dateLiterals.ts';
import { badDate } from './reportErrors.ts';
import { utcDay } from './userTime.ts';

/** Half-open: what a date in a filter stands for, as seconds and as days. */
export interface Span {
  startSecond: number;
  endSecond: number;
  startDay: string;
  endDay: string;
}

/** Whose days `yyyy-MM-dd` means. */
export type DayZone = 'utc' | 'user';

const INSTANT = /^\d{4}-\d\d-\d\dT\d\d:\d\d:\d\dZ$/;
const DAY = /^\d{4}-\d\d-\d\d$/;

/** Saved filters keep the words of whoever saved them. */
const WORDS: readonly (readonly [pattern: RegExp, literal: string])[] = [
  [/^LAST (\d+) DAYS$/, 'LAST_N_DAYS'],
  [/^NEXT (\d+) DAYS$/, 'NEXT_N_DAYS'],
  [/^(\d+) DAYS AGO$/, 'N_DAYS_AGO'],
  [/^LAST (\d+) (WEEKS|MONTHS|QUARTERS|YEARS)$/, 'LAST_N_'],
  [/^NEXT (\d+) (WEEKS|MONTHS|QUARTERS|YEARS)$/, 'NEXT_N_'],
  [/^LETZTE (\d+) TAGE$/, 'LAST_N_DAYS'],
  [/^HEUTE$/, 'TODAY'],
  [/^DIESER MONAT$/, 'THIS_MONTH'],
  [/^ÚLTIMOS (\d+) DÍAS$/, 'LAST_N_DAYS'],
  [/^HOY$/, 'TODAY'],
  [/^ESTE MES$/, 'THIS_MONTH'],
];

/** The span of `THIS_MONTH`, `LAST_N_DAYS:30`, `LAST 30 DAYS`; null for other words. */
export function relativeSpan(text: string, now: Date): Span | null {
  const said = text.trim().toUpperCase();
  const [name = '', count] = said.replaceAll(' ', '_').split(':');
  if (isDateLiteral(name, count !== undefined)) return resolveDateLiteral(name, Number(count ?? 0), now);
  for (const [pattern, literal] of WORDS) {
    const found = pattern.exec(said);
    if (found) return resolveDateLiteral(`${literal}${found[2] ?? ''}`, Number(found[1] ?? 0), now);
  }
  return null;
}

/** The days from one to another, both included, in the zone. */
export function daySpan(first: string, last: string, zone: DayZone): Span {
  const at = (day: string): DateTime => DateTime.fromISO(day, { zone: zone === 'utc' ? 'utc' : USER_ZONE });
  const [start, end] = [at(first), at(last).plus({ days: 1 })];
  if (!start.isValid || !end.isValid) throw badDate();
  return {
    startSecond: start.toSeconds(),
    endSecond: end.toSeconds(),
    startDay: start.toISODate()!,
    endDay: end.toISODate()!,
  };
}

/**
 * Reads a date of a filter: an instant in whole seconds, a day, or relative words.
 *
 * @param zone - whose days are meant; relative words always mean the user's
 * @param keepsTime - false where the column has days only: an instant then stands for its whole day
 * @throws ApiError 400 for anything else
 */
export function parseFilterDate(text: string, now: Date, zone: DayZone, keepsTime: boolean): Span {
  if (INSTANT.test(text)) {
    const second = Date.parse(text) / 1000;
    if (Number.isNaN(second)) throw badDate();
    if (!keepsTime) return daySpan(utcDay(second), utcDay(second), zone);
    const day = utcDay(second);
    return { startSecond: second, endSecond: second + 1, startDay: day, endDay: day };
  }
  if (DAY.test(text)) return daySpan(text, text, zone);
  const span = relativeSpan(text, now);
  if (!span) throw badDate();
  return span;
}
