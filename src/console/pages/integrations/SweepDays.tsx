import { Checkbox, Group, Text } from '@mantine/core';
import type { WeekdayValue } from '../../../http/schemas/imports.ts';
import { inWeekOrder, WEEKDAYS } from '../../format/weekdays.ts';

interface SweepDaysProps {
  readonly days: readonly WeekdayValue[];
  readonly hasWindows: boolean;
  readonly onChange: (days: WeekdayValue[]) => void;
  readonly error?: string | undefined;
  readonly readOnly: boolean;
}

/** On which days everything is read again, and what happens to people who are no longer in the source. */
export function SweepDays({ days, hasWindows, onChange, error, readOnly }: SweepDaysProps) {
  return (
    <>
      <Checkbox.Group
        label="Read everything again on"
        description="The first window of such a day reads the whole source. That finds changes that don't move the modified date, such as those of formulas, and people who left the source. They are kept and marked, never deleted."
        value={[...days]}
        onChange={(chosen) => onChange([...inWeekOrder(chosen)])}
        error={error}
        readOnly={readOnly}
      >
        <Group gap="md" mt={8}>
          {WEEKDAYS.map(({ day, label }) => (
            <Checkbox key={day} value={day} label={label} />
          ))}
        </Group>
      </Checkbox.Group>
      {days.length > 0 && !hasWindows && (
        <Text mt={8}>No window is chosen, so nothing starts on these days either.</Text>
      )}
    </>
  );
}
