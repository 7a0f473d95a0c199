import { keepPreviousData, useInfiniteQuery, useMutation, useQuery, useQueryClient } from '@tanstack/react-query';
import type { RowIssueList, RunDetails, RunList, RunSummary, StartRun } from '../../http/schemas/runs.ts';
import { keys } from './keys.ts';
import { request, teamPath } from './request.ts';
import { useTeam } from './team.tsx';

export interface RunFilter {
  readonly connection?: string | undefined;
  readonly recordType?: string | undefined;
  readonly state?: string | undefined;
}

/** Runs, newest first, 50 at a time. */
export function useRuns(filter: RunFilter) {
  const { slug } = useTeam();
  return useInfiniteQuery({
    queryKey: keys.runs(slug, filter),
    queryFn: ({ pageParam, signal }) => request<RunList>(teamPath(slug, '/runs', { ...filter, before: pageParam }), { signal }),
    initialPageParam: undefined as string | undefined,
    getNextPageParam: (last) => last.next ?? undefined,
    placeholderData: keepPreviousData,
    staleTime: 2_000,
  });
}

export function useRun(id: string) {
  const { slug } = useTeam();
  return useQuery({
    queryKey: keys.run(slug, id),
    queryFn: ({ signal }) => request<RunDetails>(teamPath(slug, `/runs/${encodeURIComponent(id)}`), { signal }),
    staleTime: 1_000,
  });
}

export interface RowFilter {
  readonly kind: 'error' | 'skipped' | 'warning';
  readonly code?: string | undefined;
  readonly q?: string | undefined;
}

/** Rows of a run that did not come in as they were, 100 at a time. */
export function useRunRows(id: string, filter: RowFilter, enabled = true) {
  const { slug } = useTeam();
  return useInfiniteQuery({
    queryKey: keys.runRows(slug, id, filter),
    queryFn: ({ pageParam, signal }) =>
      request<RowIssueList>(teamPath(slug, `/runs/${encodeURIComponent(id)}/rows`, { ...filter, after: pageParam, limit: 100 }), { signal }),
    initialPageParam: undefined as string | undefined,
    getNextPageParam: (last) => last.next ?? undefined,
    placeholderData: keepPreviousData,
    enabled,
  });
}

/** Address of the CSV with every row of a kind; it imports again as it is. */
export function rowsCsvAddress(slug: string, id: string, kind: string): string {
  return teamPath(slug, `/runs/${encodeURIComponent(id)}/rows.csv`, { kind });
}

/** `POST /connections/:id/runs`; 409 `run_busy` when one of this record type is already queued or running. */
export function useStartRun() {
  const { slug } = useTeam();
  const client = useQueryClient();
  return useMutation({
    mutationFn: ({ connectionId, ...body }: StartRun & { readonly connectionId: string }) =>
      request<RunSummary>(teamPath(slug, `/connections/${encodeURIComponent(connectionId)}/runs`), { method: 'POST', body }),
    onSuccess: () =>
      Promise.all([
        client.invalidateQueries({ queryKey: keys.overview(slug) }),
        client.invalidateQueries({ queryKey: keys.runs(slug) }),
        client.invalidateQueries({ queryKey: keys.connections(slug) }),
      ]),
  });
}

export function useCancelRun(id: string) {
  const { slug } = useTeam();
  const client = useQueryClient();
  return useMutation({
    mutationFn: () => request<unknown>(teamPath(slug, `/runs/${encodeURIComponent(id)}/cancel`), { method: 'POST', body: {} }),
    onSuccess: () => client.invalidateQueries({ queryKey: keys.run(slug, id) }),
  });
}
