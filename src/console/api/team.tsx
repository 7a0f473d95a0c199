import { createContext, useContext, type ReactNode } from 'react';
import type { TeamSummary } from '../../http/schemas/account.ts';

const TeamContext = createContext<TeamSummary | null>(null);

/** The team in the address, for everything below it. */
export function TeamProvider({ team, children }: { readonly team: TeamSummary; readonly children: ReactNode }) {
  return <TeamContext value={team}>{children}</TeamContext>;
}

export function useTeam(): TeamSummary {
  const team = useContext(TeamContext);
  if (team === null) throw new Error('useTeam is used outside a team');
  return team;
}

/** Whether the reader may change things in this team, and the sentence for a reader who may not. */
export function useMayWrite(act = 'change this'): { readonly mayWrite: boolean; readonly whoMay: string } {
  const team = useTeam();
  const names = team.admins.length > 0 ? `: ${team.admins.join(', ')}` : '';
  return { mayWrite: team.role !== 'viewer', whoMay: `Only admins of this team can ${act}${names}.` };
}

/** The team's slug for links; null in places that stand outside a team. */
export function useTeamSlug(): string | null {
  return useContext(TeamContext)?.slug ?? null;
}
