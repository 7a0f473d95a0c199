import { Button } from '@mantine/core';
import type { ApiToken } from '../../../http/schemas/account.ts';
import { easternDate } from '../../format/time.ts';
import type { Column } from '../../parts/DataTable.tsx';
import { RelativeTime } from '../../parts/RelativeTime.tsx';

export const SCOPE_WORDS = { read: 'Read', write: 'Read and change' } as const;

/** @param onRevoke - null for readers, who get no such column */
export function tokenColumns(onRevoke: ((token: ApiToken) => void) | null): readonly Column<ApiToken>[] {
  const columns: readonly Column<ApiToken>[] = [
    { id: 'name', header: 'Name', narrow: 'lead', sortBy: (row) => row.name, cell: (row) => row.name },
    { id: 'scope', header: 'Scope', width: 160, narrow: 'line', cell: (row) => SCOPE_WORDS[row.scope] },
    {
      id: 'by',
      header: 'Created by',
      width: 200,
      cell: (row) => (
        <>
          {row.createdBy}, {easternDate(row.createdAt)}
        </>
      ),
    },
    {
      id: 'used',
      header: 'Last used',
      width: 160,
      narrow: 'line',
      cell: (row) => (row.lastUsedAt === null ? 'Never' : <RelativeTime at={row.lastUsedAt} inTable />),
    },
    {
      id: 'expires',
      header: 'Expires',
      width: 130,
      cell: (row) => (row.expiresAt === null ? 'Never' : easternDate(row.expiresAt)),
    },
  ];
  if (onRevoke === null) return columns;
  return [
    ...columns,
    {
      id: 'revoke',
      header: 'Act',
      width: 100,
      narrow: 'end',
      cell: (row) => (
        <Button variant="default" size="compact-sm" aria-label={`Revoke ${row.name}`} onClick={() => onRevoke(row)}>
          Revoke
        </Button>
      ),
    },
  ];
}
