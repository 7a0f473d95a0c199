import type { SyncContext } from '../../sync/context.ts';
import { LIVE_CHANNEL, listen, type Listener, type LiveNotice } from '../../db/live.ts';
import type { LiveEvent } from '../schemas/overview.ts';

/** At most this often a second for one run; the last state always comes. */
const RUN_INTERVAL_MS = 500;

export type LiveMessage =
  { readonly id: string; readonly event: LiveEvent } | { readonly id: string; readonly resync: true };

export interface LiveFeed {
  /** Starts listening. Until then nobody is told anything. */
  open(): Promise<void>;
  /** @returns the way out */
  subscribe(teamId: string, onMessage: (message: LiveMessage) => void): () => void;
  /** Stamped on messages; another value means that messages were missed. */
  lastId(): string;
  close(): Promise<void>;
}

/** Reads what an event carries; null when it is gone. */
export type ReadEvent = (notice: LiveNotice) => Promise<LiveEvent | null>;

interface Pending {
  timer: NodeJS.Timeout | undefined;
  /** Another notice came meanwhile. */
  again: boolean;
}

/**
 * Turns the database's notices into events for watching browsers: one listener and one read per notice for all of them,
 * none at all for a team nobody watches. Notices of one run within half a second become one event with its newest
 * state.
 */
export function createLiveFeed(options: {
  readonly url: string | null;
  readonly log: SyncContext['log'];
  readonly read: ReadEvent;
}): LiveFeed {
  const boot = Date.now().toString(36);
  const watchers = new Map<string, Set<(message: LiveMessage) => void>>();
  const pending = new Map<string, Pending>();
  let listener: Listener | null = null;
  let count = 0;
  let closed = false;

  const send = (
    targets: Iterable<(message: LiveMessage) => void>,
    body: { event: LiveEvent } | { resync: true },
  ): void => {
    count += 1;
    const message: LiveMessage = { id: `${boot}-${count}`, ...body };
    for (const target of targets) target(message);
  };

  const tell = async (notice: LiveNotice): Promise<void> => {
    try {
      const event = await options.read(notice);
      const targets = watchers.get(notice.teamId);
      if (event && targets && !closed) send(targets, { event });
    } catch (error) {
      options.log.error('A live event could not be read', { type: notice.type, id: notice.id, error });
    }
  };

  /**
   * Tells at once, then at most once an interval and never before the last reading is done, so that states come in
   * order; a notice in between is told when the interval ends.
   */
  const tellSparingly = (notice: LiveNotice): void => {
    const key = `${notice.type}/${notice.id}`;
    const waiting = pending.get(key);
    if (waiting) {
      waiting.again = true;
      return;
    }
    const entry: Pending = { again: false, timer: undefined };
    pending.set(key, entry);
    const interval = new Promise<void>((resolve) => {
      entry.timer = setTimeout(resolve, RUN_INTERVAL_MS);
    });
    void Promise.all([tell(notice), interval]).then(() => {
      pending.delete(key);
      if (entry.again) tellSparingly(notice);
    });
  };

  const onNotice = (payload: string | null): void => {
    if (closed) return;
    if (payload === null) {
      for (const targets of watchers.values()) send(targets, { resync: true });
      return;
    }
    const notice = JSON.parse(payload) as LiveNotice;
    if (!watchers.has(notice.teamId)) return;
    if (notice.type === 'run' || notice.type === 'preview') tellSparingly(notice);
    else void tell(notice);
  };

  return {
    async open() {
      if (options.url !== null)
        listener = await listen(options.url, [LIVE_CHANNEL], (_channel, payload) => onNotice(payload));
    },
    subscribe(teamId, onMessage) {
      const targets = watchers.get(teamId) ?? new Set();
      watchers.set(teamId, targets.add(onMessage));
      return () => {
        targets.delete(onMessage);
        if (targets.size === 0 && watchers.get(teamId) === targets) watchers.delete(teamId);
      };
    },
    lastId: () => `${boot}-${count}`,
    async close() {
      closed = true;
      for (const { timer } of pending.values()) clearTimeout(timer);
      pending.clear();
      await listener?.close();
    },
  };
}
