import { useMutation, useQuery, useQueryClient, type QueryKey } from '@tanstack/react-query';
import type { ApiToken, CreatedToken, CreateToken, TeamUser } from '../../http/schemas/account.ts';
import type { CreateField, TeamFieldList, UpdateField } from '../../http/schemas/contacts.ts';
import type { ConsentPolicy, SaveConsentPolicy } from '../../http/schemas/optOuts.ts';
import type { CodeText, SaveTextingNumber, SaveTextingScope, TextingNumber } from '../../http/schemas/overview.ts';
import { keys } from './keys.ts';
import { request, teamPath } from './request.ts';
import { useTeam } from './team.tsx';

function useTeamList<T>(key: (slug: string) => QueryKey, path: string) {
  const { slug } = useTeam();
  return useQuery({ queryKey: key(slug), queryFn: ({ signal }) => request<T>(teamPath(slug, path), { signal }) });
}

function useTeamChange<Body, Answer>(
  key: (slug: string) => QueryKey,
  send: (slug: string, body: Body) => Promise<Answer>,
) {
  const { slug } = useTeam();
  const client = useQueryClient();
  return useMutation({
    mutationFn: (body: Body) => send(slug, body),
    onSuccess: () => client.invalidateQueries({ queryKey: key(slug) }),
  });
}

export const useFields = () => useTeamList<TeamFieldList>(keys.fields, '/fields');
export const useCreateField = () =>
  useTeamChange(keys.fields, (slug, body: CreateField) =>
    request<unknown>(teamPath(slug, '/fields'), { method: 'POST', body }),
  );

export const useUpdateField = () =>
  useTeamChange(keys.fields, (slug, { key, ...body }: UpdateField & { readonly key: string }) =>
    request<unknown>(teamPath(slug, `/fields/${encodeURIComponent(key)}`), { method: 'PATCH', body }),
  );

export const useTokens = () => useTeamList<{ tokens: ApiToken[] }>(keys.tokens, '/tokens');
export const useCreateToken = () =>
  useTeamChange(keys.tokens, (slug, body: CreateToken) =>
    request<CreatedToken>(teamPath(slug, '/tokens'), { method: 'POST', body }),
  );
export const useRevokeToken = () =>
  useTeamChange(keys.tokens, (slug, id: string) =>
    request<undefined>(teamPath(slug, `/tokens/${encodeURIComponent(id)}`), { method: 'DELETE' }),
  );

export const useTextingNumbers = () =>
  useTeamList<{ numbers: TextingNumber[] }>(keys.textingNumbers, '/texting-numbers');
export const useSaveTextingNumber = () =>
  useTeamChange(keys.textingNumbers, (slug, body: SaveTextingNumber) =>
    request<unknown>(teamPath(slug, '/texting-numbers'), { method: 'PUT', body }),
  );
export const useRemoveTextingNumber = () =>
  useTeamChange(keys.textingNumbers, (slug, number: string) =>
    request<undefined>(teamPath(slug, `/texting-numbers/${encodeURIComponent(number)}`), { method: 'DELETE' }),
  );

/** Whom a STOP to a number opts out, from the next message on; `owner_only` beyond the team, `team_unknown`. */
export const useSaveTextingScope = (number: string) =>
  useTeamChange(keys.textingNumbers, (slug, body: SaveTextingScope) =>
    request<unknown>(teamPath(slug, `/texting-numbers/${encodeURIComponent(number)}/scope`), { method: 'PUT', body }),
  );

export const useConsentPolicy = () => useTeamList<ConsentPolicy>(keys.consentPolicy, '/consent-policy');

/** Saves over the version it was begun from; 409 `policy_changed` when somebody saved meanwhile. */
export const useSaveConsentPolicy = () =>
  useTeamChange(keys.consentPolicy, (slug, body: SaveConsentPolicy) =>
    request<ConsentPolicy>(teamPath(slug, '/consent-policy'), { method: 'PUT', body }),
  );

export const useUsers = () => useTeamList<{ users: TeamUser[] }>(keys.users, '/users');

/** Every code with what happened, why and what to do. The same for all teams. */
export function useCodes() {
  return useQuery({
    queryKey: keys.codes,
    queryFn: ({ signal }) => request<{ codes: CodeText[] }>('/api/codes', { signal }),
    staleTime: Infinity,
  });
}
