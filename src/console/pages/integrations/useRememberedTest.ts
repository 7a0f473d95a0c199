import { useQuery, useQueryClient } from '@tanstack/react-query';
import type { TestReport } from '../../../http/schemas/connections.ts';
import { keys } from '../../api/keys.ts';
import { useTeam } from '../../api/team.tsx';

/**
 * The last test of a connection in this browser tab: a test costs calls, so other pages look at this one instead
 * of asking.
 */
export function useRememberedTest(connectionId: string) {
  const { slug } = useTeam();
  const client = useQueryClient();
  const key = [...keys.connection(slug, connectionId), 'test'];
  const { data } = useQuery<TestReport | null>({
    queryKey: key,
    queryFn: () => client.getQueryData<TestReport>(key) ?? null,
    staleTime: Infinity,
  });
  return {
    remembered: data ?? undefined,
    remember: (report: TestReport): void => {
      client.setQueryData(key, report);
    },
  };
}
