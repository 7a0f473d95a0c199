import { useState } from 'react';
import type { ImportSettings, SaveImport } from '../../../http/schemas/imports.ts';
import { ApiError } from '../../api/apiError.ts';
import { useImportSettings, useSaveImport } from '../../api/imports.ts';
import { useStoredDraft } from './useStoredDraft.ts';

export interface ImportPart<Part> {
  readonly draft: Part;
  readonly setDraft: (draft: Part) => void;
  readonly stored: Part;
  readonly hasChanges: boolean;
  readonly save: () => void;
  readonly discard: () => void;
  readonly isSaving: boolean;
  /** When this form was last saved here. */
  readonly savedAt: string | null;
  /** Why it was not saved, unless it was a clash. */
  readonly refusal: ApiError | null;
  readonly clash: ApiError | null;
  readonly keepMine: () => void;
  readonly takeTheirs: () => void;
}

/**
 * One part of a record type's settings with its entries: the opt-out rule, the windows, the addresses. Each tab
 * saves its own.
 *
 * @param read - takes the part out of the settings
 * @param write - makes the request's part of it
 */
export function useImportPart<Part>(
  connectionId: string,
  settings: ImportSettings,
  read: (settings: ImportSettings) => Part,
  write: (part: Part) => Omit<SaveImport, 'version'>,
): ImportPart<Part> {
  const stored = read(settings);
  const store = useStoredDraft(stored, settings.version);
  const query = useImportSettings(connectionId, settings.recordType);
  const saveImport = useSaveImport(connectionId, settings.recordType);
  const [savedAt, setSavedAt] = useState<string | null>(null);
  const send = (version: number): void =>
    saveImport.mutate(
      { version, ...write(store.draft) },
      {
        onSuccess: (saved) => {
          store.takeStored(read(saved), saved.version);
          setSavedAt(new Date().toISOString());
        },
        onError: (error) => void (isClash(error) && query.refetch()),
      },
    );
  const error = saveImport.error instanceof ApiError ? saveImport.error : null;
  // The question is asked once the other person's version is here to be shown.
  const clash = isClash(error) && (settings.version !== store.version || !query.isFetching) ? error : null;
  return {
    draft: store.draft,
    setDraft: store.setDraft,
    stored,
    hasChanges: store.hasChanges,
    save: () => send(store.version),
    discard: () => {
      saveImport.reset();
      store.discard();
    },
    isSaving: saveImport.isPending,
    savedAt,
    refusal: isClash(error) ? null : error,
    clash,
    keepMine: () => {
      store.keepEntries(stored, settings.version);
      send(settings.version);
    },
    takeTheirs: () => {
      saveImport.reset();
      store.takeStored(stored, settings.version);
    },
  };
}

function isClash(error: unknown): boolean {
  return error instanceof ApiError && error.code === 'edit_clash';
}
