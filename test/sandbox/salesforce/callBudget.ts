const HOUR_MS = 3_600_000;
const DAY_HOURS = 24;

/** The org's allowance of calls in a rolling day, kept by the hour. */
export class CallBudget {
  readonly max: number;
  readonly #now: () => Date;
  readonly #jitters: boolean;
  #byHour = new Map<number, number>();
  #answers = 0;

  constructor(max: number, now: () => Date, jitters: boolean) {
    this.max = max;
    this.#now = now;
    this.#jitters = jitters;
  }

  get used(): number {
    const hour = this.#hour();
    let sum = 0;
    for (const [at, calls] of this.#byHour) {
      if (at > hour - DAY_HOURS) sum += calls;
      else this.#byHour.delete(at);
    }
    return sum;
  }

  /** Takes one call; false when none is left. */
  charge(): boolean {
    if (this.used >= this.max) return false;
    const hour = this.#hour();
    this.#byHour.set(hour, (this.#byHour.get(hour) ?? 0) + 1);
    return true;
  }

  reset(): void {
    this.#byHour.clear();
  }

  /** `Sforce-Limit-Info`. With jitter every sixth answer counts a few calls short, as busy orgs were recorded to do. */
  header(): string {
    this.#answers++;
    const back = this.#jitters && this.#answers % 6 === 0 ? Math.min(this.used, 1 + (this.#answers % 10)) : 0;
    return `api-usage=${this.used - back}/${this.max}`;
  }

  #hour(): number {
    return Math.floor(this.#now().getTime() / HOUR_MS);
  }
}
