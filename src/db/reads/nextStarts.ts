import type { RecordType } from '../../domain/contact.ts';
import { easternDay } from '../../domain/times.ts';
import { nextStarts, type Window, type WindowName } from '../../domain/windows.ts';

/** What decides when an import starts by itself. */
export interface Schedule {
  readonly connectionId: string;
  readonly recordType: RecordType;
  readonly windows: readonly WindowName[];
  readonly state: 'off' | 'draft' | 'on';
  readonly schedulePaused: boolean;
}

/** The key that spreads starts within a window; the scheduler uses the same. */
export function scheduleKey(connectionId: string, recordType: RecordType): string {
  return `${connectionId}/${recordType}`;
}

/** Names one window of one day of one import, so that it starts once; the scheduler stores the same with the run. */
export function windowKey(connectionId: string, recordType: string, window: Window): string {
  return `${connectionId}/${recordType}/${window.name}/${easternDay(window.opensAt)}`;
}

/** The next starts of one import: none while it is not on, has no window, or its connection's schedule is paused. */
export function startsOf(schedule: Schedule, now: Date, count: number): { window: WindowName; startsAt: string }[] {
  if (schedule.state !== 'on' || schedule.schedulePaused) return [];
  return nextStarts(schedule.windows, scheduleKey(schedule.connectionId, schedule.recordType), now, count).map(
    ({ name, startsAt }) => ({
      window: name,
      startsAt: startsAt.toISOString(),
    }),
  );
}
