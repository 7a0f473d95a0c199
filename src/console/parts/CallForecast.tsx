import { Collapse, Text, UnstyledButton } from '@mantine/core';
import { IconChevronDown, IconChevronRight } from '@tabler/icons-react';
import { useId, useState } from 'react';
import { count, share } from '../format/number.ts';
import { estimateCalls } from './callEstimate.ts';

export interface CallForecastProps {
  /** Calls a full run costs; null while no source is chosen. */
  readonly fullCalls: number | null;
  /** Rows of the source; null when unknown. */
  readonly rows: number | null;
  readonly windowsPerDay: number;
  /** What the last incremental run spent; null before one. */
  readonly lastUsualCalls: number | null;
  /** The org's calls a day; null when it did not say. */
  readonly allowed: number | null;
}

/** What imports cost in API calls: a full run, a usual one, a day; how it was reckoned on opening. */
export function CallForecast({ fullCalls, rows, windowsPerDay, lastUsualCalls, allowed }: CallForecastProps) {
  const [open, setOpen] = useState(false);
  const id = useId();
  if (fullCalls === null) return <Text size="sm">Choose a source to see what a run costs.</Text>;
  const cost = estimateCalls(fullCalls, rows, windowsPerDay, lastUsualCalls);
  const calls = cost.full === 1 ? 'call' : 'calls';
  const day = windowsPerDay === 0 ? 'by hand only' : `${windowsPerDay} a day about ${count(cost.perDay)}`;
  const ofOrg =
    allowed === null || windowsPerDay === 0 ? '' : ` (${share(cost.perDay, allowed)} of the org's ${count(allowed)})`;
  return (
    <div>
      <Text style={{ fontVariantNumeric: 'tabular-nums' }}>
        Full run {count(cost.full)} {calls} · usual run {cost.measured ? '' : 'about '}
        {count(cost.usual)} · {day}
        {ofOrg}
      </Text>
      <UnstyledButton
        aria-expanded={open}
        aria-controls={id}
        onClick={() => setOpen(!open)}
        fz="sm"
        c="var(--rc-accent)"
        mih={24}
      >
        {open ? <IconChevronDown size={14} aria-hidden /> : <IconChevronRight size={14} aria-hidden />} How this is
        reckoned
      </UnstyledButton>
      <Collapse expanded={open} id={id} transitionDuration={0}>
        <Text size="sm" c="dimmed" maw="68ch">
          One call reads up to 2,000 people
          {rows === null ? '' : `, so ${count(rows)} take ${count(Math.max(1, Math.ceil(rows / 2000)))}`}; the rest are
          the calls that find the source and its fields.{' '}
          {cost.measured
            ? 'The usual run is what the last one spent.'
            : 'A usual run reads only what changed, mostly one page.'}{' '}
          Opt-outs go back 200 a call, on top of this.
        </Text>
      </Collapse>
    </div>
  );
}
