import { DateTime } from 'luxon';

/** The zone in which windows open and people read times, whatever the machine's own zone is. */
export const EASTERN = 'America/New_York';

/** `Nov 20, 2026, 10:04 AM ET`; with seconds `Nov 20, 2026, 10:04:09 AM ET`. */
export function easternTime(date: Date, options: { readonly seconds?: boolean } = {}): string {
  return eastern(date).toFormat(options.seconds === true ? "MMM d, yyyy, h:mm:ss a 'ET'" : "MMM d, yyyy, h:mm a 'ET'");
}

/** The Eastern calendar day as `2026-11-20`. */
export function easternDay(date: Date): string {
  return eastern(date).toFormat('yyyy-MM-dd');
}

/** `2026-11-20 15:04 UTC` */
export function utcTime(date: Date): string {
  return DateTime.fromJSDate(date, { zone: 'utc' }).toFormat("yyyy-MM-dd HH:mm 'UTC'");
}

function eastern(date: Date): DateTime {
  return DateTime.fromJSDate(date, { zone: EASTERN }).setLocale('en-US');
}
