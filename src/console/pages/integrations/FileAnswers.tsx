import { Button, Group, Text } from '@mantine/core';
import { Section } from '../../layouts/Section.tsx';
import type { FilePartProps } from './FileSource.tsx';

const WORDS = { keep: 'contacts keep what they have', clear: 'what contacts have is cleared' } as const;

/** What was answered for good about columns that a file lacks. One that is removed is asked again. */
export function FileAnswers({ form, readOnly }: FilePartProps) {
  const { columnAnswers } = form.draft;
  if (columnAnswers.length === 0) return null;
  return (
    <Section id="answers-section" title="Remembered answers">
      {columnAnswers.map(({ column, answer }) => (
        <Group key={column} justify="space-between" wrap="nowrap" py={4}>
          <Text size="sm">
            When {column} is missing, {WORDS[answer]}.
          </Text>
          {!readOnly && (
            <Button
              variant="default"
              size="compact-md"
              aria-label={`Remove the answer about ${column}`}
              onClick={() => form.change({ columnAnswers: columnAnswers.filter((one) => one.column !== column) })}
            >
              Remove
            </Button>
          )}
        </Group>
      ))}
    </Section>
  );
}
