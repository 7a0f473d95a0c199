import { useMutation, useQueryClient } from '@tanstack/react-query';
import { useRef } from 'react';
import type { Authorize, Connection, CreateConnection } from '../../../http/schemas/connections.ts';
import { connectionPath } from '../../api/connections.ts';
import { keys } from '../../api/keys.ts';
import { request, teamPath } from '../../api/request.ts';
import { useTeam } from '../../api/team.tsx';
import { requestOf, type SalesforceDraft } from './salesforceSettings.ts';

/**
 * Saves how to sign in and asks where to send the browser: makes the connection when there is none yet, once,
 * however often the form is sent again after a refusal. A certificate has to be in Salesforce before it can sign in, so
 * without one only the settings are saved.
 */
export function useConnect(connection: Connection | null) {
  const { slug } = useTeam();
  const client = useQueryClient();
  const made = useRef<Connection | null>(null);
  return useMutation({
    mutationFn: async (draft: SalesforceDraft): Promise<{ id: string; url: string | null; signedIn: boolean }> => {
      let current = connection ?? made.current;
      if (current === null) {
        const body: CreateConnection = { connector: 'salesforce' };
        current = await request<Connection>(teamPath(slug, '/connections'), { method: 'POST', body });
        made.current = current;
      }
      const saved = await request<Connection>(connectionPath(slug, current.id), {
        method: 'PATCH',
        body: requestOf(draft, current.version),
      });
      if (made.current !== null) made.current = saved;
      client.setQueryData(keys.connection(slug, saved.id), saved);
      if (draft.method === 'jwt_bearer' && saved.certificate === null)
        return { id: saved.id, url: null, signedIn: false };
      const { url } = await request<Authorize>(connectionPath(slug, saved.id, '/authorize'), {
        method: 'POST',
        body: {},
      });
      return { id: saved.id, url, signedIn: url === null };
    },
    onSettled: () =>
      Promise.all([
        client.invalidateQueries({ queryKey: keys.connections(slug) }),
        client.invalidateQueries({ queryKey: keys.overview(slug) }),
        ...(connection === null
          ? []
          : [client.invalidateQueries({ queryKey: keys.connection(slug, connection.id), exact: true })]),
      ]),
  });
}
