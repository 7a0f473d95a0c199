import { Button } from '@mantine/core';
import { useState } from 'react';
import type { ApiToken } from '../../../http/schemas/account.ts';
import { useTokens } from '../../api/settings.ts';
import { useMayWrite } from '../../api/team.tsx';
import { count } from '../../format/number.ts';
import { ListPage } from '../../layouts/ListPage.tsx';
import { Loading } from '../../layouts/Loading.tsx';
import { DataTable } from '../../parts/DataTable.tsx';
import { EmptyState } from '../../parts/EmptyState.tsx';
import { Failure } from '../../parts/Failure.tsx';
import { CreateToken } from './CreateToken.tsx';
import { RevokeToken } from './RevokeToken.tsx';
import { tokenColumns } from './tokenColumns.tsx';

/** Tokens for programs that use the HTTP API in this team. */
export function TokensPage() {
  const { mayWrite, whoMay } = useMayWrite('create API tokens');
  const tokens = useTokens();
  const [creating, setCreating] = useState(false);
  const [revoking, setRevoking] = useState<ApiToken | null>(null);
  const rows = tokens.data?.tokens;
  const create = mayWrite ? <Button onClick={() => setCreating(true)}>Create token</Button> : undefined;
  return (
    <ListPage
      title="API tokens"
      documentTitle="API tokens · Settings"
      count={rows === undefined || rows.length === 0 ? undefined : count(rows.length)}
      actions={rows?.length === 0 ? undefined : create}
    >
      {rows === undefined ? (
        tokens.isPending ? (
          <Loading />
        ) : (
          <Failure error={tokens.error} onRetry={() => void tokens.refetch()} />
        )
      ) : rows.length === 0 ? (
        <EmptyState kind="nothing_yet" actions={create}>
          No tokens. A token lets a program use the HTTP API of this team, to read or to change.{' '}
          {mayWrite ? '' : whoMay}
        </EmptyState>
      ) : (
        <DataTable
          caption="API tokens"
          columns={tokenColumns(mayWrite ? setRevoking : null)}
          rows={rows}
          rowKey={(row) => row.id}
        />
      )}
      <CreateToken opened={creating} onClose={() => setCreating(false)} />
      <RevokeToken token={revoking} onClose={() => setRevoking(null)} />
    </ListPage>
  );
}
