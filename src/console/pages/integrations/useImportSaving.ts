import { useNavigate } from '@tanstack/react-router';
import { useState } from 'react';
import type { ImportSettings } from '../../../http/schemas/imports.ts';
import type { SourceFields } from '../../../http/schemas/sources.ts';
import { ApiError } from '../../api/apiError.ts';
import { useImportSettings, useSaveImport, useStartPreview } from '../../api/imports.ts';
import { useTeam } from '../../api/team.tsx';
import { importDifferences } from './importDifferences.ts';
import { changedParts, importDraftOf, missingInImport, saveRequest, type ImportDraft } from './importDraft.ts';
import type { StoredDraft } from './useStoredDraft.ts';

export type ImportSaving = ReturnType<typeof useImportSaving>;

/**
 * What every Contact import form does with its entries: checks and saves them, goes on to the preview, asks when
 * somebody else saved meanwhile.
 * @param theirs - what is stored now
 * @param columns - those of the chosen source, as far as they are known
 */
export function useImportSaving(
  connectionId: string,
  settings: ImportSettings,
  store: StoredDraft<ImportDraft>,
  theirs: ImportDraft,
  columns: SourceFields | null,
) {
  const { slug } = useTeam();
  const navigate = useNavigate();
  const { recordType } = settings;
  const stored = useImportSettings(connectionId, recordType);
  const saveImport = useSaveImport(connectionId, recordType);
  const preview = useStartPreview(connectionId, recordType);
  const [incomplete, setIncomplete] = useState<ApiError | null>(null);
  const { draft, base } = store;

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
        store.takeStored(importDraftOf(saved, columns?.suggestion ?? null), saved.version);
        if (saved.state === 'on') openPreview();
      },
      // What the other person saved is shown beside the entries.
      onError: (error) => void (error instanceof ApiError && error.code === 'edit_clash' && stored.refetch()),
    });
  const save = (): void => {
    const missing = missingInImport(draft, base, columns?.fields ?? []);
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
