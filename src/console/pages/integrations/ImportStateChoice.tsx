import { SegmentedControl, Text } from '@mantine/core';
import type { ImportSettings } from '../../../http/schemas/connections.ts';

const HELP = {
  on: 'Imports run by hand and in their windows.',
  draft: 'Kept while you work on it. Nothing runs.',
  off: 'Nothing of this record type is imported.',
} as const;

interface ImportStateChoiceProps {
  readonly value: ImportSettings['state'];
  readonly onChange: (state: ImportSettings['state']) => void;
  readonly readOnly: boolean;
}

/** Whether this record type is imported: on, draft or off. */
export function ImportStateChoice({ value, onChange, readOnly }: ImportStateChoiceProps) {
  return (
    <div>
      <Text fw={600} size="sm" mt="md" mb={4} id="import-state">
        Import
      </Text>
      <SegmentedControl
        aria-labelledby="import-state"
        value={value}
        onChange={(state) => onChange(state === 'on' || state === 'draft' ? state : 'off')}
        data={[
          { value: 'on', label: 'On' },
          { value: 'draft', label: 'Draft' },
          { value: 'off', label: 'Off' },
        ]}
        readOnly={readOnly}
        transitionDuration={0}
      />
      <Text size="sm" c="dimmed" mt={4}>
        {HELP[value]}
      </Text>
    </div>
  );
}
