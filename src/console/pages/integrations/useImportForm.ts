import type { ImportSettings } from '../../../http/schemas/imports.ts';
import type { SourceFields } from '../../../http/schemas/sources.ts';
import { useSourceFields } from '../../api/imports.ts';
import { awaitsColumns, importDraftOf, mappedTo } from './importDraft.ts';
import { useImportSaving } from './useImportSaving.ts';
import { useStoredDraft } from './useStoredDraft.ts';

export type ImportFormState = ReturnType<typeof useImportForm>;

/**
 * Entries, saving and the preview that follows it, for the Contact import form of one record type.
 * @param storedColumns - the columns of the stored source; null when there is none
 */
export function useImportForm(connectionId: string, settings: ImportSettings, storedColumns: SourceFields | null) {
  const { recordType } = settings;
  const storedDraft = importDraftOf(settings, storedColumns?.suggestion ?? null);
  const store = useStoredDraft(storedDraft, settings.version);
  const { draft, base } = store;
  const columns = useSourceFields(connectionId, recordType, draft.source?.id ?? null, draft.source !== null);
  // Another source has other columns: the mapping follows as soon as they are here, from the stored one if any.
  const from = base.mappedFor === null ? draft : base;
  const before = useSourceFields(connectionId, recordType, from.mappedFor, from.mappedFor !== null);
  if (awaitsColumns(draft) && columns.data !== undefined && !before.isLoading)
    store.setDraft(mappedTo(draft, from, before.data?.fields ?? [], columns.data));
  const saving = useImportSaving(connectionId, settings, store, storedDraft, columns.data ?? null);
  /** `columns`: those of the chosen source. */
  return { ...saving, columns };
}
