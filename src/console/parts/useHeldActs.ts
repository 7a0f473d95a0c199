import { useCallback, useEffect, useRef, useState } from 'react';

/** How long an act waits before it is sent, so that *Undo* takes nothing back. */
export const UNDO_MS = 10_000;

export interface HeldAct<Act> {
  readonly act: Act;
  /** When it is sent, in `performance.now()`. */
  readonly sentAt: number;
}

export interface HeldActs<Act> {
  /** What waits, by the key it was held under. */
  readonly held: ReadonlyMap<string, HeldAct<Act>>;
  readonly hold: (key: string, act: Act) => void;
  /** Nothing has been sent, and nothing will be. */
  readonly undo: (key: string) => void;
}

/**
 * Acts with *Undo*: each waits ten seconds before it is sent. Leaving the page, closing or reloading the tab sends at
 * once what still waits: somebody who goes on to other work has decided. `send` is called once for each act.
 */
export function useHeldActs<Act>(send: (key: string, act: Act) => void): HeldActs<Act> {
  const [held, setHeld] = useState<ReadonlyMap<string, HeldAct<Act>>>(new Map());
  const timers = useRef(new Map<string, { readonly timer: number; readonly act: Act }>());
  const latestSend = useRef(send);
  useEffect(() => {
    latestSend.current = send;
  });

  const take = useCallback((key: string): { readonly act: Act } | undefined => {
    const waiting = timers.current.get(key);
    if (waiting === undefined) return undefined;
    window.clearTimeout(waiting.timer);
    timers.current.delete(key);
    setHeld((old) => new Map([...old].filter(([one]) => one !== key)));
    return waiting;
  }, []);

  const sendNow = useCallback(
    (key: string) => {
      const waiting = take(key);
      if (waiting !== undefined) latestSend.current(key, waiting.act);
    },
    [take],
  );

  const hold = useCallback(
    (key: string, act: Act) => {
      take(key);
      timers.current.set(key, { act, timer: window.setTimeout(() => sendNow(key), UNDO_MS) });
      setHeld((old) => new Map(old).set(key, { act, sentAt: performance.now() + UNDO_MS }));
    },
    [take, sendNow],
  );

  useEffect(() => {
    const sendAll = () => [...timers.current.keys()].forEach(sendNow);
    window.addEventListener('pagehide', sendAll);
    return () => {
      window.removeEventListener('pagehide', sendAll);
      sendAll();
    };
  }, [sendNow]);

  const undo = useCallback((key: string) => void take(key), [take]);
  return { held, hold, undo };
}
