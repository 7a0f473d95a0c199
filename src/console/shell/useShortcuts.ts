import { useNavigate } from '@tanstack/react-router';
import { useEffect } from 'react';
import { getPreference, setPreference } from '../state/preference.ts';
import { followsLeader, isCommand, setLeader } from '../state/singleKeys.ts';

/** Where `g` and a letter lead. */
const PLACES = {
  o: '/t/$team',
  c: '/t/$team/contacts',
  p: '/t/$team/opt-outs',
  i: '/t/$team/integrations',
  d: '/t/$team/data/fields',
} as const;

interface Shortcuts {
  readonly team: string;
  readonly onSearch: () => void;
  readonly onHelp: () => void;
}

/** The single keys of every page. Silent while somebody types, and when turned off in Account. */
export function useShortcuts({ team, onSearch, onHelp }: Shortcuts): void {
  const navigate = useNavigate();
  useEffect(() => {
    const onKey = (event: KeyboardEvent) => {
      if (!isCommand(event)) return;
      const place = PLACES[event.key as keyof typeof PLACES];
      if (place !== undefined && followsLeader()) {
        setLeader(false);
        event.preventDefault();
        void navigate({ to: place, params: { team } });
        return;
      }
      setLeader(event.key === 'g');
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
