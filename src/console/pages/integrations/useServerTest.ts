import { useMutation, useQueryClient } from '@tanstack/react-query';
import { useRef } from 'react';
import type { Connection, TestReport } from '../../../http/schemas/connections.ts';
import type { ServerIdentity, TrustServer } from '../../../http/schemas/files.ts';
import { connectionPath } from '../../api/connections.ts';
import { keys } from '../../api/keys.ts';
import { request } from '../../api/request.ts';
import { useTeam } from '../../api/team.tsx';
import { useAnnounce } from '../../live/Announcer.tsx';
import { useRememberedTest } from './useRememberedTest.ts';

/**
 * Testing a file server: who answers there is looked at first, and nothing secret is sent before a person has trusted
 * it. Then Rollcall signs in and looks around.
 */
export function useServerTest(connectionId: string) {
  const { slug } = useTeam();
  const client = useQueryClient();
  const announce = useAnnounce();
  const { remember } = useRememberedTest(connectionId);
  const waiting = useRef(new AbortController());
  const path = (tail: string): string => connectionPath(slug, connectionId, tail);

  /** @returns who has to be trusted first; null when the test was made */
  const look = async (trust: TrustServer | null): Promise<ServerIdentity | null> => {
    const { signal } = (waiting.current = new AbortController());
    if (trust === null) {
      const identity = await request<ServerIdentity>(path('/identity'), { signal });
      if (!identity.trusted) return identity;
    } else {
      const connection = await request<Connection>(path('/trust'), { method: 'POST', body: trust, signal });
      client.setQueryData(keys.connection(slug, connectionId), connection);
    }
    const report = await request<TestReport>(path('/test'), { method: 'POST', body: {}, signal });
    remember(report);
    return null;
  };
  const { mutate, reset, data, error, isPending } = useMutation({
    mutationFn: look,
    onSuccess: (identity) =>
      announce(identity === null ? 'Connected.' : 'The server is not trusted yet. Compare its fingerprint.'),
    onSettled: () =>
      Promise.all([
        client.invalidateQueries({ queryKey: keys.connection(slug, connectionId), exact: true }),
        client.invalidateQueries({ queryKey: keys.connections(slug) }),
        client.invalidateQueries({ queryKey: keys.overview(slug) }),
      ]),
  });
  return {
    /** Who answers and has to be trusted first. */
    stranger: data ?? null,
    error,
    isPending,
    run: () => mutate(null),
    trust: (trust: TrustServer) => mutate(trust),
    cancel: () => {
      waiting.current.abort();
      reset();
    },
  };
}
