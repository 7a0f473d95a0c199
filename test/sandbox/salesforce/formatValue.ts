import type { FieldDef, Value } from './schema.ts';

/** `2021-12-02T18:23:39.000+0000`: always UTC, the offset without a colon. */
export function formatDatetime(second: number): string {
  return `${new Date(second * 1000).toISOString().slice(0, 19)}.000+0000`;
}

/** `Fri Aug 01 21:15:46 GMT 2014`, as list view results write it. */
export function formatJavaDate(second: number): string {
  const [day, date, month, year, time] = new Date(second * 1000).toUTCString().replace(',', '').split(' ');
  return `${day} ${month} ${date} ${time} GMT ${year}`;
}

/** A cell as the REST API gives it. */
export function formatValue(def: FieldDef, value: Value): Value {
  return def.type === 'datetime' && typeof value === 'number' ? formatDatetime(value) : value;
}
