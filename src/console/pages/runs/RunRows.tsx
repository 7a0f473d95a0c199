import { Button } from '@mantine/core';
import { useDebouncedCallback } from '@mantine/hooks';
import { useNavigate, useSearch } from '@tanstack/react-router';
import { useState } from 'react';
import type { RowIssue, RunDetails } from '../../../http/schemas/runs.ts';
import { rowsCsvAddress, useRunRows } from '../../api/runs.ts';
import { useTeam } from '../../api/team.tsx';
import { count, counted } from '../../format/number.ts';
import { Loading } from '../../layouts/Loading.tsx';
import { EmptyState } from '../../parts/EmptyState.tsx';
import { Failure } from '../../parts/Failure.tsx';
import { Pager } from '../../parts/Pager.tsx';
import { RowErrorTable } from '../../parts/RowErrorTable.tsx';
import type { QueryString } from '../../router/queryString.ts';
import { useCursorPage } from '../../router/useCursorPage.ts';

const PAGE_ROWS = 100;

/** The rows of one kind, by cause, with filter and search kept in the address. */
export function RunRows({ run, kind }: { readonly run: RunDetails; readonly kind: RowIssue['kind'] }) {
  const { slug } = useTeam();
  const query: QueryString = useSearch({ strict: false });
  const navigate = useNavigate();
  const cursor = useCursorPage();
  const [typed, setTyped] = useState(query['q'] ?? '');
  const { code, q } = query;
  const rows = useRunRows(run.id, { kind, code, q, after: cursor.after, limit: PAGE_ROWS });
  const filter = (change: QueryString) =>
    void navigate({
      to: '.',
      search: (previous: QueryString) => ({ ...previous, ...change, after: undefined, page: undefined }),
      replace: true,
      resetScroll: false,
    });
  const search = useDebouncedCallback((words: string) => filter({ q: words.trim() === '' ? undefined : words.trim() }), 150);
  const data = rows.data;
  if (rowsOfKind(run, kind) === 0) return <EmptyState kind="all_done">{nothing(run, kind)}</EmptyState>;
  return (
    <RowErrorTable
      kind={kind}
      causes={run.causes.filter((cause) => cause.kind === kind)}
      rows={data?.rows ?? []}
      total={data?.total ?? 0}
      code={code}
      onCode={(next) => filter({ code: next })}
      q={typed}
      onSearch={(words) => {
        setTyped(words);
        search(words);
      }}
      csv={rowsCsvAddress(slug, run.id, kind)}
      instead={
        rows.error !== null ? (
          <Failure error={rows.error} onRetry={() => void rows.refetch()} />
        ) : data === undefined ? (
          <Loading rows={8} />
        ) : data.rows.length === 0 ? (
          <EmptyState
            kind="no_match"
            actions={
              <Button
                variant="default"
                onClick={() => {
                  setTyped('');
                  filter({ q: undefined, code: undefined });
                }}
              >
                Clear filters
              </Button>
            }
          >
            No row here matches{q === undefined ? ' this cause' : ` “${q}”`}.
          </EmptyState>
        ) : undefined
      }
      pager={
        data && (
          <Pager
            firstRow={(cursor.page - 1) * PAGE_ROWS + 1}
            rows={data.rows.length}
            total={data.total}
            onPrevious={cursor.page > 1 ? cursor.goPrevious : undefined}
            onNext={data.next === null ? undefined : () => data.next !== null && cursor.goNext(data.next)}
          />
        )
      }
    />
  );
}

function rowsOfKind(run: RunDetails, kind: RowIssue['kind']): number {
  return kind === 'error' ? run.outcomes.errors : kind === 'skipped' ? run.outcomes.skipped : run.warnings;
}

function nothing(run: RunDetails, kind: RowIssue['kind']): string {
  const isOver = run.state !== 'running' && run.state !== 'queued';
  if (!isOver) return `None so far, in ${counted(run.outcomes.read, 'row')}.`;
  if (kind === 'error') return run.state === 'succeeded' ? `No errors. All ${count(run.outcomes.read)} rows are in.` : 'No errors.';
  return kind === 'skipped' ? 'No row was skipped.' : 'No warnings.';
}
