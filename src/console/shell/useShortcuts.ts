import { useNavigate } from '@tanstack/react-router';
import { useEffect, useRef } from 'react';
import { getPreference, setPreference } from '../state/preference.ts';

/** Where `g` and a letter lead. */
const PLACES = {
  o: '/t/$team',
  c: '/t/$team/contacts',
  p: '/t/$team/opt-outs',
  i: '/t/$team/integrations',
  d: '/t/$team/data/fields',
} as const;

/** How long `g` waits for its letter. */
const SECOND_KEY_MS = 1_500;

interface Shortcuts {
  readonly team: string;
  readonly onSearch: () => void;
  readonly onHelp: () => void;
}

/** The single keys of every page. Silent while somebody types, and when turned off in Account. */
export function useShortcuts({ team, onSearch, onHelp }: Shortcuts): void {
  const navigate = useNavigate();
  const leaderAt = useRef(-Infinity);
  useEffect(() => {
    const onKey = (event: KeyboardEvent) => {
      if (event.defaultPrevented || event.ctrlKey || event.metaKey || event.altKey || isTyping(event.target)) return;
      if (getPreference('keys') === 'off' || document.querySelector('[role="dialog"]') !== null) return;
      const place = PLACES[event.key as keyof typeof PLACES];
      if (place !== undefined && performance.now() - leaderAt.current < SECOND_KEY_MS) {
        leaderAt.current = -Infinity;
        event.preventDefault();
        void navigate({ to: place, params: { team } });
        return;
      }
      leaderAt.current = event.key === 'g' ? performance.now() : -Infinity;
      if (event.key === '/') {
        event.preventDefault();
        onSearch();
      } else if (event.key === '?') {
        event.preventDefault();
        onHelp();
      } else if (event.key === 't') {
        setPreference('times', getPreference('times') === 'exact' ? 'relative' : 'exact');
      }
    };
    window.addEventListener('keydown', onKey);
    return () => window.removeEventListener('keydown', onKey);
  }, [navigate, team, onSearch, onHelp]);
}

function isTyping(target: EventTarget | null): boolean {
  return target instanceof HTMLElement && (target.isContentEditable || target.matches('input:not([type="checkbox"], [type="radio"]), textarea, select'));
}
