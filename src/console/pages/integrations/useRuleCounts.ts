import { useQuery } from '@tanstack/react-query';
import type { Preview } from '../../../http/schemas/previews.ts';
import { keys } from '../../api/keys.ts';
import { request, teamPath } from '../../api/request.ts';
import { useTeam } from '../../api/team.tsx';
import type { SourceCounts } from '../../parts/OptOutCounts.tsx';
import { useQueryValue } from '../../router/queryString.ts';

/**
 * What the preview in the address (`?preview=`) found under the stored opt-out rule; null when the reader did
 * not come from one.
 */
export function useRuleCounts(): SourceCounts | null {
  const { slug } = useTeam();
  const [id] = useQueryValue('preview');
  const { data } = useQuery({
    queryKey: keys.preview(slug, id ?? ''),
    queryFn: ({ signal }) => request<Preview>(teamPath(slug, `/previews/${encodeURIComponent(id ?? '')}`), { signal }),
    enabled: id !== undefined,
    staleTime: 60_000,
  });
  if (data?.outcomes === undefined || data.outcomes === null) return null;
  return { optedOut: data.optOutsSet, people: data.outcomes.read };
}
