import type { LiveEvent } from '../../http/schemas/overview.ts';
import { readEvents } from './readEvents.ts';

/** Without a stream for this long, people are told. */
const TOLD_AFTER_MS = 5_000;
/** An open stream this silent is dead: the server sends a comment every 15 s. */
const DEAD_AFTER_MS = 20_000;
/** At most two paints a second: what arrives in between is handed on together. */
const BATCH_MS = 500;
const RETRY_MS = [500, 1_000, 2_000, 5_000, 10_000];

export interface LiveStreamHandlers {
  readonly onEvents: (events: readonly LiveEvent[]) => void;
  /** `interrupted` after five seconds without a stream; `live` again with the first byte after it. */
  readonly onState: (state: 'live' | 'interrupted') => void;
  /** Messages were or may have been missed, after a cut or by the server's word: read again what is shown. */
  readonly onResync: () => void;
}

/**
 * The one event stream of a tab. States: connecting → open → cut → connecting …; five seconds without an open one are
 * told as `interrupted`. Goes on from the last event ID.
 */
export class LiveStream {
  readonly #url: string;
  readonly #handlers: LiveStreamHandlers;
  readonly #stop = new AbortController();
  #lastEventId: string | null = null;
  #heardAt = performance.now();
  #isOpen = false;
  #cutAt = performance.now();
  #isInterrupted = false;
  #wasCut = false;
  #waiting: LiveEvent[] = [];
  #batchTimer: number | undefined;
  #watchTimer: number | undefined;
  #cut = new AbortController();

  constructor(url: string, handlers: LiveStreamHandlers) {
    this.#url = url;
    this.#handlers = handlers;
  }

  start(): void {
    this.#watchTimer = window.setInterval(() => this.#watch(), 1_000);
    window.addEventListener('offline', this.#drop);
    void this.#run();
  }

  stop(): void {
    this.#stop.abort();
    this.#cut.abort();
    window.removeEventListener('offline', this.#drop);
    window.clearInterval(this.#watchTimer);
    window.clearTimeout(this.#batchTimer);
  }

  async #run(): Promise<void> {
    let failures = 0;
    while (!this.#stop.signal.aborted) {
      this.#cut = new AbortController();
      try {
        await readEvents(this.#url, {
          lastEventId: this.#lastEventId,
          signal: AbortSignal.any([this.#stop.signal, this.#cut.signal]),
          onBytes: () => {
            failures = 0;
            this.#heard();
          },
          onMessage: ({ id, name, data }) => {
            if (id !== null) this.#lastEventId = id;
            if (name === 'resync') this.#handlers.onResync();
            else this.#take(JSON.parse(data) as LiveEvent);
          },
        });
      } catch {
        // Told by the silence that follows; the loop tries again.
      }
      if (this.#isOpen) this.#cutAt = performance.now();
      this.#isOpen = false;
      this.#wasCut = true;
      const waitMs = RETRY_MS[Math.min(failures, RETRY_MS.length - 1)] ?? 10_000;
      failures += 1;
      await new Promise((resolve) => window.setTimeout(resolve, waitMs * (0.75 + Math.random() / 2)));
    }
  }

  #heard(): void {
    this.#heardAt = performance.now();
    this.#isOpen = true;
    if (this.#isInterrupted) {
      this.#isInterrupted = false;
      this.#handlers.onState('live');
    }
    if (this.#wasCut) {
      this.#wasCut = false;
      this.#handlers.onResync();
    }
  }

  /** Gives up a line that is open but dumb, so that a new one is tried. */
  readonly #drop = (): void => this.#cut.abort();

  #watch(): void {
    const now = performance.now();
    if (this.#isOpen) {
      if (now - this.#heardAt > DEAD_AFTER_MS) this.#drop();
    } else if (!this.#isInterrupted && now - this.#cutAt > TOLD_AFTER_MS) {
      this.#isInterrupted = true;
      this.#handlers.onState('interrupted');
    }
  }

  #take(event: LiveEvent): void {
    this.#waiting.push(event);
    this.#batchTimer ??= window.setTimeout(() => {
      this.#batchTimer = undefined;
      const events = this.#waiting;
      this.#waiting = [];
      this.#handlers.onEvents(events);
    }, BATCH_MS);
  }
}
