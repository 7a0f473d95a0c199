import { useSyncExternalStore } from 'react';

/** One clock for the whole page, so that all relative times move together and only one timer runs. */
const listeners = new Set<() => void>();
let now = new Date();
let timer: number | undefined;

function subscribe(listener: () => void): () => void {
  listeners.add(listener);
  timer ??= window.setInterval(tick, 5_000);
  return () => {
    listeners.delete(listener);
    if (listeners.size === 0) {
      window.clearInterval(timer);
      timer = undefined;
    }
  };
}

function tick(): void {
  now = new Date();
  for (const listener of listeners) listener();
}

/** The time, to 5 seconds. */
export function useNow(): Date {
  return useSyncExternalStore(subscribe, () => now);
}
