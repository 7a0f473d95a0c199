import type { Preview, PreviewSample } from '../../http/schemas/index.ts';

/** What the samples below a preview may be narrowed to: an outcome, a consequence, or the rows of one cause. */
export type SampleFilter = keyof typeof SHOWS | `cause:${string}`;

const changes =
  (field: string, after?: string) =>
  (sample: PreviewSample): boolean =>
    sample.changes.some((change) => change.field === field && (after === undefined || change.after === after));

const outcome =
  (wanted: PreviewSample['outcome']) =>
  (sample: PreviewSample): boolean =>
    sample.outcome === wanted;

const SHOWS = {
  all: () => true,
  created: outcome('created'),
  updated: outcome('updated'),
  unchanged: outcome('unchanged'),
  skipped: outcome('skipped'),
  error: outcome('error'),
  opted_out: (sample: PreviewSample) =>
    sample.outcome === 'created' ? sample.optedOut === true : changes('Texting', 'Opted out')(sample),
  cleared: (sample: PreviewSample) =>
    sample.changes.some(({ before, after }) => !isEmpty(before) && isEmpty(after)),
  assignments: changes('Assigned to'),
  numbers: changes('Mobile number'),
  kept_out: (sample: PreviewSample) => sample.optInNotApplied,
} satisfies Record<string, (sample: PreviewSample) => boolean>;

function isEmpty(value: string | null): boolean {
  return value === null || value === '';
}

export interface Consequence {
  readonly id: string;
  readonly label: string;
  readonly count: number;
  /** The samples that show it; null when none can be told. `left`: the people who left, who are in no row. */
  readonly shows: SampleFilter | 'left' | null;
}

/**
 * What the import would do to people, beyond adding and changing: the lines an admin must not overlook. Zeros
 * are left out.
 */
export function consequences(preview: Preview): readonly Consequence[] {
  const all: readonly Consequence[] = [
    { id: 'opt-outs', label: 'Opt-outs set', count: preview.optOutsSet, shows: 'opted_out' },
    {
      id: 'opt-ins',
      label: 'Opt-ins not applied, because our opt-out stands',
      count: preview.optInsNotApplied,
      shows: 'kept_out',
    },
    { id: 'cleared', label: 'Values cleared', count: preview.valuesCleared, shows: 'cleared' },
    { id: 'assignments', label: 'Assignments changed', count: preview.assignmentsChanged, shows: 'assignments' },
    { id: 'numbers', label: 'Mobile numbers changed', count: preview.numbersChanged, shows: 'numbers' },
    {
      id: 'left',
      label: 'Left the source: kept, and marked once a full run has ended',
      count: preview.leftSource ?? 0,
      shows: 'left',
    },
  ];
  return all.filter((one) => one.count > 0);
}

export function samplesShown(samples: readonly PreviewSample[], filter: SampleFilter): readonly PreviewSample[] {
  if (!(filter in SHOWS)) return samples.filter((sample) => `cause:${sample.problem?.code}` === filter);
  return samples.filter(SHOWS[filter as keyof typeof SHOWS]);
}

/** True when nothing at all would be written. */
export function changesNothing(preview: Preview): boolean {
  const sums = preview.outcomes;
  return sums !== null && sums.created + sums.updated + sums.skipped + sums.errors === 0;
}
