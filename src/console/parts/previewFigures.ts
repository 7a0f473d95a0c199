import type { Preview, PreviewSample } from '../../http/schemas/index.ts';

/** What the samples below a preview may be narrowed to. */
export type SampleFilter = 'all' | 'opted_out' | PreviewSample['outcome'];

export interface Consequence {
  readonly id: string;
  readonly label: string;
  readonly count: number;
  /** The samples that show it. */
  readonly shows: SampleFilter;
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
      label: 'Opt-ins not applied, because the person said STOP',
      count: preview.optInsNotApplied,
      shows: 'all',
    },
    { id: 'cleared', label: 'Values cleared', count: preview.valuesCleared, shows: 'updated' },
    { id: 'assignments', label: 'Assignments changed', count: preview.assignmentsChanged, shows: 'updated' },
    { id: 'numbers', label: 'Mobile numbers changed', count: preview.numbersChanged, shows: 'updated' },
  ];
  return all.filter((one) => one.count > 0);
}

export function samplesShown(samples: readonly PreviewSample[], filter: SampleFilter): readonly PreviewSample[] {
  if (filter === 'all') return samples;
  if (filter === 'opted_out') return samples.filter((sample) => sample.optedOut === true);
  return samples.filter((sample) => sample.outcome === filter);
}

/** True when nothing at all would be written. */
export function changesNothing(preview: Preview): boolean {
  const sums = preview.outcomes;
  return sums !== null && sums.created + sums.updated + sums.skipped + sums.errors === 0;
}
