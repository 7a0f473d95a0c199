import { Button, Group, Text } from '@mantine/core';
import { useEffect, useRef } from 'react';
import type { Preview } from '../../../http/schemas/previews.ts';
import { useReadMore } from '../../api/imports.ts';
import { useMayWrite } from '../../api/team.tsx';
import { counted } from '../../format/number.ts';
import { Failure } from '../../parts/Failure.tsx';

/** Pages that Read more reads. */
const PAGES = 5;
const ROWS_PER_PAGE = 2_000;

/** Below the sums of a part of the source: five pages more, or all of it, with what that costs. */
export function PreviewReadOn({ preview }: { readonly preview: Preview }) {
  const { mayWrite, whoMay } = useMayWrite('read on in a preview');
  const more = useReadMore(preview.id);
  const ended = useRef<HTMLParagraphElement>(null);
  const left = preview.sourceRows === null ? null : Math.max(0, preview.sourceRows - preview.rowsFetched);
  const isReading = more.isPending || preview.state === 'running';
  const wasAsked = more.isSuccess;
  // The buttons go with the last row; who pressed one stays where they were.
  useEffect(() => {
    if (preview.complete && wasAsked) ended.current?.focus();
  }, [preview.complete, wasAsked]);
  if (preview.complete) {
    return wasAsked ? (
      <Text ref={ended} tabIndex={-1} size="sm" mt={8}>
        Every row of the source was read.
      </Text>
    ) : null;
  }
  if (!mayWrite) {
    return (
      <Text size="sm" c="dimmed" mt={8}>
        {whoMay}
      </Text>
    );
  }
  // Not `disabled`, which would take the focus away from who just pressed one.
  const button = (all: boolean) => ({
    variant: 'default',
    'aria-disabled': isReading || undefined,
    'data-disabled': isReading || undefined,
    onClick: () => {
      if (!isReading) more.mutate(all);
    },
  });
  return (
    <>
      <Group gap={8} mt={12}>
        {(left === null || left > PAGES * ROWS_PER_PAGE) && (
          <Button {...button(false)}>Read more: {counted(PAGES * ROWS_PER_PAGE, 'row')}</Button>
        )}
        <Button {...button(true)}>Read all{left === null ? ' rows' : `: ${counted(left, 'row')}`}</Button>
      </Group>
      <Text size="sm" c="dimmed" mt={4}>
        {left === null ? '' : `Reading all costs about ${counted(Math.max(1, Math.ceil(left / ROWS_PER_PAGE)), 'call')}. `}
        Who left the source is known only once every row was read.
      </Text>
      {more.isError && <Failure error={more.error} />}
    </>
  );
}
