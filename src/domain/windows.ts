import { DateTime } from 'luxon';
import { easternDay, EASTERN } from './times.ts';

export type WindowName = 'overnight' | 'morning' | 'afternoon' | 'evening';

/** The spans of a day in which scheduled imports start. Hours are those of an Eastern clock, closing excluded. */
export const WINDOWS = {
  overnight: { label: 'Overnight', opensHour: 3, closesHour: 5 },
  morning: { label: 'Morning', opensHour: 10, closesHour: 12 },
  afternoon: { label: 'Afternoon', opensHour: 14, closesHour: 16 },
  evening: { label: 'Evening', opensHour: 18, closesHour: 20 },
} as const satisfies Record<WindowName, { label: string; opensHour: number; closesHour: number }>;

/** In the order of the day. */
export const WINDOW_NAMES = ['overnight', 'morning', 'afternoon', 'evening'] as const satisfies readonly WindowName[];

/** Days of an Eastern week in order. */
export const WEEKDAYS = ['mon', 'tue', 'wed', 'thu', 'fri', 'sat', 'sun'] as const;
export type Weekday = (typeof WEEKDAYS)[number];

/** The day of the Eastern week in which an instant lies. */
export function easternWeekday(at: Date): Weekday {
  return WEEKDAYS[DateTime.fromJSDate(at, { zone: EASTERN }).weekday - 1]!;
}

/** One window of one day. */
export interface Window {
  readonly name: WindowName;
  readonly opensAt: Date;
  readonly closesAt: Date;
}

/**
 * The windows of `days` Eastern days in order, the first day being the one `from` lies in; those that closed by `from`
 * are left out.
 */
export function windowStarts(names: readonly WindowName[], from: Date, days: number): readonly Window[] {
  const windows: Window[] = [];
  for (let offset = 0; offset < days; offset++) {
    for (const window of windowsOfDay(names, from, offset)) if (window.closesAt > from) windows.push(window);
  }
  return windows;
}

/** The chosen window that is open at an instant, or null. */
export function openWindow(names: readonly WindowName[], at: Date): Window | null {
  return windowsOfDay(names, at, 0).find((window) => window.opensAt <= at && at < window.closesAt) ?? null;
}

/** An import that starts in the last minutes of a window would run mostly outside it. */
const LEAVE_BEFORE_CLOSE_MS = 10 * 60_000;

/**
 * When an import starts within a window: always the same moment for the same key, window and day, another one for other
 * keys, so that connections don't all start at once. At least ten minutes before the window closes, on a whole second.
 * @param key the connection's ID; the Eastern date and the window's name are added here
 */
export function startWithin(window: Window, key: string): Date {
  const opens = window.opensAt.getTime();
  const seconds = Math.floor((window.closesAt.getTime() - opens - LEAVE_BEFORE_CLOSE_MS) / 1000);
  const spread = hash32(`${key} ${easternDay(window.opensAt)} ${window.name}`) / 2 ** 32;
  return new Date(opens + Math.floor(spread * seconds) * 1000);
}

/** The next starts after an instant, in order. Empty when no window is chosen. */
export function nextStarts(
  names: readonly WindowName[],
  key: string,
  after: Date,
  count: number,
): readonly { readonly name: WindowName; readonly startsAt: Date }[] {
  const starts: { name: WindowName; startsAt: Date }[] = [];
  if (names.length === 0) return starts;
  for (let offset = 0; starts.length < count; offset++) {
    for (const window of windowsOfDay(names, after, offset)) {
      const startsAt = startWithin(window, key);
      if (startsAt > after && starts.length < count) starts.push({ name: window.name, startsAt });
    }
  }
  return starts;
}

/**
 * Checks windows chosen by an admin.
 * @param max how many windows a day the connector allows
 * @returns a sentence saying what is wrong, or null
 */
export function checkWindows(names: readonly string[], max: number): string | null {
  const unknown = names.find((name) => !(WINDOW_NAMES as readonly string[]).includes(name));
  if (unknown !== undefined) {
    const known = WINDOW_NAMES.map((name) => WINDOWS[name].label).join(', ');
    return `There is no window “${unknown.slice(0, 40)}”. Choose among ${known}.`;
  }
  if (new Set(names).size < names.length) return 'A window is chosen twice. Choose each window once.';
  const excess = names.length - max;
  return excess > 0 ? `${names.length} windows are chosen; ${max} a day is the most. Remove ${excess}.` : null;
}

/** The chosen windows of one Eastern day in order, whatever the order of the names. */
function windowsOfDay(names: readonly WindowName[], day: Date, offsetDays: number): readonly Window[] {
  const date = DateTime.fromJSDate(day, { zone: EASTERN }).startOf('day').plus({ days: offsetDays });
  return WINDOW_NAMES.filter((name) => names.includes(name)).map((name) => ({
    name,
    opensAt: date.set({ hour: WINDOWS[name].opensHour }).toJSDate(),
    closesAt: date.set({ hour: WINDOWS[name].closesHour }).toJSDate(),
  }));
}

/** FNV-1a with a final mixing, so that keys differing in their last character land far apart. */
function hash32(text: string): number {
  let hash = 0x811c9dc5;
  for (let i = 0; i < text.length; i++) hash = Math.imul(hash ^ text.charCodeAt(i), 0x01000193);
  hash = Math.imul(hash ^ (hash >>> 16), 0x85ebca6b);
  hash = Math.imul(hash ^ (hash >>> 13), 0xc2b2ae35);
  return (hash ^ (hash >>> 16)) >>> 0;
}
