import type { ApiError } from '../apiError.ts';
import { resultsAtOnce, runsAnHour, syncRunsAtOnce } from './reportErrors.ts';

const HOUR_MS = 3_600_000;

/** How many runs the org allows; all of its integrations together. */
export interface ReportAllowance {
  syncAnHour: number;
  asyncAnHour: number;
  syncAtOnce: number;
  resultsAtOnce: number;
}

export type RunKind = 'sync' | 'async';
/** What takes time to answer, and is therefore limited in number at one moment. */
export type Engaged = 'sync' | 'results';

/** Report runs of the last 60 minutes, and the ones being answered. */
export class ReportLimits {
  readonly #allowance: ReportAllowance;
  readonly #now: () => Date;
  #runs: Record<RunKind, number[]> = { sync: [], async: [] };
  readonly #engaged: Record<Engaged, number> = { sync: 0, results: 0 };

  constructor(allowance: ReportAllowance, now: () => Date) {
    this.#allowance = allowance;
    this.#now = now;
  }

  /** @throws ApiError 403 when the hour's runs are spent */
  charge(kind: RunKind): void {
    const max = this.#max(kind);
    if (this.#recent(kind).length >= max) throw runsAnHour(max, kind === 'sync' ? 'synchronously' : 'asynchronously');
    this.spend(kind, 1);
  }

  /** Takes runs as another integration of the org would. */
  spend(kind: RunKind, count: number): void {
    const at = this.#now().getTime();
    this.#runs[kind] = [...this.#recent(kind), ...Array.from({ length: count }, () => at)];
  }

  /**
   * Takes a place among the answers being made.
   *
   * @returns the way to give it back, once
   * @throws ApiError 403 when there is none
   */
  engage(what: Engaged): () => void {
    const { syncAtOnce, resultsAtOnce: results } = this.#allowance;
    const [max, refusal]: [number, (max: number) => ApiError] =
      what === 'sync' ? [syncAtOnce, syncRunsAtOnce] : [results, resultsAtOnce];
    if (this.#engaged[what] >= max) throw refusal(max);
    this.#engaged[what]++;
    return () => void this.#engaged[what]--;
  }

  reset(): void {
    this.#runs = { sync: [], async: [] };
  }

  /** As `GET /limits` names them. */
  toBody(): Record<string, { Max: number; Remaining: number }> {
    const { syncAtOnce, resultsAtOnce: results } = this.#allowance;
    const left = (Max: number, used: number) => ({ Max, Remaining: Math.max(0, Max - used) });
    return {
      ConcurrentAsyncGetReportInstances: left(results, this.#engaged.results),
      ConcurrentSyncReportRuns: left(syncAtOnce, this.#engaged.sync),
      HourlyAsyncReportRuns: left(this.#max('async'), this.#recent('async').length),
      HourlySyncReportRuns: left(this.#max('sync'), this.#recent('sync').length),
    };
  }

  #max(kind: RunKind): number {
    return kind === 'sync' ? this.#allowance.syncAnHour : this.#allowance.asyncAnHour;
  }

  #recent(kind: RunKind): number[] {
    const since = this.#now().getTime() - HOUR_MS;
    return (this.#runs[kind] = this.#runs[kind].filter((at) => at > since));
  }
}
