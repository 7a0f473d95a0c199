import { createContext, useContext, useEffect } from 'react';

/** The team's name, for titles; empty outside a team. */
export const TitleTeam = createContext('');

/** `12 errors · Run · Salesforce – Riverside – Rollcall`. */
export function useDocumentTitle(title: string): void {
  const team = useContext(TitleTeam);
  useEffect(() => {
    document.title = [title, team, 'Rollcall'].filter((part) => part !== '' && part !== undefined).join(' – ');
  }, [title, team]);
}
