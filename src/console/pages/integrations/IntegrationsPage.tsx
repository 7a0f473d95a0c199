import { useNavigate } from '@tanstack/react-router';
import { useConnections } from '../../api/connections.ts';
import { useMayWrite, useTeam } from '../../api/team.tsx';
import { count } from '../../format/number.ts';
import { ListPage } from '../../layouts/ListPage.tsx';
import { Loading } from '../../layouts/Loading.tsx';
import { DataTable } from '../../parts/DataTable.tsx';
import { EmptyState } from '../../parts/EmptyState.tsx';
import { Failure } from '../../parts/Failure.tsx';
import { ButtonLink } from '../../router/links.tsx';
import { integrationColumns } from './integrationColumns.tsx';

/** The team's connections, each with its health and, apart from it, what runs now. */
export function IntegrationsPage() {
  const { slug } = useTeam();
  const { mayWrite, whoMay } = useMayWrite('add connections');
  const navigate = useNavigate();
  const connections = useConnections();
  const rows = connections.data?.connections;
  const isEmpty = rows !== undefined && rows.length === 0;
  const add = mayWrite ? (
    <ButtonLink to="/t/$team/integrations/new" params={{ team: slug }}>
      Add connection
    </ButtonLink>
  ) : undefined;
  return (
    <ListPage
      title="Integrations"
      count={rows === undefined || isEmpty ? undefined : count(rows.length)}
      actions={isEmpty ? undefined : add}
    >
      {rows === undefined ? (
        connections.isPending ? (
          <Loading />
        ) : (
          <Failure error={connections.error} onRetry={() => void connections.refetch()} />
        )
      ) : isEmpty ? (
        <EmptyState kind="nothing_yet" actions={add}>
          No source connected. Contacts come from Salesforce or from files on a server. {mayWrite ? '' : whoMay}
        </EmptyState>
      ) : (
        <DataTable
          caption="Connections"
          columns={integrationColumns(slug)}
          rows={rows}
          rowKey={(row) => row.id}
          onOpen={(row) =>
            void navigate({ to: '/t/$team/integrations/$connection', params: { team: slug, connection: row.id } })
          }
        />
      )}
    </ListPage>
  );
}
