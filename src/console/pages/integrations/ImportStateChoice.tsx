import { Group, Radio } from '@mantine/core';
import type { ImportSettings } from '../../../http/schemas/imports.ts';

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
    <Radio.Group
      label="Import"
      description={HELP[value]}
      mt="md"
      value={value}
      onChange={(state) => onChange(state === 'on' || state === 'draft' ? state : 'off')}
      readOnly={readOnly}
    >
      <Group gap="lg" mt={8}>
        <Radio value="on" label="On" />
        <Radio value="draft" label="Draft" />
        <Radio value="off" label="Off" />
      </Group>
    </Radio.Group>
  );
}
