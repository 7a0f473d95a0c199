import type { IssueKind } from '../../db/reads/rowIssues.ts';
import type { FieldMapping, OptOutMapping } from '../../domain/mappingTypes.ts';
import type { AppliedRow, PageResult } from '../applyPage.ts';
import type { RowChange } from '../rowChanges.ts';

/** What a dry run found so far, as it is stored. */
export interface PreviewResult extends Tally {
  /** What it was made from: reading on under other settings would mix two imports. */
  readonly basis: PreviewBasis;
  readonly complete: boolean;
  readonly sourceRows: number | null;
  readonly callsSpent: number;
  readonly fullRunCalls: number | null;
  /**
   * Contacts that a run would mark as having left the source; null before every row was read, and when fewer came than
   * the source said it has.
   */
  readonly leftSource: number | null;
  readonly leftSamples: readonly { readonly id: string; readonly name: string; readonly mobile: string | null }[];
}

export interface PreviewBasis {
  readonly sourceId: string;
  readonly fields: FieldMapping;
  readonly optOut: OptOutMapping | null;
  /** The source's own, as its first page told. */
  readonly definition: string;
}

/** What rows come to, added up. */
export interface Tally {
  readonly outcomes: PageResult['outcomes'];
  readonly optOutsSet: number;
  readonly optInsNotApplied: number;
  readonly numbersChanged: number;
  readonly valuesCleared: number;
  readonly assignmentsChanged: number;
  readonly changesByField: readonly FieldChange[];
  readonly counts: readonly { readonly code: string; readonly kind: IssueKind; readonly count: number }[];
  readonly samples: readonly Omit<AppliedRow, 'row'>[];
}

/** How often a field would change, with the first change as an example. */
export interface FieldChange {
  readonly field: string;
  readonly changed: number;
  readonly cleared: number;
  readonly before: string | null;
  readonly after: string | null;
}

/** Rows shown of each outcome; more of those somebody has to mend. */
const SAMPLES: Readonly<Record<AppliedRow['outcome'] | 'optInNotApplied', number>> = {
  created: 10,
  updated: 20,
  unchanged: 3,
  skipped: 10,
  error: 50,
  optInNotApplied: 20,
};

/** Nothing was read yet. */
export const NO_ROWS: Tally = {
  outcomes: { read: 0, created: 0, updated: 0, unchanged: 0, skipped: 0, errors: 0 },
  optOutsSet: 0,
  optInsNotApplied: 0,
  numbersChanged: 0,
  valuesCleared: 0,
  assignmentsChanged: 0,
  changesByField: [],
  counts: [],
  samples: [],
};

/** Turns a change as rows tell it into one that people can read. */
export type ShowChange = (change: RowChange) => RowChange;

/**
 * Adds pages of a dry run to what came before them.
 * @param repeats - rows that were left out because their record had come before; they change nothing
 */
export function addPages(before: Tally, pages: readonly PageResult[], repeats: number, show: ShowChange): Tally {
  const outcomes = { ...before.outcomes };
  outcomes.read += repeats;
  outcomes.unchanged += repeats;
  let { optOutsSet, optInsNotApplied } = before;
  const counts = new Map(before.counts.map((one) => [`${one.kind} ${one.code}`, { ...one }]));
  for (const page of pages) {
    for (const key of Object.keys(outcomes) as (keyof typeof outcomes)[]) outcomes[key] += page.outcomes[key];
    optOutsSet += page.optOutsSet;
    optInsNotApplied += page.optInsNotApplied;
    for (const { kind, problem } of page.issues) {
      const key = `${kind} ${problem.code}`;
      const counted = counts.get(key) ?? { code: problem.code, kind, count: 0 };
      counted.count += 1;
      counts.set(key, counted);
    }
  }
  const rows = pages.flatMap((page) => page.rows ?? []);
  const changesByField = fieldChanges(before.changesByField, rows, show);
  const changed = (field: string): number => changesByField.find((one) => one.field === field)?.changed ?? 0;
  return {
    outcomes,
    optOutsSet,
    optInsNotApplied,
    numbersChanged: changed('Mobile number'),
    valuesCleared: changesByField.reduce((sum, one) => sum + one.cleared, 0),
    assignmentsChanged: changed('Assigned to'),
    changesByField,
    counts: [...counts.values()],
    samples: sampled(before.samples, rows, show),
  };
}

function fieldChanges(
  before: readonly FieldChange[],
  rows: readonly AppliedRow[],
  show: ShowChange,
): readonly FieldChange[] {
  const found = new Map(before.map((one) => [one.field, { ...one }]));
  for (const row of rows) {
    for (const raw of row.changes) {
      const shown = show(raw);
      const change = found.get(shown.field) ?? { ...shown, changed: 0, cleared: 0 };
      change.changed += 1;
      if (raw.after === null) change.cleared += 1;
      found.set(shown.field, change);
    }
  }
  return [...found.values()].sort((a, b) => b.changed - a.changed);
}

function sampled(before: Tally['samples'], rows: readonly AppliedRow[], show: ShowChange): Tally['samples'] {
  const left = { ...SAMPLES };
  for (const sample of before) left[kindOf(sample)] -= 1;
  const samples = [...before];
  for (const row of rows) {
    if (left[kindOf(row)] <= 0) continue;
    left[kindOf(row)] -= 1;
    const { outcome, recordId, name, mobile, optedOut, optInNotApplied, changes: changed, problem } = row;
    const changes = changed.map(show);
    samples.push({ outcome, recordId, name, mobile, optedOut, optInNotApplied, changes, problem });
  }
  return samples;
}

/** Rows whose opt-in was not applied are samples of that, whatever else became of them. */
function kindOf(row: Pick<AppliedRow, 'outcome' | 'optInNotApplied'>): keyof typeof SAMPLES {
  return row.optInNotApplied ? 'optInNotApplied' : row.outcome;
}
