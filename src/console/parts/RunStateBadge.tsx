import { Group, Text } from '@mantine/core';
import { runNotes, runStateWords, type RunLike } from './runStateWords.ts';
import { ToneBadge } from './ToneBadge.tsx';

/** What a run is doing or how it ended, with what is particular about it after the badge. */
export function RunStateBadge({ run }: { readonly run: RunLike }) {
  const { tone, words } = runStateWords(run);
  const all = runNotes(run);
  return (
    <Group gap={8} wrap="nowrap" component="span" display="inline-flex">
      <ToneBadge tone={tone}>{words}</ToneBadge>
      {all.length > 0 && (
        <Text span fz="0.8125rem" c="dimmed">
          {all.join(', ')}
        </Text>
      )}
    </Group>
  );
}
