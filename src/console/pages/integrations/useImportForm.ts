import { useNavigate } from '@tanstack/react-router';
import { useState } from 'react';
import type { ImportSettings } from '../../../http/schemas/imports.ts';
import type { SourceFields } from '../../../http/schemas/sources.ts';
import { ApiError } from '../../api/apiError.ts';
import { useImportSettings, useSaveImport, useSourceFields, useStartPreview } from '../../api/imports.ts';
import { useTeam } from '../../api/team.tsx';
import { importDifferences } from './importDifferences.ts';
import {
  awaitsColumns,
  changedParts,
  importDraftOf,
  mappedTo,
  missingInImport,
  saveRequest,
  type ImportDraft,
} from './importDraft.ts';
import { useStoredDraft } from './useStoredDraft.ts';

export type ImportFormState = ReturnType<typeof useImportForm>;

/**
 * Entries, saving and the preview that follows it, for the Contact import form of one record type.
 * @param storedColumns - the columns of the stored source; null when there is none
 */
export function useImportForm(connectionId: string, settings: ImportSettings, storedColumns: SourceFields | null) {
  const { slug } = useTeam();
  const navigate = useNavigate();
  const { recordType } = settings;
  const stored = useImportSettings(connectionId, recordType);
  const store = useStoredDraft(importDraftOf(settings, storedColumns?.suggestion ?? null), settings.version);
  const saveImport = useSaveImport(connectionId, recordType);
  const preview = useStartPreview(connectionId, recordType);
  const [incomplete, setIncomplete] = useState<ApiError | null>(null);
  const { draft, base } = store;
  const columns = useSourceFields(connectionId, recordType, draft.source?.id ?? null, draft.source !== null);
  // Another source has other columns: the mapping follows as soon as they are here, from the stored one if any.
  const from = base.mappedFor === null ? draft : base;
  const before = useSourceFields(connectionId, recordType, from.mappedFor, from.mappedFor !== null);
  if (awaitsColumns(draft) && columns.data !== undefined && !before.isLoading)
    store.setDraft(mappedTo(draft, from, before.data?.fields ?? [], columns.data));

  const openPreview = (): void =>
    preview.mutate(undefined, {
      onSuccess: ({ id }) =>
        void navigate({
          to: '/t/$team/integrations/$connection/previews/$preview',
          params: { team: slug, connection: connectionId, preview: id },
        }),
    });
  const send = (version: number): void =>
    saveImport.mutate(saveRequest(draft, base, version), {
      onSuccess: (saved) => {
        store.takeStored(importDraftOf(saved, columns.data?.suggestion ?? null), saved.version);
        if (saved.state === 'on') openPreview();
      },
      // What the other person saved is shown beside the entries.
      onError: (error) => void (error instanceof ApiError && error.code === 'edit_clash' && stored.refetch()),
    });
  const save = (): void => {
    const missing = missingInImport(draft, base, columns.data?.fields ?? []);
    if (Object.keys(missing).length > 0) {
      setIncomplete(incompleteForm(missing));
      return;
    }
    setIncomplete(null);
    if (changedParts(draft, base) === 0) openPreview();
    else send(store.version);
  };
  const refused = saveImport.error instanceof ApiError ? saveImport.error : null;
  const isClash = refused?.code === 'edit_clash';
  // The question is asked once the other person's version is here to be shown.
  const clash = isClash && (settings.version !== store.version || !stored.isFetching) ? refused : null;
  const theirs = importDraftOf(settings, storedColumns?.suggestion ?? null);
  const keepMine = (): void => {
    store.keepEntries(theirs, settings.version);
    send(settings.version);
  };
  const takeTheirs = (): void => {
    saveImport.reset();
    store.takeStored(theirs, settings.version);
  };
  const refusal = incomplete ?? (isClash ? null : refused);
  return {
    draft,
    base,
    /** The columns of the chosen source. */
    columns,
    changes: changedParts(draft, base),
    change: (part: Partial<ImportDraft>): void => store.setDraft({ ...draft, ...part }),
    discard: (): void => {
      setIncomplete(null);
      saveImport.reset();
      store.discard();
    },
    save,
    isSaving: saveImport.isPending || preview.isPending,
    errors: refusal?.fields ?? {},
    refusal,
    clash,
    differences: clash === null ? [] : importDifferences(theirs, draft),
    keepMine,
    takeTheirs,
    previewError: preview.error,
  };
}

function incompleteForm(missing: Readonly<Record<string, string>>): ApiError {
  const fields = Object.entries(missing).map(([field, message]) => ({ field, message }));
  const message =
    fields.length === 1
      ? 'One part is missing, so nothing was saved.'
      : `${fields.length} parts are missing, so nothing was saved.`;
  return new ApiError(422, { code: 'settings_refused', message, fields, requestId: '' });
}
