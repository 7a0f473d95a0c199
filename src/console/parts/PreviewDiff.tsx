import { Stack, Text, Title } from '@mantine/core';
import { useId, useRef, useState, type ReactNode } from 'react';
import type { Preview } from '../../http/schemas/index.ts';
import { useTeam } from '../api/team.tsx';
import { count } from '../format/number.ts';
import { OutcomeBar } from './OutcomeBar.tsx';
import { PreviewCauses } from './PreviewCauses.tsx';
import { PreviewChanges } from './PreviewChanges.tsx';
import { PreviewConsequences } from './PreviewConsequences.tsx';
import { PreviewLeft } from './PreviewLeft.tsx';
import { PreviewSamples } from './PreviewSamples.tsx';
import { changesNothing, type SampleFilter } from './previewFigures.ts';

interface PreviewDiffProps {
  readonly preview: Preview;
  /** Below the sums of a part of the source: how to read the rest. */
  readonly more?: ReactNode;
}

/** What a dry run found: sums, what it would do to people, why rows stay out, changes by field, samples. */
export function PreviewDiff({ preview, more }: PreviewDiffProps) {
  const { slug } = useTeam();
  const [filter, setFilter] = useState<SampleFilter>('all');
  const id = useId();
  const samples = useRef<HTMLHeadingElement>(null);
  const left = useRef<HTMLHeadingElement>(null);
  const show = (next: SampleFilter | 'left'): void => {
    if (next === 'left') {
      left.current?.focus();
      return;
    }
    setFilter(next);
    samples.current?.focus();
  };
  if (preview.outcomes === null) return null;
  return (
    <Stack gap="lg">
      <div>
        <OutcomeBar
          outcomes={preview.outcomes}
          onShow={
            preview.samples.length === 0
              ? undefined
              : {
                  created: () => show('created'),
                  updated: () => show('updated'),
                  unchanged: () => show('unchanged'),
                  skipped: () => show('skipped'),
                  error: () => show('error'),
                }
          }
        />
        {!preview.complete && (
          <Text size="sm" c="dimmed" mt={4}>
            {count(preview.rowsFetched)} of about {count(preview.sourceRows)} rows read. The sums are of these rows.
          </Text>
        )}
        {changesNothing(preview) && <Text mt={8}>Nothing would change.</Text>}
        {more}
      </div>
      <PreviewConsequences preview={preview} onShow={show} />
      <PreviewCauses causes={preview.causes} samples={preview.samples} onShow={show} />
      <PreviewChanges changes={preview.changesByField} />
      <PreviewLeft preview={preview} team={slug} heading={left} />
      {preview.samples.length > 0 && (
        <section aria-labelledby={id}>
          <Title order={2} id={id} ref={samples} tabIndex={-1} mb={8}>
            Samples
          </Title>
          <PreviewSamples preview={preview} titleId={id} filter={filter} onFilter={setFilter} />
        </section>
      )}
    </Stack>
  );
}
