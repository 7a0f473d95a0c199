import { useEffect, useState } from 'react';

/** Whole seconds since `active` became true; 0 while it is not. */
export function useElapsedSeconds(active: boolean): number {
  const [seconds, setSeconds] = useState(0);
  useEffect(() => {
    if (!active) return undefined;
    setSeconds(0);
    const timer = window.setInterval(() => setSeconds((count) => count + 1), 1_000);
    return () => window.clearInterval(timer);
  }, [active]);
  return active ? seconds : 0;
}
