import { DateTime } from 'luxon';
import { EASTERN } from './times.ts';
import { nextStarts, type WindowName } from './windows.ts';

/** When a run that was paused goes on by itself: at a start of one of its import's windows, if it has any. */
export interface GoingOn {
  readonly at: Date;
  /** The window it goes on in; null when it goes by the clock alone. */
  readonly window: WindowName | null;
}

const HOUR_MS = 3_600_000;

/**
 * A connection's budget is a day's: on goes what it stopped at the first start on a later Eastern day, without windows
 * at the next Eastern midnight.
 * @param key - the import's schedule key, which spreads starts within a window
 */
export function afterBudget(windows: readonly WindowName[], key: string, now: Date): GoingOn {
  const midnight = DateTime.fromJSDate(now, { zone: EASTERN }).plus({ days: 1 }).startOf('day').toJSDate();
  // A start at the stroke of midnight would count as well.
  return next(windows, key, new Date(midnight.getTime() - 1)) ?? { at: midnight, window: null };
}

/** The whole account's use falls by the hour: the first start at least an hour ahead, without windows in an hour. */
export function afterAccount(windows: readonly WindowName[], key: string, now: Date): GoingOn {
  const hourAhead = new Date(now.getTime() + HOUR_MS);
  return next(windows, key, new Date(hourAhead.getTime() - 1)) ?? { at: hourAhead, window: null };
}

function next(windows: readonly WindowName[], key: string, after: Date): GoingOn | null {
  const start = nextStarts(windows, key, after, 1)[0];
  return start ? { at: start.startsAt, window: start.name } : null;
}
