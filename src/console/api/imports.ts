import { keepPreviousData, useInfiniteQuery, useMutation, useQuery, useQueryClient } from '@tanstack/react-query';

import type { FileHeaders, FileOptions, FolderView } from '../../http/schemas/files.ts';
import type { ImportSettings, SaveImport } from '../../http/schemas/imports.ts';
import type { Preview } from '../../http/schemas/previews.ts';
import type { RunSummary } from '../../http/schemas/runs.ts';
import type { SourceDetails, SourceFields, SourceSearch } from '../../http/schemas/sources.ts';
import { connectionPath } from './connections.ts';
import { keys } from './keys.ts';
import type { RecordType } from './recordType.ts';
import { request, teamPath } from './request.ts';
import { useTeam } from './team.tsx';

export interface SourceQuery {
  readonly recordType: RecordType;
  /** Name of the kind: `List View`, `Report`. */
  readonly kind: string;
  /** Part of a name or folder. */
  readonly q: string;
}

/** Import sources of one kind by part of their name or folder, 20 more with each page. */
export function useSources(connectionId: string, search: SourceQuery) {
  const { slug } = useTeam();
  return useInfiniteQuery({
    queryKey: keys.sources(slug, connectionId, search),
    queryFn: ({ pageParam, signal }) =>
      request<SourceSearch>(connectionPath(slug, connectionId, '/sources', { ...search, offset: pageParam }), { signal }),
    initialPageParam: 0,
    getNextPageParam: (last, pages) => {
      const read = pages.reduce((sum, page) => sum + page.sources.length, 0);
      return last.sources.length > 0 && read < last.total ? read : undefined;
    },
    placeholderData: keepPreviousData,
    staleTime: 60_000,
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

/** How files are read by a form that is not saved yet. */
export type UnsavedReading = Partial<Pick<FileOptions, 'delimiter' | 'encoding'>>;

/** The columns of a source, or without one the fields of the record type, with a mapping suggested for them. */
export function useSourceFields(
  connectionId: string,
  recordType: RecordType,
  sourceId: string | null,
  enabled = true,
  reading: UnsavedReading = {},
) {
  const { slug } = useTeam();
  return useQuery({
    queryKey: [...keys.sourceFields(slug, connectionId, recordType, sourceId), reading],
    queryFn: ({ signal }) =>
      request<SourceFields>(
        connectionPath(slug, connectionId, '/fields', { recordType, source: sourceId ?? undefined, ...reading }),
        { signal },
      ),
    staleTime: 60_000,
    enabled,
  });
}

/** What an import would find in a folder of a file server now, by the entries of a form that may not be saved yet. */
export function useFolder(
  connectionId: string,
  recordType: RecordType,
  query: { readonly source: string; readonly which: FileOptions['which'] },
) {
  const { slug } = useTeam();
  return useQuery({
    queryKey: [...keys.connection(slug, connectionId), 'folder', recordType, query],
    queryFn: ({ signal }) =>
      request<FolderView>(connectionPath(slug, connectionId, `/imports/${recordType}/folder`, { ...query }), { signal }),
    placeholderData: keepPreviousData,
    staleTime: 60_000,
    retry: false,
  });
}

/** The columns of a file by its beginning. */
export function useFileHeaders(connectionId: string) {
  const { slug } = useTeam();
  return useMutation({
    mutationFn: (beginning: Blob) =>
      request<FileHeaders>(connectionPath(slug, connectionId, '/headers'), { method: 'POST', body: beginning }),
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

/** Reads a preview on from where it stopped: five pages, or all there are. 409 while it is still reading. */
export function useReadMore(id: string) {
  const { slug } = useTeam();
  const client = useQueryClient();
  return useMutation({
    mutationFn: (all: boolean) =>
      request<Preview>(teamPath(slug, `/previews/${encodeURIComponent(id)}/more`), { method: 'POST', body: { all } }),
    onSuccess: (preview) => client.setQueryData(keys.preview(slug, id), preview),
  });
}

/** Imports the uploaded rows of a preview; 409 `run_busy`, `preview_outdated`. */
export function useRunPreview(id: string) {
  const { slug } = useTeam();
  const client = useQueryClient();
  return useMutation({
    mutationFn: () =>
      request<RunSummary>(teamPath(slug, `/previews/${encodeURIComponent(id)}/run`), { method: 'POST', body: {} }),
    onSuccess: () => client.invalidateQueries({ queryKey: keys.team(slug) }),
  });
}
