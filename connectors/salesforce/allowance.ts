import type { CallUsage, SpendingGuard } from '../../src/contract/connector.ts';
import type { ConnectorError } from '../../src/contract/errors.ts';

/**
 * After “daily limit reached” no call of this connection goes out for this long; every one would be refused as well.
 */
const DAILY_LIMIT_PAUSE_MS = 60_000;

/** What one open connection has spent of the org's calls, and whether it may spend one more. */
export class Allowance {
  readonly #now: () => Date;
  readonly #mayCall: SpendingGuard | undefined;
  #callsUsed = 0;
  #usage: CallUsage | null = null;
  #pausedUntil = 0;
  #pausedBy: ConnectorError | null = null;

  constructor(now: () => Date, mayCall: SpendingGuard | undefined) {
    this.#now = now;
    this.#mayCall = mayCall;
  }

  /** Calls counted against the daily allowance, repeats included. */
  get callsUsed(): number {
    return this.#callsUsed;
  }

  /** Calls left today as the last answer said; an estimate, for the counter is seen to go back by a few. */
  get usage(): CallUsage | null {
    return this.#usage;
  }

  /**
   * Takes one call out of the allowance. Writes and tidying up are never held back by a budget, only by the org's own
   * limit.
   *
   * @throws ConnectorError `DAILY_LIMIT` while the org takes no calls; whatever the spending guard returned
   */
  take({ counted, reads }: { readonly counted: boolean; readonly reads: boolean }): void {
    if (this.#pausedBy && this.#now().getTime() < this.#pausedUntil) throw this.#pausedBy;
    if (!counted) return;
    const refusal = reads ? this.#mayCall?.({ callsUsed: this.#callsUsed, usage: this.#usage }) : null;
    if (refusal) throw refusal;
    this.#callsUsed += 1;
  }

  /** For a counted call that never reached the org. */
  giveBack(): void {
    this.#callsUsed -= 1;
  }

  /** @param limitInfo - the header `Sforce-Limit-Info`, e.g. `api-usage=25/5000` */
  note(limitInfo: string | undefined): void {
    const found = /api-usage=(\d+)\/(\d+)/.exec(limitInfo ?? '');
    if (!found) return;
    const allowed = Number(found[2]);
    this.#usage = { left: Math.max(0, allowed - Number(found[1])), allowed };
  }

  /** Stops calling for a while when the failure says that the day is used up. @returns the failure */
  remember(error: ConnectorError): ConnectorError {
    if (error.code === 'DAILY_LIMIT') {
      this.#pausedBy = error;
      this.#pausedUntil = this.#now().getTime() + DAILY_LIMIT_PAUSE_MS;
    }
    return error;
  }
}
