import { queryOptions, useQuery } from '@tanstack/react-query';
import type { OptOutCounts } from '../../http/schemas/optOuts.ts';
import { keys } from './keys.ts';
import { request, teamPath } from './request.ts';
import { useTeam } from './team.tsx';

const countsQuery = (slug: string) =>
  queryOptions({
    queryKey: keys.optOuts(slug, 'counts'),
    queryFn: ({ signal }) => request<OptOutCounts>(teamPath(slug, '/opt-outs'), { signal }),
    staleTime: 2_000,
  });

/** How much waits, for the side bar and the tabs. */
export function useOptOutCounts() {
  return useQuery(countsQuery(useTeam().slug));
}
