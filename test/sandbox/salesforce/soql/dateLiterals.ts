import { DateTime, type DurationLike, type DurationLikeObject } from 'luxon';

/** The API user's time zone: date literals follow it. */
export const USER_ZONE = 'America/New_York';

type Unit = 'days' | 'weeks' | 'months' | 'quarters' | 'years';

/** Half-open: the first day of the range and the first day after it. */
interface DayRange {
  start: DateTime;
  end: DateTime;
}

const NAMED: Record<string, (today: DateTime) => DayRange> = {
  YESTERDAY: (today) => span(today.minus({ days: 1 }), 1, 'days'),
  TODAY: (today) => span(today, 1, 'days'),
  TOMORROW: (today) => span(today.plus({ days: 1 }), 1, 'days'),
  LAST_90_DAYS: (today) => ({ start: today.minus({ days: 90 }), end: today.plus({ days: 1 }) }),
  NEXT_90_DAYS: (today) => span(today.plus({ days: 1 }), 90, 'days'),
};
for (const [word, unit] of [
  ['WEEK', 'weeks'],
  ['MONTH', 'months'],
  ['QUARTER', 'quarters'],
  ['YEAR', 'years'],
] as const) {
  NAMED[`THIS_${word}`] = (today) => span(startOf(today, unit), 1, unit);
  NAMED[`LAST_${word}`] = (today) => span(startOf(today, unit).minus(amount(1, unit)), 1, unit);
  NAMED[`NEXT_${word}`] = (today) => span(startOf(today, unit).plus(amount(1, unit)), 1, unit);
}

const COUNTED: Record<string, (today: DateTime, n: number) => DayRange> = {
  // Both day forms include today's side of the line: "the last n days and today", "the next n days from tomorrow".
  LAST_N_DAYS: (today, n) => ({ start: today.minus({ days: n }), end: today.plus({ days: 1 }) }),
  NEXT_N_DAYS: (today, n) => span(today.plus({ days: 1 }), n, 'days'),
  N_DAYS_AGO: (today, n) => span(today.minus({ days: n }), 1, 'days'),
};
for (const [word, unit] of [
  ['WEEKS', 'weeks'],
  ['MONTHS', 'months'],
  ['QUARTERS', 'quarters'],
  ['YEARS', 'years'],
] as const) {
  COUNTED[`LAST_N_${word}`] = (today, n) => span(startOf(today, unit).minus(amount(n, unit)), n, unit);
  COUNTED[`NEXT_N_${word}`] = (today, n) => span(startOf(today, unit).plus(amount(1, unit)), n, unit);
  COUNTED[`N_${word}_AGO`] = (today, n) => span(startOf(today, unit).minus(amount(n, unit)), 1, unit);
}

function amount(n: number, unit: Unit): DurationLikeObject {
  return { [unit]: n };
}

function span(start: DateTime, n: number, unit: Unit): DayRange {
  const length: DurationLike = amount(n, unit);
  return { start, end: start.plus(length) };
}

function startOf(day: DateTime, unit: Unit): DateTime {
  // The org's locale is en_US, where a week begins on Sunday.
  if (unit === 'weeks') return day.minus({ days: day.weekday % 7 });
  return day.startOf(unit === 'days' ? 'day' : unit === 'months' ? 'month' : unit === 'quarters' ? 'quarter' : 'year');
}

export function isDateLiteral(name: string, hasCount: boolean): boolean {
  return hasCount ? name in COUNTED : name in NAMED;
}

/**
 * The range a date literal means at `now`, as whole epoch seconds and as days; `end` is the first instant or day after
 * it.
 */
export function resolveDateLiteral(
  name: string,
  n: number,
  now: Date,
): {
  startSecond: number;
  endSecond: number;
  startDay: string;
  endDay: string;
} {
  const today = DateTime.fromJSDate(now, { zone: USER_ZONE }).startOf('day');
  const { start, end } = (NAMED[name] ?? COUNTED[name])!(today, n);
  return {
    startSecond: start.toSeconds(),
    endSecond: end.toSeconds(),
    startDay: start.toISODate()!,
    endDay: end.toISODate()!,
  };
}
