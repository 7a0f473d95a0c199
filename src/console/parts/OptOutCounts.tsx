import { Alert, Button, Text } from '@mantine/core';
import { IconAlertTriangle } from '@tabler/icons-react';
import { count } from '../format/number.ts';

/** What the last check of the source found under this rule. */
export interface SourceCounts {
  readonly optedOut: number;
  readonly people: number;
}

/** How many people the rule opts out, with a question when it is most of them. */
export function OptOutCounts({
  counts,
  onTurn,
}: {
  readonly counts: SourceCounts;
  readonly onTurn: (() => void) | null;
}) {
  if (counts.optedOut * 2 <= counts.people) {
    return (
      <Text size="sm">
        {count(counts.optedOut)} of {count(counts.people)} people opted out, by the last preview.
      </Text>
    );
  }
  return (
    <Alert color="attention" variant="light" icon={<IconAlertTriangle size={20} aria-hidden />}>
      <Text size="sm" mb={onTurn === null ? 0 : 8}>
        This would opt out {count(counts.optedOut)} of {count(counts.people)} people. Is it the other way round?
      </Text>
      {onTurn !== null && (
        <Button variant="default" size="xs" onClick={onTurn}>
          Turn it round
        </Button>
      )}
    </Alert>
  );
}
