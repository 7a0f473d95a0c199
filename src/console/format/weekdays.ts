import type { WeekdayValue } from '../../http/schemas/imports.ts';

/** The days of a week, Monday first. */
export const WEEKDAYS: readonly { readonly day: WeekdayValue; readonly label: string }[] = [
  { day: 'mon', label: 'Monday' },
  { day: 'tue', label: 'Tuesday' },
  { day: 'wed', label: 'Wednesday' },
  { day: 'thu', label: 'Thursday' },
  { day: 'fri', label: 'Friday' },
  { day: 'sat', label: 'Saturday' },
  { day: 'sun', label: 'Sunday' },
];

/** Those that are days, in the order of the week. */
export function inWeekOrder(days: readonly string[]): WeekdayValue[] {
  return WEEKDAYS.map(({ day }) => day).filter((day) => days.includes(day));
}

/** The days in words, in the order of the week: `Monday, Sunday`. */
export function weekdaysInWords(days: readonly WeekdayValue[]): string {
  return WEEKDAYS.filter(({ day }) => days.includes(day))
    .map(({ label }) => label)
    .join(', ');
}
