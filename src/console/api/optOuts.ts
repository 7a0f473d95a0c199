import { keepPreviousData, queryOptions, useMutation, useQuery, useQueryClient } from '@tanstack/react-query';
import type {
  ConflictList,
  DeadLetterGroups,
  DeadLetterState,
  DecideReview,
  OptOutCounts,
  RetriedDeadLetters,
  RetryDeadLetters,
  ReviewQueue,
  SentConflicts,
  WaitingList,
} from '../../http/schemas/optOuts.ts';
import { keys } from './keys.ts';
import { request, teamPath } from './request.ts';
import { useTeam } from './team.tsx';

/** Rows of a page of what waits. */
export const WAITING_PAGE_ROWS = 100;

const part = <Shape>(slug: string, path: string, key: string) =>
  queryOptions({
    queryKey: keys.optOuts(slug, key),
    queryFn: ({ signal }) => request<Shape>(teamPath(slug, `/opt-outs${path}`), { signal }),
    staleTime: 2_000,
  });

export const countsQuery = (slug: string) => part<OptOutCounts>(slug, '', 'counts');
export const reviewQuery = (slug: string) => part<ReviewQueue>(slug, '/review', 'review');
export const conflictsQuery = (slug: string) => part<ConflictList>(slug, '/conflicts', 'conflicts');
export const deadLettersQuery = (slug: string) => part<DeadLetterGroups>(slug, '/dead-letters', 'dead-letters');

export const waitingQuery = (slug: string, after: string | undefined) =>
  queryOptions({
    queryKey: keys.optOuts(slug, 'waiting', after ?? ''),
    queryFn: ({ signal }) => request<WaitingList>(teamPath(slug, '/opt-outs/waiting', { after }), { signal }),
    staleTime: 2_000,
    gcTime: 60_000,
  });

/** How much waits, for the side bar and the tabs. */
export function useOptOutCounts() {
  return useQuery(countsQuery(useTeam().slug));
}

/** A page of what waits, by cursor. The page before stays on screen while the next one comes. */
export function useWaiting(after: string | undefined) {
  return useQuery({ ...waitingQuery(useTeam().slug, after), placeholderData: keepPreviousData });
}

export function useReviewQueue() {
  return useQuery(reviewQuery(useTeam().slug));
}

export function useConflicts() {
  return useQuery(conflictsQuery(useTeam().slug));
}

export function useDeadLetters() {
  return useQuery(deadLettersQuery(useTeam().slug));
}

/** One write-back that was sent again. It is asked for every `everyMs`, and when the live stream tells of it. */
export function useRetriedLetter(id: string, options: { readonly enabled: boolean; readonly everyMs: number }) {
  return useQuery({
    ...part<DeadLetterState>(useTeam().slug, `/dead-letters/${encodeURIComponent(id)}`, `dead-letter ${id}`),
    enabled: options.enabled,
    refetchInterval: options.everyMs,
    gcTime: 0,
  });
}

/** An act under Opt-outs. What it changes is read again wherever it is shown. */
function useOptOutAct<Act, Answer>(send: (slug: string, act: Act) => Promise<Answer>) {
  const { slug } = useTeam();
  const client = useQueryClient();
  return useMutation({
    mutationFn: (act: Act) => send(slug, act),
    onSettled: () =>
      Promise.all([
        client.invalidateQueries({ queryKey: keys.optOuts(slug) }),
        client.invalidateQueries({ queryKey: keys.overview(slug) }),
      ]),
  });
}

/** Decides one message; 409 `review_decided` when somebody has already. */
export function useDecideReview() {
  return useOptOutAct((slug, { id, decision }: { readonly id: string } & DecideReview) =>
    request<undefined>(teamPath(slug, `/opt-outs/review/${encodeURIComponent(id)}`), {
      method: 'POST',
      body: { decision },
      // What was decided is sent also when the page is left the moment after.
      keepalive: true,
    }),
  );
}

/** How many conflicts one call takes. */
export const MOST_CONFLICTS = 200;

export function useSendConflicts() {
  return useOptOutAct((slug, ids: readonly string[]) =>
    request<SentConflicts>(teamPath(slug, '/opt-outs/conflicts/send'), { method: 'POST', body: { ids } }),
  );
}

export function useRetryDeadLetters() {
  return useOptOutAct((slug, which: RetryDeadLetters) =>
    request<RetriedDeadLetters>(teamPath(slug, '/opt-outs/dead-letters/retry'), { method: 'POST', body: which }),
  );
}

export function useMarkHandled() {
  return useOptOutAct((slug, { id, note }: { readonly id: string; readonly note: string }) =>
    request<undefined>(teamPath(slug, `/opt-outs/dead-letters/${encodeURIComponent(id)}/handled`), {
      method: 'POST',
      body: { note },
      keepalive: true,
    }),
  );
}
