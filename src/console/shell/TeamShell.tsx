import { Outlet } from '@tanstack/react-router';
import { useMe } from '../api/session.ts';
import { TeamProvider } from '../api/team.tsx';
import { TitleTeam } from '../layouts/useDocumentTitle.ts';
import { useRouteParam } from '../router/useRouteParam.ts';

/** Everything inside a team. */
export function TeamShell() {
  const slug = useRouteParam('team');
  const me = useMe();
  const team = me.data?.teams.find((candidate) => candidate.slug === slug);
  if (team === undefined) return null;
  return (
    <TeamProvider team={team}>
      <TitleTeam value={team.name}>
        <main id="main">
          <Outlet />
        </main>
      </TitleTeam>
    </TeamProvider>
  );
}
