import { useState } from 'react';

export interface StoredDraft<Value> {
  readonly draft: Value;
  readonly setDraft: (draft: Value) => void;
  /** What the draft was begun from. */
  readonly base: Value;
  /** The version to save against. */
  readonly version: number;
  readonly hasChanges: boolean;
  readonly discard: () => void;
  /** Goes on from what is stored now and drops the entries. */
  readonly takeStored: (stored: Value, version: number) => void;
  /** Keeps the entries, to be saved over what is stored now. */
  readonly keepEntries: (stored: Value, version: number) => void;
}

/**
 * Entries of a form over what is stored. Another person's save replaces an untouched form at once; a touched one
 * keeps its entries and meets the newer version when it is saved.
 *
 * @param stored - plain data, compared by its JSON
 */
export function useStoredDraft<Value>(stored: Value, version: number): StoredDraft<Value> {
  const [base, setBase] = useState({ value: stored, version });
  const [draft, setDraft] = useState(stored);
  const hasChanges = !isSame(draft, base.value);
  if (version > base.version && !hasChanges) {
    setBase({ value: stored, version });
    setDraft(stored);
  }
  return {
    draft,
    setDraft,
    base: base.value,
    version: base.version,
    hasChanges,
    discard: () => setDraft(base.value),
    takeStored: (value, next) => {
      setBase({ value, version: next });
      setDraft(value);
    },
    keepEntries: (value, next) => setBase({ value, version: next }),
  };
}

export function isSame(one: unknown, other: unknown): boolean {
  return JSON.stringify(one) === JSON.stringify(other);
}
