import { ConnectorError } from '../../../src/contract/errors.ts';

const DAY_MS = 86_400_000;

/** Date and time, then `Z`, an offset with or without colon, or nothing, which means UTC. */
const INSTANT = /^(\d{4}-\d\d-\d\dT\d\d:\d\d:\d\d(?:\.\d{1,9})?)(?:Z|([+-])(\d\d):?(\d\d))?$/;

/**
 * The values of a Report's last-modified column as texts that sort by time: `2024-05-01T13:00:00Z` for a column that
 * tells the second, `2024-05-01` for one that tells the day.
 */
export interface TimeKeys {
  /** A filter by key takes exactly the rows with that key, so that counts can prove completeness. */
  readonly exact: boolean;
  /** @returns null when the cell holds no time of this precision */
  read(value: unknown): string | null;
  /** The key an instant falls into. */
  of(instant: Date): string;
  /** The first instant with this key. */
  instant(key: string): Date;
  next(key: string): string;
  /** What to filter by, greater or equal, for every row with this key or a later one. */
  from(key: string): string;
  /** What to filter by, less than, so that every row with this key is in. */
  until(key: string): string;
  /** The earliest key that rows may have when the filter is `from(key)`. */
  earliest(key: string): string;
  /** The earliest key whose rows a tie at this key has to be read for. */
  tiedFrom(key: string): string;
}

/**
 * Keys of a Date/Time column that an administrator added. Report filters take whole seconds in UTC.
 *
 * Read leniently (with `Z`, an offset, milliseconds): the guides don't state the form of such a cell.
 */
export const SECONDS: TimeKeys = {
  exact: true,
  read(value) {
    const parts = typeof value === 'string' ? INSTANT.exec(value) : null;
    if (!parts) return null;
    const [, clock, sign, hours = '00', minutes = '00'] = parts;
    const time = Date.parse(`${clock}${sign === undefined ? 'Z' : `${sign}${hours}:${minutes}`}`);
    return Number.isNaN(time) ? null : second(time);
  },
  of: (instant) => second(instant.getTime()),
  instant: (key) => new Date(key),
  next: (key) => second(Date.parse(key) + 1000),
  from: (key) => key,
  until: (key) => second(Date.parse(key) + 1000),
  earliest: (key) => key,
  tiedFrom: (key) => key,
};

/**
 * Keys of a standard date column. Its value is the day in UTC, but its label, and perhaps its filter and its order, go
 * by the day in the user's time zone, up to 14 hours away. So filters reach a day further, and a tie is read together
 * with the day before it; rows read twice for that are dropped by their ID.
 */
export const DAYS: TimeKeys = {
  exact: false,
  read(value) {
    if (typeof value !== 'string') return null;
    if (/^\d{4}-\d\d-\d\d$/.test(value)) return Number.isNaN(Date.parse(value)) ? null : value;
    return SECONDS.read(value)?.slice(0, 10) ?? null;
  },
  of: (instant) => day(instant.getTime()),
  instant: (key) => new Date(`${key}T00:00:00Z`),
  next: (key) => shifted(key, 1),
  from: (key) => shifted(key, -1),
  until: (key) => shifted(key, 2),
  earliest: (key) => shifted(key, -2),
  tiedFrom: (key) => shifted(key, -1),
};

function second(time: number): string {
  return `${new Date(time).toISOString().slice(0, 19)}Z`;
}

function day(time: number): string {
  return new Date(time).toISOString().slice(0, 10);
}

function shifted(key: string, days: number): string {
  return day(Date.parse(key) + days * DAY_MS);
}

/** @throws ConnectorError `MODIFIED_TIME_EMPTY`, `BAD_ANSWER` */
export function keyOf(value: unknown, keys: TimeKeys, label: string): string {
  const key = keys.read(value);
  if (key !== null) return key;
  if (value === null || value === undefined || value === '') {
    throw new ConnectorError(
      'MODIFIED_TIME_EMPTY',
      `A row of the Report has nothing in its column “${label}”, so it can't be told when it changed. Map a ` +
        'last-modified column that is filled for every row.',
      { kind: 'never' },
    );
  }
  throw new ConnectorError(
    'BAD_ANSWER',
    `The Report's column “${label}” gave something else than ${keys.exact ? 'a date with its time' : 'a date'}. Look ` +
      'at the column in the Report and map it again.',
    { kind: 'never' },
  );
}
