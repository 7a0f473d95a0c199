import { Drawer } from '@mantine/core';
import { Outlet } from '@tanstack/react-router';
import { Suspense, useCallback, useEffect, useRef, useState } from 'react';
import { ApiError } from '../api/apiError.ts';
import { useMe } from '../api/session.ts';
import { TeamProvider } from '../api/team.tsx';
import { Loading } from '../layouts/Loading.tsx';
import { TitleTeam } from '../layouts/useDocumentTitle.ts';
import { Live } from '../live/Live.tsx';
import { NotFoundPage } from '../pages/account/NotFoundPage.tsx';
import { Failure } from '../parts/Failure.tsx';
import { useRouteParam } from '../router/useRouteParam.ts';
import { setPreference } from '../state/preference.ts';
import { DemoBand } from './DemoBand.tsx';
import { ShortcutHelp } from './ShortcutHelp.tsx';
import { SideBar } from './SideBar.tsx';
import { ToSignIn } from './ToSignIn.tsx';
import { TopBar } from './TopBar.tsx';
import { useShortcuts } from './useShortcuts.ts';
import classes from './shell.module.css';

/** Everything inside a team: who may be here, the team's data and stream, and the frame round its pages. */
export function TeamShell() {
  const slug = useRouteParam('team');
  const me = useMe();
  const team = me.data?.teams.find((candidate) => candidate.slug === slug);
  useEffect(() => {
    if (team !== undefined) setPreference('team', team.slug);
  }, [team]);
  if (me.error instanceof ApiError && me.error.status === 401) return <ToSignIn />;
  if (me.data === undefined) {
    return (
      <div className={classes.alone}>
        {me.isError ? <Failure error={me.error} onRetry={() => void me.refetch()} /> : <Loading />}
      </div>
    );
  }
  if (team === undefined) {
    return (
      <main id="main" className={classes.alone}>
        <NotFoundPage />
      </main>
    );
  }
  return (
    <TeamProvider team={team} key={team.id}>
      <TitleTeam value={team.name}>
        <Live>
          <Frame slug={team.slug} demo={me.data.demo} />
        </Live>
      </TitleTeam>
    </TeamProvider>
  );
}

function Frame({
  slug,
  demo,
}: {
  readonly slug: string;
  readonly demo: Parameters<typeof DemoBand>[0]['demo'] | null;
}) {
  const search = useRef<HTMLInputElement>(null);
  const [helpOpened, setHelpOpened] = useState(false);
  const [menuOpened, setMenuOpened] = useState(false);
  const onSearch = useCallback(() => search.current?.focus(), []);
  const onHelp = useCallback(() => setHelpOpened(true), []);
  useShortcuts({ team: slug, onSearch, onHelp });
  return (
    <div className={classes.shell}>
      <a href="#main" className={classes.skip}>
        Skip to content
      </a>
      <TopBar searchRef={search} onHelp={onHelp} menuOpened={menuOpened} onMenu={() => setMenuOpened(!menuOpened)} />
      {demo !== null && <DemoBand demo={demo} />}
      <div className={classes.columns}>
        <nav className={classes.side} aria-label="Sections">
          <div className={classes.sticky}>
            <SideBar />
          </div>
        </nav>
        <main id="main" className={classes.main} tabIndex={-1}>
          <Suspense fallback={<Loading />}>
            <Outlet />
          </Suspense>
        </main>
      </div>
      <Drawer
        opened={menuOpened}
        onClose={() => setMenuOpened(false)}
        title="Rollcall"
        size={260}
        closeButtonProps={{ 'aria-label': 'Close' }}
      >
        <nav aria-label="Sections">
          <SideBar onChosen={() => setMenuOpened(false)} />
        </nav>
      </Drawer>
      <ShortcutHelp opened={helpOpened} onClose={() => setHelpOpened(false)} />
    </div>
  );
}
