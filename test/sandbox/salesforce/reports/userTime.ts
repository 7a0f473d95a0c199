import { IANAZone } from 'luxon';
import { formatDatetime } from '../formatValue.ts';
import { USER_ZONE } from '../soql/dateLiterals.ts';

const HOUR = 3600;
const zone = IANAZone.create(USER_ZONE);
/** By hour: clocks change on full hours, and a page asks thousands of times. */
const offsets = new Map<number, number>();

function localDate(second: number): Date {
  const hour = Math.floor(second / HOUR);
  let offset = offsets.get(hour);
  if (offset === undefined) {
    offset = zone.offset(hour * HOUR * 1000) * 60;
    offsets.set(hour, offset);
  }
  return new Date((second + offset) * 1000);
}

const dayText = (date: Date): string => `${date.getUTCMonth() + 1}/${date.getUTCDate()}/${date.getUTCFullYear()}`;

/** `1/13/2021`: the day in the running user's zone and language. */
export const dayLabel = (second: number): string => dayText(localDate(second));

/** `1/13/2021, 9:05 PM`, likewise. */
export function timeLabel(second: number): string {
  const date = localDate(second);
  const hour = date.getUTCHours();
  const minute = String(date.getUTCMinutes()).padStart(2, '0');
  return `${dayText(date)}, ${hour % 12 || 12}:${minute} ${hour < 12 ? 'AM' : 'PM'}`;
}

/** A `yyyy-MM-dd` as the user reads it; days have no zone. */
export const plainDayLabel = (day: string): string => dayText(new Date(`${day}T00:00:00Z`));

/** `2021-01-14`: the day in UTC. */
export const utcDay = (second: number): string => formatDatetime(second).slice(0, 10);

/** `2021-01-14T02:05:33Z`. */
export const utcInstant = (second: number): string => `${formatDatetime(second).slice(0, 19)}Z`;
