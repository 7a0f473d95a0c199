import { Group, Radio, Stack, Text, TextInput } from '@mantine/core';
import { WholeNumber } from '../../parts/WholeNumber.tsx';
import { folderAndPrefix, movedName } from './fileDraft.ts';
import type { FilePartProps } from './FileSource.tsx';

const AFTER = [
  { value: 'leave', label: 'Leave it', description: 'It is known again and not imported twice.' },
  { value: 'move', label: 'Move it to a folder', description: 'Its name gets the date and time.' },
  { value: 'delete', label: 'Delete it', description: 'Only once every row of it has been read.' },
] as const;

/** What becomes of a file once it is imported, when it counts as whole, and how often one is expected. */
export function FileAfter({ form, readOnly }: FilePartProps) {
  const { draft, options, setOptions, errors } = form;
  const { prefix } = folderAndPrefix(draft);
  const example = `${prefix || 'Students_'}${/[\w]$/.test(prefix) ? '_' : ''}1120.csv`;
  const number = { readOnly, w: 300, rightSectionWidth: 76 } as const;
  return (
    <Stack gap="md" mt="md">
      <Radio.Group
        label="After import"
        value={options.after}
        onChange={(next) => {
          const after = AFTER.find(({ value }) => value === next)?.value ?? 'leave';
          setOptions({ after, moveTo: after === 'move' ? options.moveTo : null });
        }}
        readOnly={readOnly}
      >
        <Stack gap={8} mt={8}>
          {AFTER.map((choice) => (
            <Radio key={choice.value} {...choice} />
          ))}
        </Stack>
      </Radio.Group>
      {options.after === 'move' && (
        <div>
          <TextInput
            id="files.moveTo"
            label="Folder for imported files"
            description="On the same server, from its root; another folder than the files come from"
            placeholder="/rollcall/imported"
            value={options.moveTo ?? ''}
            onChange={({ currentTarget: { value } }) => setOptions({ moveTo: value.trim() === '' ? null : value })}
            error={errors['files.moveTo']}
            readOnly={readOnly}
            spellCheck={false}
          />
          <Text size="sm" c="dimmed" mt={4} style={{ overflowWrap: 'anywhere' }}>
            {example} becomes {movedName(example, new Date())}.
          </Text>
        </div>
      )}
      <Group gap="lg" align="flex-start">
        <WholeNumber
          {...number}
          id="files.quietSeconds"
          label="Quiet time"
          description="A file that changed less than this ago is still being uploaded"
          unit="seconds"
          min={0}
          max={3600}
          value={options.quietSeconds}
          onChange={(quietSeconds) => setOptions({ quietSeconds })}
          error={errors['files.quietSeconds']}
        />
        <WholeNumber
          {...number}
          id="files.expectedDays"
          label="A new file is expected every"
          description="A run that finds none for longer fails"
          unit={options.expectedDays === 1 ? 'day' : 'days'}
          min={1}
          max={31}
          value={options.expectedDays}
          onChange={(expectedDays) => setOptions({ expectedDays })}
          error={errors['files.expectedDays']}
        />
      </Group>
    </Stack>
  );
}
