import type { CallCounts, CallLogEntry } from './sandboxTypes.ts';

const MAX_ENTRIES = 5000;

/** Counts every request below `/services/` and `/id/` and remembers the newest. */
export class CallLog {
  #total = 0;
  #counted = 0;
  #byRoute: Record<string, number> = {};
  #log: CallLogEntry[] = [];

  add(entry: CallLogEntry, route: string): void {
    this.#total++;
    if (entry.counted) this.#counted++;
    this.#byRoute[route] = (this.#byRoute[route] ?? 0) + 1;
    this.#log.push(entry);
    if (this.#log.length >= 2 * MAX_ENTRIES) this.#log = this.#log.slice(-MAX_ENTRIES);
  }

  counts(): CallCounts {
    return {
      total: this.#total,
      counted: this.#counted,
      byRoute: { ...this.#byRoute },
      log: this.#log.slice(-MAX_ENTRIES),
    };
  }

  reset(): void {
    this.#total = 0;
    this.#counted = 0;
    this.#byRoute = {};
    this.#log = [];
  }
}
