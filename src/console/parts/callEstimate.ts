/** Rows a page of the CRM's answer holds; the unit a call is counted by. */
const PAGE_ROWS = 2000;

export interface CallEstimate {
  readonly full: number;
  readonly usual: number;
  /** True when `usual` is what the last incremental run spent, not a reckoning. */
  readonly measured: boolean;
  readonly perDay: number;
}

/**
 * What imports of a source will cost in calls. A full run reads every page; a usual one finds little changed and
 * reads one page on top of the same fixed calls, unless a run has shown what it truly costs.
 *
 * @param lastUsualCalls - calls the last incremental run spent; null before the first one
 */
export function estimateCalls(
  fullCalls: number,
  rows: number | null,
  windowsPerDay: number,
  lastUsualCalls: number | null,
): CallEstimate {
  const pages = rows === null ? 1 : Math.max(1, Math.ceil(rows / PAGE_ROWS));
  const reckoned = Math.max(1, fullCalls - pages + 1);
  const usual = lastUsualCalls ?? Math.min(fullCalls, reckoned);
  return { full: fullCalls, usual, measured: lastUsualCalls !== null, perDay: usual * windowsPerDay };
}
