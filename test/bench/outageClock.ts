import type { After } from '../../src/sync/writeBackDispatcher.ts';
import { VirtualTime } from '../support/virtualTime.ts';

interface Timer {
  readonly at: number;
  readonly run: () => void;
  cancel: () => void;
}

/** A clock that is set forward at first, and from `goOn` on runs as the machine's does, timers and all. */
export class OutageClock {
  readonly #virtual: VirtualTime;
  readonly #timers = new Set<Timer>();
  /** What the machine's clock is behind, ms; null while this one is set by hand. */
  #ahead: number | null = null;

  constructor(start: Date) {
    this.#virtual = new VirtualTime(start);
  }

  readonly now = (): Date => (this.#ahead === null ? this.#virtual.now() : new Date(Date.now() + this.#ahead));

  readonly after: After = (ms, run) => {
    const timer: Timer = { at: this.now().getTime() + ms, run, cancel: () => undefined };
    this.#timers.add(timer);
    this.#arm(timer, ms);
    return () => {
      timer.cancel();
      this.#timers.delete(timer);
    };
  };

  /** Sets the clock forward, timer by timer. */
  pass(ms: number, atRest: () => Promise<void>): Promise<void> {
    return this.#virtual.pass(ms, atRest);
  }

  /** Goes on by itself from the time it shows. */
  goOn(): void {
    this.#ahead = this.now().getTime() - Date.now();
    for (const timer of this.#timers) {
      timer.cancel();
      this.#arm(timer, timer.at - this.now().getTime());
    }
  }

  #arm(timer: Timer, ms: number): void {
    const fire = (): void => {
      this.#timers.delete(timer);
      timer.run();
    };
    if (this.#ahead === null) {
      timer.cancel = this.#virtual.after(ms, fire);
    } else {
      const set = setTimeout(fire, Math.max(0, ms));
      timer.cancel = () => clearTimeout(set);
    }
  }
}
