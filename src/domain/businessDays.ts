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
  return nameOf(dueNumber(numberOf(easternDay(receivedAt)), businessDays));
}

/**
 * Business days from now to a due day, that day included: 1 on the due day itself or when only days off lie between, 0
 * once it has passed (late).
 */
export function businessDaysLeft(due: Day, now: Date): number {
  const today = numberOf(easternDay(now));
  const last = numberOf(due);
  if (today > last) return 0;
  let left = 0;
  for (let day = today; day <= last; day += 1) if (isBusiness(day)) left += 1;
  return Math.max(left, 1);
}

/**
 * The end of the newest Eastern day whose revocations are late now: everything received before this instant and not
 * honoured yet is. For queries that can't compute a due day for each row.
 */
export function lateBefore(now: Date, businessDays: number = LONGEST_BUSINESS_DAYS): Date {
  return endOfDaysDueBefore(numberOf(easternDay(now)), businessDays);
}

/**
 * Everything received before this instant and not honoured yet has at most so many business days left; for queries, as
 * `lateBefore`.
 */
export function dueWithin(now: Date, daysLeft: number, businessDays: number = LONGEST_BUSINESS_DAYS): Date {
  let day = numberOf(easternDay(now));
  while (businessDaysLeft(nameOf(day), now) <= daysLeft) day += 1;
  return endOfDaysDueBefore(day, businessDays);
}

export function isBusinessDay(day: Day): boolean {
  return isBusiness(numberOf(day));
}

/** The end of the newest day of which everything is due before another day. */
function endOfDaysDueBefore(due: DayNumber, businessDays: number): Date {
  let day = due - 1;
  while (dueNumber(day, businessDays) >= due) day -= 1;
  return DateTime.fromISO(nameOf(day + 1), { zone: EASTERN }).toJSDate();
}

/** Days since 1970-01-01. Days are counted by the thousand, which dates of a zone are too slow for. */
type DayNumber = number;

const DAY_MS = 86_400_000;

function numberOf(day: Day): DayNumber {
  return Date.parse(`${day}T00:00:00Z`) / DAY_MS;
}

function nameOf(day: DayNumber): Day {
  return new Date(day * DAY_MS).toISOString().slice(0, 10);
}

function dueNumber(received: DayNumber, businessDays: number): DayNumber {
  let day = received;
  for (let left = businessDays; left > 0; ) {
    day += 1;
    if (isBusiness(day)) left -= 1;
  }
  return day;
}

function isBusiness(day: DayNumber): boolean {
  return weekdayOf(day) <= 5 && !holidaysOf(new Date(day * DAY_MS).getUTCFullYear()).has(day);
}

/** 1 Monday … 7 Sunday; the day numbered 0 was a Thursday. */
function weekdayOf(day: DayNumber): number {
  return ((((day + 3) % 7) + 7) % 7) + 1;
}

const years = new Map<number, ReadonlySet<DayNumber>>();

/**
 * The days on which federal holidays are observed in a year (5 U.S.C. 6103): one on a Saturday is observed on the
 * Friday before, which for New Year's Day can be the last day of the year before, one on a Sunday on the Monday after.
 */
function holidaysOf(year: number): ReadonlySet<DayNumber> {
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
      ].map(observed),
    );
    years.set(year, days);
  }
  return days;
}

function observed(day: DayNumber): DayNumber {
  const weekday = weekdayOf(day);
  if (weekday === 6) return day - 1;
  return weekday === 7 ? day + 1 : day;
}

/** The nth weekday (1 Monday … 7 Sunday) of a month; the 0th is the last one of the month before. */
function nth(year: number, month: number, n: number, weekday: number): DayNumber {
  const first = date(year, month, 1);
  return first + ((weekday - weekdayOf(first) + 7) % 7) + 7 * (n - 1);
}

function date(year: number, month: number, day: number): DayNumber {
  return Date.UTC(year, month - 1, day) / DAY_MS;
}
