import { DateTime } from 'luxon';

/** The zone in which windows open and people read times, whatever the machine's own zone is. */
export const EASTERN = 'America/New_York';

/** `Nov 20, 2026, 10:04 AM ET`; with seconds `Nov 20, 2026, 10:04:09 AM ET`. */
export function easternTime(date: Date, options: { readonly seconds?: boolean } = {}): string {
  return eastern(date).toFormat(options.seconds === true ? "MMM d, yyyy, h:mm:ss a 'ET'" : "MMM d, yyyy, h:mm a 'ET'");
}

/** `10:04 AM ET` on the Eastern day of `now`, else `Nov 24, 10:04 AM ET`, with the year when it is another one. */
export function easternShort(date: Date, now: Date): string {
  const at = eastern(date);
  const today = eastern(now);
  if (at.hasSame(today, 'day')) return at.toFormat("h:mm a 'ET'");
  return at.toFormat(at.year === today.year ? "MMM d, h:mm a 'ET'" : "MMM d, yyyy, h:mm a 'ET'");
}

/** An Eastern calendar day as people read it: `2026-11-24` is `Nov 24`; with the year when it is another one. */
export function shownDay(day: string, now: Date): string {
  const at = DateTime.fromISO(day, { zone: EASTERN, locale: 'en-US' });
  return at.toFormat(at.year === eastern(now).year ? 'MMM d' : 'MMM d, yyyy');
}

/** The Eastern calendar day as `2026-11-20`. */
export function easternDay(date: Date): string {
  const hour = Math.floor(date.getTime() / 3_600_000);
  let day = daysByHour.get(hour);
  if (day === undefined) {
    day = eastern(date).toFormat('yyyy-MM-dd');
    // Before standard time the zone was not a whole number of hours behind.
    if (hour >= 0) {
      if (daysByHour.size >= 10_000) daysByHour.clear();
      daysByHour.set(hour, day);
    }
  }
  return day;
}

/** Within one UTC hour the Eastern day does not change; imports ask for the same ones over and over. */
const daysByHour = new Map<number, string>();

/** The Eastern calendar day in a sentence: `Nov 12`. */
export function easternDayShort(date: Date): string {
  return eastern(date).toFormat('MMM d');
}

/** `2026-11-20 15:04 UTC` */
export function utcTime(date: Date): string {
  return DateTime.fromJSDate(date, { zone: 'utc' }).toFormat("yyyy-MM-dd HH:mm 'UTC'");
}

function eastern(date: Date): DateTime {
  return DateTime.fromJSDate(date, { zone: EASTERN }).setLocale('en-US');
}
