import { SegmentedControl, TextInput } from '@mantine/core';
import { useState } from 'react';
import type { DayRange } from '../../api/report.ts';
import { isDay } from '../../format/days.ts';
import layout from '../../layouts/layouts.module.css';
import { presetDays, presetOf, PRESETS } from './reportRanges.ts';

interface ReportDaysProps {
  readonly days: DayRange;
  /** The Eastern day it is. */
  readonly today: string;
  readonly onChange: (days: DayRange) => void;
}

/** Which Eastern days: by a preset, or a first and a last day of one's own. */
export function ReportDays({ days, today, onChange }: ReportDaysProps) {
  return (
    <div className={layout.filters}>
      <SegmentedControl
        aria-label="Days"
        data={PRESETS.map(({ preset, label }) => ({ value: preset, label }))}
        value={presetOf(days, today) ?? ''}
        onChange={(value) => {
          const preset = PRESETS.find((one) => one.preset === value)?.preset;
          if (preset !== undefined) onChange(presetDays(preset, today));
        }}
      />
      <OwnDays days={days} today={today} onChange={onChange} />
    </div>
  );
}

function OwnDays({ days, today, onChange }: ReportDaysProps) {
  // What is typed leads until it is a range; a choice elsewhere begins anew.
  const [base, setBase] = useState(days);
  const [typed, setTyped] = useState(days);
  if (base.from !== days.from || base.to !== days.to) {
    setBase(days);
    setTyped(days);
  }
  const isBackwards = isDay(typed.from) && isDay(typed.to) && typed.from > typed.to;
  const settle = (): void => {
    const isNew = typed.from !== days.from || typed.to !== days.to;
    if (isNew && isDay(typed.from) && isDay(typed.to) && !isBackwards) onChange(typed);
  };
  return (
    <>
      <TextInput
        type="date"
        aria-label="First day, Eastern"
        value={typed.from}
        max={today}
        onChange={(event) => setTyped({ ...typed, from: event.currentTarget.value })}
        onBlur={settle}
        error={isBackwards}
      />
      <TextInput
        type="date"
        aria-label="Last day, Eastern"
        value={typed.to}
        max={today}
        onChange={(event) => setTyped({ ...typed, to: event.currentTarget.value })}
        onBlur={settle}
        error={isBackwards ? 'The last day is before the first.' : undefined}
      />
    </>
  );
}
