import { Stack, Text, Title } from '@mantine/core';
import { useId, useRef, useState } from 'react';
import type { Preview } from '../../http/schemas/index.ts';
import { count } from '../format/number.ts';
import { OutcomeBar } from './OutcomeBar.tsx';
import { PreviewCauses } from './PreviewCauses.tsx';
import { PreviewChanges } from './PreviewChanges.tsx';
import { PreviewConsequences } from './PreviewConsequences.tsx';
import { PreviewSamples } from './PreviewSamples.tsx';
import { changesNothing, type SampleFilter } from './previewFigures.ts';

/** A finished dry run: sums, what it would do to people, why rows stay out, changes by field, samples. */
export function PreviewDiff({ preview }: { readonly preview: Preview }) {
  const [filter, setFilter] = useState<SampleFilter>('all');
  const id = useId();
  const samples = useRef<HTMLHeadingElement>(null);
  const show = (next: SampleFilter): void => {
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
      </div>
      <PreviewConsequences preview={preview} onShow={show} />
      <PreviewCauses causes={preview.causes} />
      <PreviewChanges changes={preview.changesByField} />
      {preview.samples.length > 0 && (
        <section aria-labelledby={id}>
          <Title order={2} id={id} ref={samples} tabIndex={-1} mb={8}>
            Samples
          </Title>
          <PreviewSamples titleId={id} samples={preview.samples} filter={filter} onFilter={setFilter} />
        </section>
      )}
    </Stack>
  );
}
