/**
 * Answers kept for a short while, so that a page of the console does not ask Salesforce for the same thing twice. A
 * failed or abandoned question is forgotten at once.
 */
export class Remembered<T> {
  readonly #known = new Map<string, { readonly until: number; readonly value: T }>();
  readonly #forMs: number;
  readonly #now: () => Date;

  constructor(forMs: number, now: () => Date) {
    this.#forMs = forMs;
    this.#now = now;
  }

  async get(key: string, ask: () => Promise<T>): Promise<T> {
    const now = this.#now().getTime();
    for (const [known, { until }] of this.#known) {
      if (until <= now) this.#known.delete(known);
    }
    const found = this.#known.get(key);
    if (found) return found.value;
    const value = await ask();
    this.#known.set(key, { until: now + this.#forMs, value });
    return value;
  }
}
