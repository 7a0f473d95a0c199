import type { DayRange } from '../../api/report.ts';
import { addDays, isDay, monthStart } from '../../format/days.ts';

export type Preset = 'this_month' | 'last_month' | 'last_30_days';

export const PRESETS: readonly { readonly preset: Preset; readonly label: string }[] = [
  { preset: 'this_month', label: 'This month' },
  { preset: 'last_month', label: 'Last month' },
  { preset: 'last_30_days', label: 'Last 30 days' },
];

/**
 * The days of a preset, both included.
 *
 * @param today - the Eastern day it is
 */
export function presetDays(preset: Preset, today: string): DayRange {
  switch (preset) {
    case 'this_month':
      return { from: monthStart(today), to: today };
    case 'last_month':
      return { from: monthStart(today, -1), to: addDays(monthStart(today), -1) };
    case 'last_30_days':
      return { from: addDays(today, -29), to: today };
  }
}

/** The preset that means exactly these days; undefined for days of one's own. */
export function presetOf({ from, to }: DayRange, today: string): Preset | undefined {
  return PRESETS.map(({ preset }) => preset).find((preset) => {
    const days = presetDays(preset, today);
    return days.from === from && days.to === to;
  });
}

/** The days an address asks for; this month when it asks for none that can be meant. */
export function daysAsked(from: string | undefined, to: string | undefined, today: string): DayRange {
  const month = presetDays('this_month', today);
  const days = {
    from: from !== undefined && isDay(from) ? from : month.from,
    to: to !== undefined && isDay(to) ? to : month.to,
  };
  return days.from <= days.to ? days : month;
}
