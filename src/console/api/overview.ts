import { queryOptions, useQuery } from '@tanstack/react-query';
import type { Overview } from '../../http/schemas/overview.ts';
import { keys } from './keys.ts';
import { request, teamPath } from './request.ts';
import { useTeam } from './team.tsx';

export const overviewQuery = (slug: string) =>
  queryOptions({
    queryKey: keys.overview(slug),
    queryFn: ({ signal }) => request<Overview>(teamPath(slug, '/overview'), { signal }),
    staleTime: 2_000,
  });

export function useOverview() {
  return useQuery(overviewQuery(useTeam().slug));
}
