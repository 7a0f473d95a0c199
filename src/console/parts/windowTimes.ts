import type { WindowNameValue } from '../../http/schemas/index.ts';

const ZONE = 'America/New_York';
const DAY_MS = 86_400_000;

/** The windows an import may start in, Eastern hours. */
export const WINDOWS: readonly {
  readonly name: WindowNameValue;
  readonly label: string;
  readonly from: number;
  readonly to: number;
  readonly hours: string;
}[] = [
  { name: 'overnight', label: 'Overnight', from: 3, to: 5, hours: '3–5 AM' },
  { name: 'morning', label: 'Morning', from: 10, to: 12, hours: '10 AM–noon' },
  { name: 'afternoon', label: 'Afternoon', from: 14, to: 16, hours: '2–4 PM' },
  { name: 'evening', label: 'Evening', from: 18, to: 20, hours: '6–8 PM' },
];

/** The Eastern day on which a window opens next, as `Sat, Nov 21`; today's while it has not opened yet. */
export function nextWindowDay(from: number, now: Date): string {
  const parts = new Map(
    new Intl.DateTimeFormat('en-US', {
      timeZone: ZONE,
      year: 'numeric',
      month: 'numeric',
      day: 'numeric',
      hour: 'numeric',
      hourCycle: 'h23',
    })
      .formatToParts(now)
      .map((part) => [part.type, Number(part.value)]),
  );
  const today = parts.get('day') ?? 1;
  const day = (parts.get('hour') ?? 0) < from ? today : today + 1;
  // A calendar date, so it is formatted in the zone it was made in; noon keeps it clear of midnight.
  const date = new Date(Date.UTC(parts.get('year') ?? 1970, (parts.get('month') ?? 1) - 1, day, 12));
  return new Intl.DateTimeFormat('en-US', { timeZone: 'UTC', weekday: 'short', month: 'short', day: 'numeric' }).format(
    date,
  );
}

function offsetMinutes(at: Date): number {
  const name = new Intl.DateTimeFormat('en-US', { timeZone: ZONE, timeZoneName: 'longOffset' })
    .formatToParts(at)
    .find((part) => part.type === 'timeZoneName');
  const match = /GMT([+-])(\d+):(\d+)/.exec(name?.value ?? '');
  if (match === null) return 0;
  return (match[1] === '-' ? -1 : 1) * (Number(match[2]) * 60 + Number(match[3]));
}

/**
 * A note for the three weeks before Eastern clocks change.
 * @returns null when they do not change within 21 days
 */
export function clockChangeNote(now: Date): string | null {
  const before = offsetMinutes(now);
  for (let days = 1; days <= 21; days += 1) {
    const at = new Date(now.getTime() + days * DAY_MS);
    const after = offsetMinutes(at);
    if (after === before) continue;
    // The change is somewhere in the 24 hours before `at`; the clocks change on a Sunday.
    const sunday =
      new Intl.DateTimeFormat('en-US', { timeZone: ZONE, weekday: 'short' }).format(at) === 'Sun'
        ? at
        : new Date(at.getTime() - DAY_MS);
    const day = new Intl.DateTimeFormat('en-US', {
      timeZone: ZONE,
      weekday: 'long',
      month: 'short',
      day: 'numeric',
    }).format(sunday);
    return `Clocks go ${after > before ? 'forward' : 'back'} on ${day}. Windows keep their Eastern hours.`;
  }
  return null;
}
