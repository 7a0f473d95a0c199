import { useState } from 'react';
import type { FileOptions } from '../../../http/schemas/files.ts';
import type { ImportSettings } from '../../../http/schemas/imports.ts';
import type { SourceFields } from '../../../http/schemas/sources.ts';
import { useSourceFields } from '../../api/imports.ts';
import { FIRST_FILES, withHeaders, withSuggestion } from './fileDraft.ts';
import { importDraftOf, type ImportDraft } from './importDraft.ts';
import { useImportSaving } from './useImportSaving.ts';
import { useStoredDraft } from './useStoredDraft.ts';

export type FileImportState = ReturnType<typeof useFileImport>;

interface Asked {
  readonly id: string;
  readonly delimiter: FileOptions['delimiter'];
  readonly encoding: FileOptions['encoding'];
}

/**
 * Entries and columns of an import of files. The mapping names headers, so it stays when the folder changes; columns
 * are read when asked for, from the newest file of the server or from a file of the admin's own.
 */
export function useFileImport(connectionId: string, settings: ImportSettings) {
  const storedDraft: ImportDraft = {
    ...importDraftOf(settings, null),
    mapsIdentity: true,
    mapsModified: false,
    files: settings.files ?? FIRST_FILES,
  };
  const store = useStoredDraft(storedDraft, settings.version);
  const { draft } = store;
  const options = draft.files ?? FIRST_FILES;
  const [asked, setAsked] = useState<Asked | null>(askedBy(settings.source?.id ?? null, options));
  const [own, setOwn] = useState<SourceFields | null>(null);
  const [taken, setTaken] = useState<SourceFields | null>(null);
  const [wasAsked, setWasAsked] = useState(false);
  const { id = null, ...reading } = asked ?? {};
  const server = useSourceFields(connectionId, settings.recordType, id, asked !== null, reading);
  const columns = own ?? server.data ?? null;
  if (columns !== null && columns !== taken) {
    setTaken(columns);
    const filled = settings.fields === null ? withSuggestion(draft, columns.suggestion) : draft;
    store.setDraft(wasAsked ? withHeaders(filled, columns) : filled);
  }
  const saving = useImportSaving(connectionId, settings, store, storedDraft, columns);
  return {
    ...saving,
    options,
    setOptions: (part: Partial<FileOptions>): void => saving.change({ files: { ...options, ...part } }),
    /** Columns as far as they are known. */
    columns,
    /** Why the columns of the server's newest file are not known; null when they are, or were not asked for. */
    columnsError: own === null ? server.error : null,
    isReading: server.isFetching,
    /** Reads the columns of the newest file on the server. */
    readColumns: (): void => {
      setOwn(null);
      setWasAsked(true);
      const next = askedBy(draft.source?.id ?? null, options);
      if (JSON.stringify(next) === JSON.stringify(asked)) void server.refetch();
      else setAsked(next);
    },
    /** Takes the columns of a file of the admin's own. */
    takeColumns: (found: SourceFields, delimiter: FileOptions['delimiter']): void => {
      setOwn(found);
      setWasAsked(true);
      saving.change({ files: { ...options, delimiter } });
    },
  };
}

function askedBy(id: string | null, { delimiter, encoding }: FileOptions): Asked | null {
  return id === null ? null : { id, delimiter, encoding };
}
