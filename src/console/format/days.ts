/** Eastern calendar days as `2026-11-20`: what reports are asked for. */

const parts = new Intl.DateTimeFormat('en-US', {
  timeZone: 'America/New_York',
  year: 'numeric',
  month: '2-digit',
  day: '2-digit',
});
const words = new Intl.DateTimeFormat('en-US', { timeZone: 'UTC', month: 'short', day: 'numeric' });
const wordsWithYear = new Intl.DateTimeFormat('en-US', {
  timeZone: 'UTC',
  month: 'short',
  day: 'numeric',
  year: 'numeric',
});

/** The Eastern day of an instant. */
export function easternDayOf(at: Date): string {
  const part = Object.fromEntries(parts.formatToParts(at).map(({ type, value }) => [type, value]));
  return `${part['year']}-${part['month']}-${part['day']}`;
}

/** The day so many days later; earlier when negative. */
export function addDays(day: string, days: number): string {
  const at = utc(day);
  at.setUTCDate(at.getUTCDate() + days);
  return at.toISOString().slice(0, 10);
}

/** The first day of the month so many months later; earlier when negative. */
export function monthStart(day: string, months = 0): string {
  const at = utc(day);
  at.setUTCDate(1);
  at.setUTCMonth(at.getUTCMonth() + months);
  return at.toISOString().slice(0, 10);
}

/** Whether it is a day that exists, written as here. */
export function isDay(text: string): boolean {
  const at = utc(text);
  return !Number.isNaN(at.getTime()) && at.toISOString().slice(0, 10) === text;
}

/** `Nov 1–20, 2026`, `Oct 22 – Nov 20, 2026`, `Nov 20, 2026`. */
export function daysInWords(from: string, to: string): string {
  if (from === to) return wordsWithYear.format(utc(from));
  const [year, month] = from.split('-');
  const [endYear, endMonth, endDay] = to.split('-');
  if (year !== endYear) return `${wordsWithYear.format(utc(from))} – ${wordsWithYear.format(utc(to))}`;
  if (month === endMonth) return `${words.format(utc(from))}–${Number(endDay)}, ${year}`;
  return `${words.format(utc(from))} – ${wordsWithYear.format(utc(to))}`;
}

function utc(day: string): Date {
  return new Date(`${day}T00:00:00Z`);
}
