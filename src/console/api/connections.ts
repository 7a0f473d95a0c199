import { useMutation, useQuery, useQueryClient } from '@tanstack/react-query';
import type {
  Authorize,
  Connection,
  CreateConnection,
  SaveCertificate,
  TestReport,
  UpdateConnection,
} from '../../http/schemas/connections.ts';
import { keys } from './keys.ts';
import { request, teamPath } from './request.ts';
import { useTeam } from './team.tsx';

/** Path of one connection, or of something below it. */
export function connectionPath(
  slug: string,
  id: string,
  tail = '',
  query: Record<string, string | number | undefined> = {},
): string {
  return teamPath(slug, `/connections/${encodeURIComponent(id)}${tail}`, query);
}

export function useConnections() {
  const { slug } = useTeam();
  return useQuery({
    queryKey: keys.connections(slug),
    queryFn: ({ signal }) => request<{ connections: Connection[] }>(teamPath(slug, '/connections'), { signal }),
    staleTime: 2_000,
  });
}

export function useConnection(id: string) {
  const { slug } = useTeam();
  return useQuery({
    queryKey: keys.connection(slug, id),
    queryFn: ({ signal }) => request<Connection>(connectionPath(slug, id), { signal }),
    staleTime: 2_000,
  });
}

export function useCreateConnection() {
  const { slug } = useTeam();
  const client = useQueryClient();
  return useMutation({
    mutationFn: (body: CreateConnection) =>
      request<Connection>(teamPath(slug, '/connections'), { method: 'POST', body }),
    onSuccess: (connection) => {
      client.setQueryData(keys.connection(slug, connection.id), connection);
      return client.invalidateQueries({ queryKey: keys.connections(slug) });
    },
  });
}

/** Saves settings, secrets, the name or the pause; 409 `edit_clash` when somebody saved meanwhile. */
export function useUpdateConnection(id: string) {
  const { slug } = useTeam();
  const client = useQueryClient();
  return useMutation({
    mutationFn: (body: UpdateConnection) => request<Connection>(connectionPath(slug, id), { method: 'PATCH', body }),
    onSuccess: (connection) => {
      client.setQueryData(keys.connection(slug, id), connection);
      return client.invalidateQueries({ queryKey: keys.connections(slug) });
    },
  });
}

/** Disconnects for good, with the connection's name as the proof that it is meant. Contacts stay. */
export function useRemoveConnection(id: string) {
  const { slug } = useTeam();
  const client = useQueryClient();
  return useMutation({
    mutationFn: (name: string) =>
      request<undefined>(connectionPath(slug, id, '', { confirm: name }), { method: 'DELETE' }),
    onSuccess: () => client.invalidateQueries({ queryKey: keys.team(slug) }),
  });
}

/** Makes a certificate, or stores an uploaded one; 422 `settings_refused` names the half that is wrong. */
export function useSaveCertificate(id: string) {
  const { slug } = useTeam();
  const client = useQueryClient();
  return useMutation({
    mutationFn: (body: SaveCertificate) =>
      request<Connection>(connectionPath(slug, id, '/certificate'), { method: 'POST', body }),
    onSuccess: (connection) => {
      client.setQueryData(keys.connection(slug, id), connection);
      return client.invalidateQueries({ queryKey: keys.overview(slug) });
    },
  });
}

export function useAuthorize(id: string) {
  const { slug } = useTeam();
  const client = useQueryClient();
  return useMutation({
    mutationFn: () => request<Authorize>(connectionPath(slug, id, '/authorize'), { method: 'POST', body: {} }),
    onSuccess: ({ url }) =>
      url === null ? client.invalidateQueries({ queryKey: keys.connection(slug, id) }) : undefined,
  });
}

export function useTestConnection(id: string) {
  const { slug } = useTeam();
  const client = useQueryClient();
  return useMutation({
    mutationFn: () => request<TestReport>(connectionPath(slug, id, '/test'), { method: 'POST', body: {} }),
    onSettled: () => client.invalidateQueries({ queryKey: keys.connection(slug, id), exact: true }),
  });
}
