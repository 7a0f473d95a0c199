import type { LiveEvent } from '../../http/schemas/overview.ts';
import { readEvents } from './readEvents.ts';

/** Nothing heard for this long, heartbeats included, means the line is cut. The server sends one every 2 s. */
const SILENT_AFTER_MS = 5_000;
/** At most two paints a second: what arrives in between is handed on together. */
const BATCH_MS = 500;
const RETRY_MS = [500, 1_000, 2_000, 5_000, 10_000];

export interface LiveStreamHandlers {
  readonly onEvents: (events: readonly LiveEvent[]) => void;
  /** `interrupted` after five silent seconds; `live` again with the first byte after it. */
  readonly onState: (state: 'live' | 'interrupted') => void;
  /** Messages were or may have been missed, after a cut or by the server's word: read again what is shown. */
  readonly onResync: () => void;
}

/**
 * The one event stream of a tab. States: connecting → live → (cut) → connecting …; five seconds without a byte in any
 * of them is told as `interrupted`. Goes on from the last event ID.
 */
export class LiveStream {
  readonly #url: string;
  readonly #handlers: LiveStreamHandlers;
  readonly #stop = new AbortController();
  #lastEventId: string | null = null;
  #heardAt = performance.now();
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
    void this.#run();
  }

  stop(): void {
    this.#stop.abort();
    this.#cut.abort();
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
      this.#wasCut = true;
      const waitMs = RETRY_MS[Math.min(failures, RETRY_MS.length - 1)] ?? 10_000;
      failures += 1;
      await new Promise((resolve) => window.setTimeout(resolve, waitMs * (0.75 + Math.random() / 2)));
    }
  }

  #heard(): void {
    this.#heardAt = performance.now();
    if (this.#isInterrupted) {
      this.#isInterrupted = false;
      this.#handlers.onState('live');
    }
    if (this.#wasCut) {
      this.#wasCut = false;
      this.#handlers.onResync();
    }
  }

  #watch(): void {
    if (performance.now() - this.#heardAt < SILENT_AFTER_MS) return;
    if (!this.#isInterrupted) {
      this.#isInterrupted = true;
      this.#handlers.onState('interrupted');
    }
    // A line that is open but dumb is given up, so that a new one is tried.
    if (!this.#wasCut) this.#cut.abort();
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
