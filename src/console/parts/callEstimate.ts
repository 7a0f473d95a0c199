import type { WeekdayValue } from '../../http/schemas/index.ts';
import { count, counted } from '../format/number.ts';
import { weekdaysInWords } from '../format/weekdays.ts';

/** What a run of a source costs, and how often it is to run. */
export interface CallPlan {
  readonly fullCalls: number;
  /** Reckoned from the source; null when it was never asked. */
  readonly usualCalls: number | null;
  /** What the last incremental run spent; null before one. */
  readonly lastUsualCalls: number | null;
  readonly windowsPerDay: number;
  /** Days on which the first window's run reads everything. */
  readonly sweepDays: readonly WeekdayValue[];
}

export interface CallEstimate {
  readonly full: number;
  readonly usual: number | null;
  /** True when `usual` is what the last incremental run spent, not a reckoning. */
  readonly measured: boolean;
  /** Calls of a day's usual runs; null when nothing starts by itself or a usual run's cost is not known. */
  readonly perDay: number | null;
  /** The same of a sweep day; null without one. */
  readonly perSweepDay: number | null;
}

/** What imports of a source will cost in calls, from what the source says and what runs have shown. */
export function estimateCalls(plan: CallPlan): CallEstimate {
  const { fullCalls, windowsPerDay } = plan;
  const usual = plan.lastUsualCalls ?? plan.usualCalls;
  const perDay = windowsPerDay === 0 || usual === null ? null : usual * windowsPerDay;
  return {
    full: fullCalls,
    usual,
    measured: plan.lastUsualCalls !== null,
    perDay,
    perSweepDay:
      perDay === null || usual === null || plan.sweepDays.length === 0 ? null : perDay - usual + fullCalls,
  };
}

/** Calls a connection may spend in a day. */
export function budgetCalls(percentOfOrg: number, allowed: number): number {
  return Math.floor((allowed * percentOfOrg) / 100);
}

/** Where the forecast goes beyond the budget, in a sentence with what to do; null when it fits. */
export function budgetWarning(
  { full, perDay, perSweepDay }: CallEstimate,
  budget: number,
  sweepDays: readonly WeekdayValue[],
): string | null {
  const remedy = 'Raise the budget under Schedule';
  if (perDay !== null && perDay > budget) {
    return `A day's runs need about ${counted(perDay, 'call')}, the budget is ${count(budget)}: the last ones would wait for the next day. ${remedy}, or choose fewer windows.`;
  }
  if (full > budget) {
    return `A full run needs ${counted(full, 'call')}, the budget is ${count(budget)} a day: it would pause and go on the next day. ${remedy}, or choose a smaller source.`;
  }
  if (perSweepDay !== null && perSweepDay > budget) {
    return `A day that reads everything (${weekdaysInWords(sweepDays)}) needs about ${counted(perSweepDay, 'call')}, the budget is ${count(budget)}: its last runs would wait for the next day. ${remedy}, or choose fewer windows.`;
  }
  return null;
}

/** Above this many rows a List View may be loaded in bulk. */
const BULK_ROWS = 20_000;

/** How a full run's calls come about, in a sentence: `One call reads up to 2,000 people, so 4,210 take 3; …`. */
export function reckoning(sourceKind: string, rows: number | null, fullCalls: number): string {
  if (sourceKind === 'Report') {
    return `A Report gives 2,000 rows a call. Each call begins with the last row of the one before and brings 1,999 new ones${takes(rows, 1_999)}; one more asks what the Report looks like. Rows changed at the same moment can take a few more.`;
  }
  if (rows !== null && rows > BULK_ROWS) {
    const pages = Math.ceil(rows / 2_000);
    return fullCalls < pages
      ? `Above ${count(BULK_ROWS)} rows everything is read by Bulk API 2.0: a few calls start it, ask how far it is and fetch the rows, ${count(fullCalls)} in all instead of ${count(pages)} pages of 2,000.`
      : `Above ${count(BULK_ROWS)} rows Bulk API 2.0 is used where it costs fewer calls; this source is read in ${count(pages)} pages of 2,000.`;
  }
  return `One call reads up to 2,000 people${takes(rows, 2_000)}; the rest are the calls that find the source and its fields.`;
}

function takes(rows: number | null, rowsPerCall: number): string {
  return rows === null ? '' : `, so ${count(rows)} take ${count(Math.max(1, Math.ceil(rows / rowsPerCall)))}`;
}
