import { useState } from 'react';
import type { ConsentPolicy } from '../../../http/schemas/optOuts.ts';
import { ApiError } from '../../api/apiError.ts';
import { useSaveConsentPolicy } from '../../api/settings.ts';
import type { ImportPart } from '../integrations/useImportPart.ts';
import { useStoredDraft } from '../integrations/useStoredDraft.ts';

/** What a team may change of how replies are read and by when they are honoured. */
export type Policy = Pick<ConsentPolicy, 'languages' | 'stopPhrases' | 'businessDays'>;

const policyOf = ({ languages, stopPhrases, businessDays }: ConsentPolicy): Policy => ({
  languages,
  stopPhrases,
  businessDays,
});

const isClash = (error: unknown): boolean => error instanceof ApiError && error.code === 'policy_changed';

/**
 * The policy with its entries, saved over the version it was begun from.
 *
 * @param refresh - reads what is stored again, after somebody else saved
 */
export function useConsentPart(policy: ConsentPolicy, refresh: () => void): ImportPart<Policy> {
  const stored = policyOf(policy);
  const store = useStoredDraft(stored, policy.version);
  const savePolicy = useSaveConsentPolicy();
  const [savedAt, setSavedAt] = useState<string | null>(null);
  const send = (version: number): void =>
    savePolicy.mutate(
      { ...store.draft, version },
      {
        onSuccess: (saved) => {
          store.takeStored(policyOf(saved), saved.version);
          setSavedAt(new Date().toISOString());
        },
        onError: (error) => void (isClash(error) && refresh()),
      },
    );
  const error = savePolicy.error instanceof ApiError ? savePolicy.error : null;
  return {
    draft: store.draft,
    setDraft: store.setDraft,
    stored,
    hasChanges: store.hasChanges,
    save: () => send(store.version),
    discard: () => {
      savePolicy.reset();
      store.discard();
    },
    isSaving: savePolicy.isPending,
    savedAt,
    refusal: isClash(error) ? null : error,
    // The question is asked once the other person's version is here to be shown.
    clash: isClash(error) && policy.version !== store.version ? error : null,
    keepMine: () => {
      store.keepEntries(stored, policy.version);
      send(policy.version);
    },
    takeTheirs: () => {
      savePolicy.reset();
      store.takeStored(stored, policy.version);
    },
  };
}
