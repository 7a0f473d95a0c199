import { useSyncExternalStore } from 'react';

const listeners = new Set<() => void>();
const PREFIX = 'rollcall.';

function read(name: string): string | null {
  try {
    return window.localStorage.getItem(PREFIX + name);
  } catch {
    return null;
  }
}

/** Keeps a choice of this browser; forgotten on reload where storage is closed. */
export function setPreference(name: string, value: string): void {
  try {
    window.localStorage.setItem(PREFIX + name, value);
  } catch {
    return;
  } finally {
    for (const listener of listeners) listener();
  }
}

export function getPreference(name: string): string | null {
  return read(name);
}

/** A choice kept in this browser: `keys` (single-key shortcuts), `times` (exact, relative), `team` (last seen). */
export function usePreference(name: 'keys' | 'times' | 'team', initial: string): [string, (value: string) => void] {
  const value = useSyncExternalStore(subscribe, () => read(name) ?? initial);
  return [value, (next) => setPreference(name, next)];
}

function subscribe(listener: () => void): () => void {
  listeners.add(listener);
  return () => listeners.delete(listener);
}
