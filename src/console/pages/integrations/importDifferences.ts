import { weekdaysInWords } from '../../format/weekdays.ts';
import { standardSlots } from '../../parts/mappingDraft.ts';
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
  compare('Import source', source(theirs), source(mine));
  for (const { slot, label } of standardSlots(true, mine.files === null))
    compare(label, theirs.mapping[slot] ?? 'not used', mine.mapping[slot] ?? 'not used');
  if (!isSame(theirs.mapping.additional, mine.mapping.additional))
    compare('Additional fields', additional(theirs), additional(mine));
  if (!isSame(theirs.optOut, mine.optOut)) compare('Opt-out', optOut(theirs), optOut(mine));
  compare('Everything is read on', days(theirs), days(mine));
  compare('Files', files(theirs), files(mine));
  if (!isSame(theirs.columnAnswers, mine.columnAnswers))
    compare('Remembered answers', answers(theirs), answers(mine));
  return found;
}

function source(draft: ImportDraft): string {
  return draft.source === null ? 'none' : `${draft.source.kind} “${draft.source.name}”`;
}

function days(draft: ImportDraft): string {
  return weekdaysInWords(draft.sweepDays) || 'no day';
}

function additional(draft: ImportDraft): string {
  return draft.mapping.additional.map((row) => `${row.source ?? '…'} into ${row.field ?? '…'}`).join(', ') || 'none';
}

function files({ files: options }: ImportDraft): string {
  if (options === null) return '';
  const { which, delimiter, encoding, after, moveTo, quietSeconds, expectedDays } = options;
  return `${which}, ${delimiter}, ${encoding}, ${moveTo === null ? after : `${after} to ${moveTo}`}, quiet ${quietSeconds} s, expected in ${expectedDays} d`;
}

function answers(draft: ImportDraft): string {
  return draft.columnAnswers.map(({ column, answer }) => `${column}: ${answer}`).join(', ') || 'none';
}

function optOut(draft: ImportDraft): string {
  return draft.optOut === null ? 'not exchanged' : `${draft.optOut.field}: ${optOutSentence(draft.optOut)}`;
}
