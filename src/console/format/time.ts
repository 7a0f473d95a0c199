/** Times as people read them: Eastern, always with the zone. */

const ZONE = 'America/New_York';
const date = new Intl.DateTimeFormat('en-US', { timeZone: ZONE, month: 'short', day: 'numeric' });
const dateWithYear = new Intl.DateTimeFormat('en-US', {
  timeZone: ZONE,
  month: 'short',
  day: 'numeric',
  year: 'numeric',
});
const weekday = new Intl.DateTimeFormat('en-US', { timeZone: ZONE, weekday: 'short', month: 'short', day: 'numeric' });
const clock = new Intl.DateTimeFormat('en-US', { timeZone: ZONE, hour: 'numeric', minute: '2-digit' });
const clockWithSeconds = new Intl.DateTimeFormat('en-US', {
  timeZone: ZONE,
  hour: 'numeric',
  minute: '2-digit',
  second: '2-digit',
});
const utc = new Intl.DateTimeFormat('en-GB', {
  timeZone: 'UTC',
  year: 'numeric',
  month: '2-digit',
  day: '2-digit',
  hour: '2-digit',
  minute: '2-digit',
  second: '2-digit',
});
const year = new Intl.DateTimeFormat('en-US', { timeZone: ZONE, year: 'numeric' });

/** `Nov 20, 10:04 AM ET`; the year is left out when it is the current one, unless asked for. */
export function easternTime(
  instant: string,
  options: { readonly withYear?: boolean; readonly now?: Date } = {},
): string {
  const at = new Date(instant);
  const isThisYear = year.format(at) === year.format(options.now ?? new Date());
  const day = (options.withYear === true || !isThisYear ? dateWithYear : date).format(at);
  return `${day}, ${plain(clock.format(at))} ET`;
}

/** `10:04 AM ET`. */
export function easternClock(instant: string): string {
  return `${plain(clock.format(new Date(instant)))} ET`;
}

/** `10:04:31 AM ET`, for a log. */
export function easternSeconds(instant: string): string {
  return `${plain(clockWithSeconds.format(new Date(instant)))} ET`;
}

/** `Nov 20, 2026`. */
export function easternDate(instant: string): string {
  return dateWithYear.format(new Date(instant));
}

/** `Fri, Nov 20`. */
export function easternDay(instant: string): string {
  return weekday.format(new Date(instant));
}

/** `Dec 1` of a calendar day such as `2026-12-01`, which has no time and no zone; with its year when it is another. */
export function calendarDay(day: string, now: Date = new Date()): string {
  // Noon in Eastern Time or an hour before, whatever the clocks do.
  const noon = new Date(`${day}T16:00:00Z`);
  return (year.format(noon) === year.format(now) ? date : dateWithYear).format(noon);
}

/** `2026-11-20 15:04:31 UTC`. */
export function utcTime(instant: string): string {
  const parts = Object.fromEntries(utc.formatToParts(new Date(instant)).map(({ type, value }) => [type, value]));
  return `${parts['year']}-${parts['month']}-${parts['day']} ${parts['hour']}:${parts['minute']}:${parts['second']} UTC`;
}

/** `just now`, `12 min ago`, `3 h ago`; from a day on, and for the future, the Eastern time. */
export function relativeTime(instant: string, now: Date): string {
  const seconds = Math.floor((now.getTime() - new Date(instant).getTime()) / 1000);
  if (seconds < -5 || seconds >= 86_400) return easternTime(instant, { now });
  if (seconds < 5) return 'just now';
  if (seconds < 60) return `${seconds} s ago`;
  if (seconds < 3600) return `${Math.floor(seconds / 60)} min ago`;
  return `${Math.floor(seconds / 3600)} h ago`;
}

/** Newer ICU puts a narrow no-break space before AM; a plain one can be searched for and copied. */
function plain(text: string): string {
  return text.replaceAll('\u202f', ' ');
}
