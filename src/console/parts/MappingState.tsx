import { Text } from '@mantine/core';
import { IconAlertTriangle, IconCheck, IconCircleDashed, IconSparkles } from '@tabler/icons-react';
import type { RowState } from './mappingDraft.ts';

const LOOKS = {
  exact: { words: 'Exact', color: 'ok', Icon: IconCheck },
  chosen: { words: 'Chosen', color: 'ok', Icon: IconCheck },
  suggested: { words: 'Suggested', color: 'running', Icon: IconSparkles },
  missing: { words: 'Missing', color: 'attention', Icon: IconAlertTriangle },
  none: { words: 'Not used', color: 'idle', Icon: IconCircleDashed },
} as const;

/** How a mapping row came by its field: an icon and a word. */
export function MappingState({ state }: { readonly state: RowState }) {
  const { words, color, Icon } = LOOKS[state];
  return (
    <Text
      component="span"
      size="sm"
      c={`var(--rc-${color}-text)`}
      style={{ display: 'inline-flex', alignItems: 'center', gap: 6, whiteSpace: 'nowrap' }}
    >
      <Icon size={16} aria-hidden />
      {words}
    </Text>
  );
}
