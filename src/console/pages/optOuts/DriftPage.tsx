import { Box } from '@mantine/core';
import { useNavigate } from '@tanstack/react-router';
import { useDriftAudits } from '../../api/drift.ts';
import { useMayWrite, useTeam } from '../../api/team.tsx';
import { Loading } from '../../layouts/Loading.tsx';
import { DataTable } from '../../parts/DataTable.tsx';
import { EmptyState } from '../../parts/EmptyState.tsx';
import { Failure } from '../../parts/Failure.tsx';
import { ButtonLink } from '../../router/links.tsx';
import { AuditConnection } from './AuditConnection.tsx';
import { driftColumns } from './driftColumns.tsx';
import { OptOutsLayout } from './OptOutsLayout.tsx';

/** How far every connected CRM agrees with what is stored here. */
export function DriftPage() {
  const { slug } = useTeam();
  const navigate = useNavigate();
  const { mayWrite, whoMay } = useMayWrite('start an audit');
  const list = useDriftAudits();
  const data = list.data;
  return (
    <OptOutsLayout title="Drift audit">
      {data === undefined ? (
        list.isPending ? (
          <Loading />
        ) : (
          <Failure error={list.error} onRetry={() => void list.refetch()} />
        )
      ) : (
        <>
          {data.audits.length > 0 ? (
            <Box mb="lg">
              <DataTable
                caption="Drift audits"
                columns={driftColumns(slug)}
                rows={data.audits}
                rowKey={(audit) => audit.id}
                onOpen={(audit) =>
                  void navigate({ to: '/t/$team/opt-outs/drift/$audit', params: { team: slug, audit: audit.id } })
                }
              />
            </Box>
          ) : (
            <Box mb="lg">
              <NeverAudited slug={slug} hasConnection={data.connections.length > 0} />
            </Box>
          )}
          {data.connections.map((connection) => (
            <AuditConnection key={connection.id} connection={connection} />
          ))}
          {!mayWrite && data.connections.length > 0 && whoMay}
        </>
      )}
    </OptOutsLayout>
  );
}

function NeverAudited({ slug, hasConnection }: { readonly slug: string; readonly hasConnection: boolean }) {
  return (
    <EmptyState
      kind="nothing_yet"
      actions={
        hasConnection ? undefined : (
          <ButtonLink to="/t/$team/integrations" params={{ team: slug }}>
            Connect Salesforce
          </ButtonLink>
        )
      }
    >
      Never audited. An audit compares the opt-out of every linked contact with its record in the CRM, and changes
      nothing.
    </EmptyState>
  );
}
