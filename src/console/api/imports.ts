import { keepPreviousData, useMutation, useQuery, useQueryClient } from '@tanstack/react-query';

import type { ImportSettings, Preview, SaveImport, SourceDetails, SourceFields, SourceSearch } from '../../http/schemas/connections.ts';
import { connectionPath } from './connections.ts';
import { keys } from './keys.ts';
import type { RecordType } from './recordType.ts';
import { request, teamPath } from './request.ts';
import { useTeam } from './team.tsx';

/** Import sources by part of their name, 20 at a time. */
export function useSources(connectionId: string, recordType: RecordType, q: string, offset = 0, enabled = true) {
  const { slug } = useTeam();
  return useQuery({
    queryKey: keys.sources(slug, connectionId, { recordType, q, offset }),
    queryFn: ({ signal }) => request<SourceSearch>(connectionPath(slug, connectionId, '/sources', { recordType, q, offset }), { signal }),
    placeholderData: keepPreviousData,
    staleTime: 60_000,
    enabled,
  });
}

export function useSource(connectionId: string, recordType: RecordType, sourceId: string | null) {
  const { slug } = useTeam();
  return useQuery({
    queryKey: keys.source(slug, connectionId, recordType, sourceId ?? ''),
    queryFn: ({ signal }) =>
      request<SourceDetails>(connectionPath(slug, connectionId, `/sources/${encodeURIComponent(sourceId ?? '')}`, { recordType }), { signal }),
    staleTime: 60_000,
    enabled: sourceId !== null,
  });
}

export function useSourceFields(connectionId: string, recordType: RecordType, enabled = true) {
  const { slug } = useTeam();
  return useQuery({
    queryKey: keys.sourceFields(slug, connectionId, recordType),
    queryFn: ({ signal }) => request<SourceFields>(connectionPath(slug, connectionId, '/fields', { recordType }), { signal }),
    staleTime: 60_000,
    enabled,
  });
}

export function useImportSettings(connectionId: string, recordType: RecordType) {
  const { slug } = useTeam();
  return useQuery({
    queryKey: keys.importSettings(slug, connectionId, recordType),
    queryFn: ({ signal }) => request<ImportSettings>(connectionPath(slug, connectionId, `/imports/${recordType}`), { signal }),
  });
}

/** Saves any part of one record type's settings; 422 `settings_refused` names each field. */
export function useSaveImport(connectionId: string, recordType: RecordType) {
  const { slug } = useTeam();
  const client = useQueryClient();
  return useMutation({
    mutationFn: (body: SaveImport) =>
      request<ImportSettings>(connectionPath(slug, connectionId, `/imports/${recordType}`), { method: 'PUT', body }),
    onSuccess: (settings) => {
      client.setQueryData(keys.importSettings(slug, connectionId, recordType), settings);
      return Promise.all([
        client.invalidateQueries({ queryKey: keys.connection(slug, connectionId), exact: true }),
        client.invalidateQueries({ queryKey: keys.connections(slug) }),
        client.invalidateQueries({ queryKey: keys.overview(slug) }),
      ]);
    },
  });
}

export function useStartPreview(connectionId: string, recordType: RecordType) {
  const { slug } = useTeam();
  return useMutation({
    mutationFn: () => request<Preview>(connectionPath(slug, connectionId, `/imports/${recordType}/preview`), { method: 'POST', body: {} }),
  });
}

/** A dry run; asked again every second until it has finished, beside what the event stream says. */
export function usePreview(id: string) {
  const { slug } = useTeam();
  return useQuery({
    queryKey: keys.preview(slug, id),
    queryFn: ({ signal }) => request<Preview>(teamPath(slug, `/previews/${encodeURIComponent(id)}`), { signal }),
    refetchInterval: (query) => (query.state.data?.state === 'running' ? 1_000 : false),
    staleTime: 1_000,
  });
}
