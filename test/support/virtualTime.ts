import type { After } from '../../src/sync/writeBackDispatcher.ts';

interface Timer {
  readonly at: number;
  readonly run: () => void;
}

/** A clock that only its owner moves, with timers that are called when it has come to their time. */
export class VirtualTime {
  #ms: number;
  readonly #timers = new Set<Timer>();

  constructor(start: Date) {
    this.#ms = start.getTime();
  }

  readonly now = (): Date => new Date(this.#ms);

  readonly after: After = (ms, run) => {
    const timer: Timer = { at: this.#ms + ms, run };
    this.#timers.add(timer);
    return () => void this.#timers.delete(timer);
  };

  /**
   * Lets time pass, timer by timer; what one of them began is finished before the next is called.
   * @param atRest - resolves when whatever a timer began is done
   */
  async pass(ms: number, atRest: () => Promise<void>): Promise<void> {
    const end = this.#ms + ms;
    for (;;) {
      const next = [...this.#timers].reduce<Timer | null>(
        (first, timer) => (timer.at <= end && (first === null || timer.at < first.at) ? timer : first),
        null,
      );
      if (!next) break;
      this.#timers.delete(next);
      this.#ms = Math.max(this.#ms, next.at);
      next.run();
      await atRest();
    }
    this.#ms = end;
  }

  /** Sets the clock forward without a word to the timers, as when the machine slept: they are late then. */
  leap(ms: number): void {
    this.#ms += ms;
  }
}
