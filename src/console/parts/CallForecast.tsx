import { Alert, Collapse, Text, UnstyledButton } from '@mantine/core';
import { IconAlertTriangle, IconChevronDown, IconChevronRight } from '@tabler/icons-react';
import { useId, useState } from 'react';
import { count, counted, share } from '../format/number.ts';
import { weekdaysInWords } from '../format/weekdays.ts';
import { budgetCalls, budgetWarning, estimateCalls, reckoning, type CallEstimate, type CallPlan } from './callEstimate.ts';

export interface CallForecastProps extends Omit<CallPlan, 'fullCalls'> {
  /** Calls a full run costs; null while no source is chosen. */
  readonly fullCalls: number | null;
  /** Rows of the source; null when unknown. */
  readonly rows: number | null;
  /** `List View` or `Report`: each is reckoned differently. */
  readonly sourceKind: string;
  /** The org's calls a day; null when it did not say. */
  readonly allowed: number | null;
  /** What of them this connection may spend, percent. */
  readonly budgetPercent: number;
}

/** What imports cost in API calls: a full run, a usual one, a day; how it was reckoned on opening. */
export function CallForecast({ fullCalls, rows, sourceKind, allowed, budgetPercent, ...plan }: CallForecastProps) {
  const [open, setOpen] = useState(false);
  const id = useId();
  if (fullCalls === null) return <Text size="sm">Choose a source to see what a run costs.</Text>;
  const cost = estimateCalls({ ...plan, fullCalls });
  const budget = allowed === null ? null : budgetCalls(budgetPercent, allowed);
  const warning = budget === null ? null : budgetWarning(cost, budget, plan.sweepDays);
  return (
    <div>
      <Text className="rc-number">
        Full run {counted(cost.full, 'call')} · usual run {cost.measured || cost.usual === null ? '' : 'about '}
        {count(cost.usual)} · {dayWords(cost, plan.windowsPerDay, allowed)} · budget{' '}
        {budget === null ? `${budgetPercent} % of the org's calls` : count(budget)}
      </Text>
      {cost.perSweepDay !== null && (
        <Text className="rc-number">
          On {weekdaysInWords(plan.sweepDays)}, reading everything, about {count(cost.perSweepDay)}
        </Text>
      )}
      {warning !== null && (
        <Alert color="attention" icon={<IconAlertTriangle aria-hidden />} my={8}>
          {warning}
        </Alert>
      )}
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
          {reckoning(sourceKind, rows, cost.full)}{' '}
          {cost.measured
            ? 'The usual run is what the last one spent.'
            : 'A usual run reads only what changed, mostly one page.'}{' '}
          The budget is {budgetPercent} % of the org&apos;s calls a day, for everything this connection imports.
          Opt-outs go back 200 a call, on top of this.
        </Text>
      </Collapse>
    </div>
  );
}

function dayWords({ perDay }: CallEstimate, windowsPerDay: number, allowed: number | null): string {
  if (windowsPerDay === 0) return 'by hand only';
  const ofOrg =
    allowed === null || perDay === null ? '' : ` (${share(perDay, allowed)} of the org's ${count(allowed)})`;
  return `${windowsPerDay} a day about ${count(perDay)}${ofOrg}`;
}
