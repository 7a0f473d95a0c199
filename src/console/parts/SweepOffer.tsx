import { Checkbox, Text } from '@mantine/core';
import type { WeekdayValue } from '../../http/schemas/index.ts';
import { inWeekOrder, weekdaysInWords } from '../format/weekdays.ts';
import classes from './FieldMapper.module.css';

/** The days on which everything is read again, as the form stands. */
export interface SweepChoice {
  readonly days: readonly WeekdayValue[];
  readonly onChange: (days: readonly WeekdayValue[]) => void;
  /** A reading starts in a window; without one chosen nothing starts by itself. */
  readonly hasWindows: boolean;
}

interface SweepOfferProps {
  readonly sweep: SweepChoice;
  /** The contact field of the row, to tell the offers apart by name. */
  readonly label: string;
  readonly readOnly: boolean;
}

/** Below a field whose changes a usual run does not see: the reading that finds them, and its days. */
export function SweepOffer({ sweep, label, readOnly }: SweepOfferProps) {
  const { days, onChange, hasWindows } = sweep;
  const onSunday = days.includes('sun');
  return (
    <div className={classes.offer}>
      {!readOnly && (
        <Checkbox
          size="sm"
          label="Read everything on Sundays"
          aria-label={`Read everything on Sundays, for ${label}`}
          checked={onSunday}
          onChange={() =>
            onChange(onSunday ? days.filter((day) => day !== 'sun') : inWeekOrder([...days, 'sun']))
          }
        />
      )}
      <Text size="sm" c="dimmed">
        {days.length === 0 ? 'Everything is read on no day yet.' : `Everything is read on: ${weekdaysInWords(days)}.`}
        {days.length > 0 && !hasWindows && ' No window is chosen under Schedule, so nothing starts by itself.'}
      </Text>
    </div>
  );
}
