import { Outlet, useRouterState } from '@tanstack/react-router';
import { useConnection } from '../../api/connections.ts';
import { DetailPage } from '../../layouts/DetailPage.tsx';
import { Loading } from '../../layouts/Loading.tsx';
import { Failure } from '../../parts/Failure.tsx';
import { Health } from '../../parts/Health.tsx';
import { TextLink } from '../../router/links.tsx';
import { useRouteParam } from '../../router/useRouteParam.ts';
import { ConnectionContext } from './connectionContext.tsx';
import { ConnectionTabs } from './ConnectionTabs.tsx';
import { tabOf } from './connectionTabList.ts';
import { RunImport } from './RunImport.tsx';

/** One connection: its heading and seven tabs. The tabs below share what is loaded here. */
export function ConnectionLayout() {
  const team = useRouteParam('team');
  const id = useRouteParam('connection');
  const connection = useConnection(id);
  const tab = tabOf(useRouterState({ select: (state) => state.location.pathname }));
  const parent = (
    <TextLink to="/t/$team/integrations" params={{ team }}>
      Integrations
    </TextLink>
  );
  if (connection.data === undefined) {
    return (
      <DetailPage parent={parent} title={tab.label}>
        {connection.isPending ? (
          <Loading />
        ) : (
          <Failure error={connection.error} onRetry={() => void connection.refetch()} />
        )}
      </DetailPage>
    );
  }
  const { name, health } = connection.data;
  const hasRun = tab.key === 'summary' || tab.key === 'history';
  return (
    <ConnectionContext value={connection.data}>
      <DetailPage
        parent={parent}
        title={name}
        documentTitle={`${tab.label} · ${name}`}
        badges={tab.key === 'summary' ? undefined : <Health health={{ ...health, since: null }} short />}
        actions={hasRun ? <RunImport connection={connection.data} /> : undefined}
      >
        <ConnectionTabs connection={connection.data} active={tab.key} />
        <Outlet />
      </DetailPage>
    </ConnectionContext>
  );
}
