import { keepPreviousData, queryOptions, useInfiniteQuery, useMutation, useQuery, useQueryClient } from '@tanstack/react-query';
import type { CorrectionStarted } from '../../http/schemas/files.ts';
import type { AnswerRun, RowIssueList, RunDetails, RunList, RunSummary, StartRun } from '../../http/schemas/runs.ts';
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
    queryFn: ({ pageParam, signal }) =>
      request<RunList>(teamPath(slug, '/runs', { ...filter, before: pageParam }), { signal }),
    initialPageParam: undefined as string | undefined,
    getNextPageParam: (last) => last.next ?? undefined,
    placeholderData: keepPreviousData,
    staleTime: 2_000,
  });
}

/** One run. Its numbers come with the event stream; causes and log are asked for again while it runs. */
export const runQuery = (slug: string, id: string) =>
  queryOptions({
    queryKey: keys.run(slug, id),
    queryFn: ({ signal }) => request<RunDetails>(teamPath(slug, `/runs/${encodeURIComponent(id)}`), { signal }),
    staleTime: 1_000,
    refetchInterval: ({ state }) =>
      state.data?.state === 'running' || state.data?.state === 'queued' ? 3_000 : false,
  });

export function useRun(id: string) {
  return useQuery(runQuery(useTeam().slug, id));
}

export interface RowFilter {
  readonly kind: 'error' | 'skipped' | 'warning';
  readonly code?: string | undefined;
  readonly q?: string | undefined;
}

/** Rows of a run that did not come in as they were, a page by cursor. */
export function useRunRows(
  id: string,
  filter: RowFilter & { readonly after?: string | undefined; readonly limit: number },
) {
  const { slug } = useTeam();
  return useQuery({
    queryKey: keys.runRows(slug, id, filter),
    queryFn: ({ signal }) =>
      request<RowIssueList>(teamPath(slug, `/runs/${encodeURIComponent(id)}/rows`, { ...filter }), { signal }),
    placeholderData: keepPreviousData,
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
      request<RunSummary>(teamPath(slug, `/connections/${encodeURIComponent(connectionId)}/runs`), {
        method: 'POST',
        body,
      }),
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
    mutationFn: () =>
      request<unknown>(teamPath(slug, `/runs/${encodeURIComponent(id)}/cancel`), { method: 'POST', body: {} }),
    onSuccess: () => client.invalidateQueries({ queryKey: keys.run(slug, id) }),
  });
}

/** `POST /runs/:id/answer`; 409 `nothing_asked` when somebody answered meanwhile. */
export function useAnswerRun(id: string) {
  const { slug } = useTeam();
  const client = useQueryClient();
  return useMutation({
    mutationFn: (body: AnswerRun) =>
      request<unknown>(teamPath(slug, `/runs/${encodeURIComponent(id)}/answer`), { method: 'POST', body }),
    onSettled: () =>
      Promise.all([
        client.invalidateQueries({ queryKey: keys.run(slug, id) }),
        client.invalidateQueries({ queryKey: keys.overview(slug) }),
        client.invalidateQueries({ queryKey: keys.connections(slug) }),
      ]),
  });
}

/** A file of corrected rows becomes a preview; 409 `no_corrections`. */
export function useCorrectRows(id: string) {
  const { slug } = useTeam();
  return useMutation({
    mutationFn: (file: File) =>
      request<CorrectionStarted>(teamPath(slug, `/runs/${encodeURIComponent(id)}/corrections`, { name: file.name }), {
        method: 'POST',
        body: file,
      }),
  });
}
