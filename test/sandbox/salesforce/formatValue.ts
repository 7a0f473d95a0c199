import type { FieldDef, Value } from './schema.ts';

const DAY = 86_400;
const TWO_DIGITS = Array.from({ length: 60 }, (_none, n) => String(n).padStart(2, '0'));
/** `yyyy-MM-ddT` by day number: a population spans a few hundred days, and a page formats thousands of datetimes. */
const days = new Map<number, string>();

/** `2021-12-02T18:23:39.000+0000`: always UTC, the offset without a colon. */
export function formatDatetime(second: number): string {
  const day = Math.floor(second / DAY);
  let date = days.get(day);
  if (date === undefined) {
    date = new Date(day * DAY * 1000).toISOString().slice(0, 11);
    days.set(day, date);
  }
  const rest = second - day * DAY;
  const hour = Math.floor(rest / 3600);
  const minute = Math.floor(rest / 60) % 60;
  return `${date}${TWO_DIGITS[hour]}:${TWO_DIGITS[minute]}:${TWO_DIGITS[rest % 60]}.000+0000`;
}

/** `Fri Aug 01 21:15:46 GMT 2014`, as list view results write it. */
export function formatJavaDate(second: number): string {
  const [day, date, month, year, time] = new Date(second * 1000).toUTCString().replace(',', '').split(' ');
  return `${day} ${month} ${date} ${time} GMT ${year}`;
}

/** A cell as the REST API gives it. */
export function formatValue(def: FieldDef, value: Value): unknown {
  if (def.type === 'address' && typeof value === 'string') return JSON.parse(value);
  return def.type === 'datetime' && typeof value === 'number' ? formatDatetime(value) : value;
}
