import { STANDARD_SLOTS } from '../../parts/mappingDraft.ts';
import { optOutSentence } from '../../parts/optOutRule.ts';
import type { ImportDraft } from './importDraft.ts';
import { IMPORT_STATE_WORDS } from './recordTypes.ts';
import { isSame } from './useStoredDraft.ts';

export interface Difference {
  readonly label: string;
  readonly theirs: string;
  readonly mine: string;
}

/** Where two people's settings of one import differ, both in words. */
export function importDifferences(theirs: ImportDraft, mine: ImportDraft): readonly Difference[] {
  const found: Difference[] = [];
  const compare = (label: string, one: string, other: string): void => {
    if (one !== other) found.push({ label, theirs: one, mine: other });
  };
  compare('Import', IMPORT_STATE_WORDS[theirs.state], IMPORT_STATE_WORDS[mine.state]);
  compare('List View', theirs.source?.name ?? 'none', mine.source?.name ?? 'none');
  for (const { slot, label } of STANDARD_SLOTS)
    compare(label, theirs.mapping[slot] ?? 'not used', mine.mapping[slot] ?? 'not used');
  if (!isSame(theirs.mapping.additional, mine.mapping.additional))
    compare('Additional fields', additional(theirs), additional(mine));
  if (!isSame(theirs.optOut, mine.optOut)) compare('Opt-out', optOut(theirs), optOut(mine));
  return found;
}

function additional(draft: ImportDraft): string {
  return draft.mapping.additional.map((row) => `${row.source ?? '…'} into ${row.field ?? '…'}`).join(', ') || 'none';
}

function optOut(draft: ImportDraft): string {
  return draft.optOut === null ? 'not exchanged' : `${draft.optOut.field}: ${optOutSentence(draft.optOut)}`;
}
