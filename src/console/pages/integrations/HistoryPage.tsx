import { Button, Group, Select } from '@mantine/core';
import { useNavigate } from '@tanstack/react-router';
import { useRuns } from '../../api/runs.ts';
import { useTeam } from '../../api/team.tsx';
import { Loading } from '../../layouts/Loading.tsx';
import { DataTable } from '../../parts/DataTable.tsx';
import { EmptyState } from '../../parts/EmptyState.tsx';
import { Failure } from '../../parts/Failure.tsx';
import { useQueryValue } from '../../router/queryString.ts';
import { useTheConnection } from './connectionContext.tsx';
import { historyColumns, RUN_STATES } from './historyColumns.tsx';
import { RECORD_TYPES } from './recordTypes.ts';

/** Every import of a connection, newest first. */
export function HistoryPage() {
  const connection = useTheConnection();
  const { slug } = useTeam();
  const navigate = useNavigate();
  const [state, setState] = useQueryValue('state');
  const [recordType, setRecordType] = useQueryValue('recordType');
  const runs = useRuns({ connection: connection.id, state, recordType });
  const isFile = connection.connector === 'ftp';
  const rows = runs.data?.pages.flatMap((page) => page.runs) ?? [];
  const isFiltered = state !== undefined || recordType !== undefined;
  const clear = (): void => void navigate({ to: '.', search: {}, replace: true });
  if (runs.data === undefined)
    return runs.isPending ? <Loading /> : <Failure error={runs.error} onRetry={() => void runs.refetch()} />;
  if (rows.length === 0 && !isFiltered)
    return <EmptyState kind="nothing_yet">No imports yet. Each one is listed here with what came of it.</EmptyState>;
  return (
    <>
      <Group gap={12} mb={12}>
        <Select
          aria-label="State"
          placeholder="Any state"
          data={RUN_STATES}
          value={state ?? null}
          onChange={(value) => setState(value ?? undefined)}
          clearable
          clearButtonProps={{ 'aria-label': 'Any state' }}
          w={200}
        />
        {!isFile && (
          <Select
            aria-label="Record type"
            placeholder="Any record type"
            data={RECORD_TYPES.map((type) => ({ value: type.id, label: type.label }))}
            value={recordType ?? null}
            onChange={(value) => setRecordType(value ?? undefined)}
            clearable
            clearButtonProps={{ 'aria-label': 'Any record type' }}
            w={200}
          />
        )}
      </Group>
      {rows.length === 0 ? (
        <EmptyState
          kind="no_match"
          actions={
            <Button variant="default" onClick={clear}>
              Clear filters
            </Button>
          }
        >
          No import matches{' '}
          {[RUN_STATES.find((one) => one.value === state)?.label, recordType].filter(Boolean).join(', ')}.
        </EmptyState>
      ) : (
        <DataTable
          caption={`Imports of ${connection.name}`}
          columns={historyColumns(slug, isFile)}
          rows={rows}
          rowKey={(run) => run.id}
          onOpen={(run) => void navigate({ to: '/t/$team/runs/$run', params: { team: slug, run: run.id } })}
        />
      )}
      {runs.hasNextPage && (
        <Button variant="default" mt="md" onClick={() => void runs.fetchNextPage()} loading={runs.isFetchingNextPage}>
          Show older imports
        </Button>
      )}
    </>
  );
}
