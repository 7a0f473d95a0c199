import { queryOptions, useMutation, useQuery, useQueryClient } from '@tanstack/react-query';
import type { CreateTeam, FirstRun, Me, SignIn, TeamSummary } from '../../http/schemas/account.ts';
import { keys } from './keys.ts';
import { rememberCsrfToken, request } from './request.ts';

/** Who is signed in. Fails with status 401 when nobody is. */
export const meQuery = queryOptions({
  queryKey: keys.me,
  queryFn: async ({ signal }) => {
    const me = await request<Me>('/api/me', { signal });
    rememberCsrfToken(me.csrfToken);
    return me;
  },
  staleTime: 5 * 60_000,
});

export function useMe() {
  return useQuery(meQuery);
}

export function useSignIn() {
  const client = useQueryClient();
  return useMutation({
    mutationFn: (body: SignIn) => request<unknown>('/api/session', { method: 'POST', body }),
    onSuccess: () => {
      // Whoever was here before may have seen more.
      client.removeQueries({ queryKey: keys.teams });
      return client.fetchQuery({ ...meQuery, staleTime: 0 });
    },
  });
}

export function useSignOut() {
  return useMutation({ mutationFn: () => request<undefined>('/api/session', { method: 'DELETE' }) });
}

/** Whether a one-time link still works; 410 `first_run_used` when it does not. */
export function useFirstRunOpen(token: string) {
  return useQuery({
    queryKey: keys.firstRun(token),
    queryFn: ({ signal }) => request<{ open: boolean }>(`/api/first-run/${encodeURIComponent(token)}`, { signal }),
    staleTime: Infinity,
  });
}

export function useCreateOwner(token: string) {
  const client = useQueryClient();
  return useMutation({
    mutationFn: (body: FirstRun) => request<unknown>(`/api/first-run/${encodeURIComponent(token)}`, { method: 'POST', body }),
    onSuccess: () => client.fetchQuery({ ...meQuery, staleTime: 0 }),
  });
}

export function useCreateTeam() {
  const client = useQueryClient();
  return useMutation({
    mutationFn: (body: CreateTeam) => request<TeamSummary>('/api/teams', { method: 'POST', body }),
    onSuccess: () => client.fetchQuery({ ...meQuery, staleTime: 0 }),
  });
}
