import { Checkbox, Text } from '@mantine/core';
import type { ImportSettings, WindowNameValue } from '../../http/schemas/index.ts';
import { easternTime } from '../format/time.ts';
import { clockChangeNote, nextWindowDay, WINDOWS } from './windowTimes.ts';
import classes from './WindowPicker.module.css';

export interface WindowPickerProps {
  readonly value: readonly WindowNameValue[];
  readonly onChange: (value: readonly WindowNameValue[]) => void;
  /** Windows a day the connector allows. */
  readonly max: number;
  /** Starts already reckoned by the server for the windows as they are stored. */
  readonly nextStarts: ImportSettings['nextStarts'];
  readonly now: Date;
  readonly label: string;
  readonly error?: string;
  readonly readOnly?: boolean;
}

/** The named windows on one day, Eastern Time, with the next start of each. */
export function WindowPicker({
  value,
  onChange,
  max,
  nextStarts,
  now,
  label,
  error,
  readOnly = false,
}: WindowPickerProps) {
  const full = value.length >= max;
  const note = clockChangeNote(now);
  return (
    <Checkbox.Group
      label={label}
      description={`Up to ${max} a day, Eastern Time. A run starts at some moment within the window.`}
      value={[...value]}
      onChange={(names) =>
        onChange(WINDOWS.filter((window) => names.includes(window.name)).map((window) => window.name))
      }
      error={error}
      readOnly={readOnly}
    >
      <DayLine value={value} />
      <ul className={classes.list}>
        {WINDOWS.map((window) => {
          const chosen = value.includes(window.name);
          const start = nextStarts.find((one) => one.window === window.name);
          return (
            <li key={window.name} className={classes.item}>
              <Checkbox
                value={window.name}
                label={`${window.label}, ${window.hours}`}
                disabled={full && !chosen && !readOnly}
                description={
                  full && !chosen && !readOnly ? `${max} are chosen. Take one away to choose this.` : undefined
                }
              />
              <Text size="sm" c="dimmed" className={classes.next}>
                {!chosen
                  ? 'Not used'
                  : start !== undefined
                    ? `Next ${easternTime(start.startsAt, { now })}`
                    : `Next ${nextWindowDay(window.from, now)}, ${window.hours} ET`}
              </Text>
            </li>
          );
        })}
      </ul>
      {note !== null && (
        <Text size="sm" mt={4}>
          {note}
        </Text>
      )}
      {value.length === 0 && (
        <Text size="sm" mt={4}>
          No windows chosen: imports run only by hand.
        </Text>
      )}
    </Checkbox.Group>
  );
}

const HOURS = [
  { hour: 0, words: 'midnight' },
  { hour: 6, words: '6 AM' },
  { hour: 12, words: 'noon' },
  { hour: 18, words: '6 PM' },
  { hour: 24, words: 'midnight' },
] as const;

/** The day as a line with the windows on it; the same is said in words by the ticks below. */
function DayLine({ value }: { readonly value: readonly WindowNameValue[] }) {
  return (
    <div className={classes.day} aria-hidden>
      <div className={classes.line}>
        {WINDOWS.map((window) => (
          <span
            key={window.name}
            className={classes.span}
            data-chosen={value.includes(window.name) || undefined}
            style={{ left: `${(window.from / 24) * 100}%`, width: `${((window.to - window.from) / 24) * 100}%` }}
          />
        ))}
      </div>
      <div className={classes.hours}>
        {HOURS.map(({ hour, words }) => (
          <span key={hour} style={{ left: `${(hour / 24) * 100}%` }}>
            {words}
          </span>
        ))}
      </div>
    </div>
  );
}
