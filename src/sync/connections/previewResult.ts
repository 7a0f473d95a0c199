import type { IssueKind } from '../../db/reads/rowIssues.ts';
import type { AppliedRow, PageResult } from '../applyPage.ts';
import type { RowChange } from '../rowChanges.ts';

/** What a dry run found, as it is stored. */
export interface PreviewResult {
  readonly complete: boolean;
  readonly sourceRows: number | null;
  readonly callsSpent: number;
  readonly fullRunCalls: number | null;
  readonly outcomes: PageResult['outcomes'];
  readonly optOutsSet: number;
  readonly optInsNotApplied: number;
  readonly numbersChanged: number;
  readonly valuesCleared: number;
  readonly assignmentsChanged: number;
  /** Contacts of the import that a complete reading did not meet; null before every row was read. */
  readonly leftSource: number | null;
  readonly leftSamples: readonly { readonly id: string; readonly name: string; readonly mobile: string | null }[];
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
const SAMPLES: Readonly<Record<AppliedRow['outcome'], number>> = {
  created: 10,
  updated: 20,
  unchanged: 3,
  skipped: 10,
  error: 50,
};

type Tally = Omit<
  PreviewResult,
  'complete' | 'sourceRows' | 'callsSpent' | 'fullRunCalls' | 'leftSource' | 'leftSamples'
>;

/** Turns a change as rows tell it into one that people can read. */
export type ShowChange = (change: RowChange) => RowChange;

/** Adds up the pages of a dry run. */
export function tallyPages(pages: readonly PageResult[], show: ShowChange): Tally {
  const outcomes = { read: 0, created: 0, updated: 0, unchanged: 0, skipped: 0, errors: 0 };
  let optOutsSet = 0;
  let optInsNotApplied = 0;
  const counts = new Map<string, { code: string; kind: IssueKind; count: number }>();
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
  const changesByField = fieldChanges(rows, show);
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
    samples: sampled(rows, show),
  };
}

function fieldChanges(rows: readonly AppliedRow[], show: ShowChange): FieldChange[] {
  const found = new Map<
    string,
    { field: string; changed: number; cleared: number; before: string | null; after: string | null }
  >();
  for (const row of rows) {
    for (const raw of row.changes) {
      const { field } = raw;
      const change = found.get(field) ?? { ...show(raw), changed: 0, cleared: 0 };
      change.changed += 1;
      if (raw.after === null) change.cleared += 1;
      found.set(field, change);
    }
  }
  return [...found.values()].sort((a, b) => b.changed - a.changed);
}

function sampled(rows: readonly AppliedRow[], show: ShowChange): Omit<AppliedRow, 'row'>[] {
  const left = { ...SAMPLES };
  const samples: Omit<AppliedRow, 'row'>[] = [];
  for (const { outcome, recordId, name, mobile, optedOut, changes: changed, problem } of rows) {
    if (left[outcome] === 0) continue;
    left[outcome] -= 1;
    const changes = changed.map(show);
    samples.push({ outcome, recordId, name, mobile, optedOut, changes, problem });
  }
  return samples;
}
