import { useMutation, useQueryClient } from '@tanstack/react-query';
import { useRef } from 'react';
import type { Connection, CreateConnection } from '../../../http/schemas/connections.ts';
import { connectionPath } from '../../api/connections.ts';
import { keys } from '../../api/keys.ts';
import { request, teamPath } from '../../api/request.ts';
import { useTeam } from '../../api/team.tsx';
import { ftpRequestOf, type FtpDraft } from './ftpSettings.ts';

/**
 * Saves where a file server is and how to sign in to it: makes the connection when there is none yet, once, however
 * often the form is sent again after a refusal.
 */
export function useSaveServer(connection: Connection | null) {
  const { slug } = useTeam();
  const client = useQueryClient();
  const made = useRef<Connection | null>(null);
  return useMutation({
    mutationFn: async ({ draft, name }: { readonly draft: FtpDraft; readonly name: string }): Promise<Connection> => {
      let current = connection ?? made.current;
      if (current === null) {
        const body: CreateConnection = { connector: 'ftp', ...(name.trim() === '' ? {} : { name: name.trim() }) };
        current = await request<Connection>(teamPath(slug, '/connections'), { method: 'POST', body });
        made.current = current;
      }
      const body = {
        ...ftpRequestOf(draft, current.version),
        ...(connection === null && name.trim() !== '' ? { name: name.trim() } : {}),
      };
      const saved = await request<Connection>(connectionPath(slug, current.id), { method: 'PATCH', body });
      client.setQueryData(keys.connection(slug, saved.id), saved);
      return saved;
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
