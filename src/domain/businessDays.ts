import { DateTime } from 'luxon';
import { EASTERN, easternDay } from './times.ts';

/** Within how many business days a revocation has to be honoured at the latest (47 CFR 64.1200(a)(10)). */
export const LONGEST_BUSINESS_DAYS = 10;

/** An Eastern calendar day, `2026-12-01`. */
export type Day = string;

/**
 * The last day on which a revocation must be honoured: so many business days after the Eastern day it came in.
 * Saturdays, Sundays and federal holidays are no business days, and the day it came in is not counted.
 */
export function dueDay(receivedAt: Date, businessDays: number = LONGEST_BUSINESS_DAYS): Day {
  let day = at(easternDay(receivedAt));
  for (let left = businessDays; left > 0; ) {
    day = day.plus({ days: 1 });
    if (isBusinessDay(day.toISODate()!)) left -= 1;
  }
  return day.toISODate()!;
}

/**
 * Business days from now to a due day, that day included: 1 on the due day itself or when only days off lie between, 0
 * once it has passed (late).
 */
export function businessDaysLeft(due: Day, now: Date): number {
  const today = easternDay(now);
  if (today > due) return 0;
  let left = 0;
  for (let day = at(today); day.toISODate()! <= due; day = day.plus({ days: 1 })) {
    if (isBusinessDay(day.toISODate()!)) left += 1;
  }
  return Math.max(left, 1);
}

/**
 * The end of the newest Eastern day whose revocations are late now: everything received before this instant and not
 * honoured yet is. For queries that can't compute a due day for each row.
 */
export function lateBefore(now: Date, businessDays: number = LONGEST_BUSINESS_DAYS): Date {
  let day = at(easternDay(now));
  const today = day.toISODate()!;
  do day = day.minus({ days: 1 });
  while (dueDay(day.toJSDate(), businessDays) >= today);
  return day.plus({ days: 1 }).toJSDate();
}

/**
 * Everything received before this instant and not honoured yet has at most so many business days left; for queries, as
 * `lateBefore`.
 */
export function dueWithin(now: Date, daysLeft: number, businessDays: number = LONGEST_BUSINESS_DAYS): Date {
  let day = at(easternDay(now));
  while (businessDaysLeft(day.toISODate()!, now) <= daysLeft) day = day.plus({ days: 1 });
  return lateBefore(day.toJSDate(), businessDays);
}

export function isBusinessDay(day: Day): boolean {
  return at(day).weekday <= 5 && !holidaysOf(Number(day.slice(0, 4))).has(day);
}

const years = new Map<number, ReadonlySet<Day>>();

/**
 * The days on which federal holidays are observed in a year (5 U.S.C. 6103): one on a Saturday is observed on the
 * Friday before, which for New Year's Day can be the last day of the year before, one on a Sunday on the Monday after.
 */
function holidaysOf(year: number): ReadonlySet<Day> {
  let days = years.get(year);
  if (!days) {
    days = new Set(
      [
        date(year, 1, 1),
        nth(year, 1, 3, 1), // Birthday of Martin Luther King, Jr.
        nth(year, 2, 3, 1), // Washington's Birthday
        nth(year, 6, 0, 1), // Memorial Day, the last Monday of May
        date(year, 6, 19), // Juneteenth
        date(year, 7, 4), // Independence Day
        nth(year, 9, 1, 1), // Labor Day
        nth(year, 10, 2, 1), // Columbus Day
        date(year, 11, 11), // Veterans Day
        nth(year, 11, 4, 4), // Thanksgiving Day
        date(year, 12, 25),
        date(year + 1, 1, 1),
      ].map((day) => observed(day).toISODate()!),
    );
    years.set(year, days);
  }
  return days;
}

function observed(day: DateTime): DateTime {
  if (day.weekday === 6) return day.minus({ days: 1 });
  return day.weekday === 7 ? day.plus({ days: 1 }) : day;
}

/** The nth weekday (1 Monday … 7 Sunday) of a month; the 0th is the last one of the month before. */
function nth(year: number, month: number, n: number, weekday: number): DateTime {
  const first = date(year, month, 1);
  return first.plus({ days: ((weekday - first.weekday + 7) % 7) + 7 * (n - 1) });
}

function date(year: number, month: number, day: number): DateTime {
  return DateTime.fromObject({ year, month, day }, { zone: EASTERN });
}

function at(day: Day): DateTime {
  return DateTime.fromISO(day, { zone: EASTERN });
}
