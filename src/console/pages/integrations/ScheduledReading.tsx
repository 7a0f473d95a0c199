import { Box } from '@mantine/core';
import type { ImportSettings } from '../../../http/schemas/imports.ts';
import type { RunSummary } from '../../../http/schemas/runs.ts';
import { counted } from '../../format/number.ts';
import { Section } from '../../layouts/Section.tsx';
import { CallForecast } from '../../parts/CallForecast.tsx';
import { WholeNumber } from '../../parts/WholeNumber.tsx';
import { BudgetForm } from './BudgetForm.tsx';
import { useTheConnection } from './connectionContext.tsx';
import { LeftTag, type LeftTagProps } from './LeftTag.tsx';
import type { Schedule } from './SchedulePage.tsx';
import { SweepDays } from './SweepDays.tsx';

interface ScheduledReadingProps {
  readonly settings: ImportSettings;
  readonly draft: Schedule;
  readonly onChange: (change: Partial<Schedule>) => void;
  readonly errors: Readonly<Record<string, string>>;
  readonly tag: LeftTagProps;
}

/** How much of a CRM's source each start reads, and what that costs in calls. */
export function ScheduledReading({ settings, draft, onChange, errors, tag }: ScheduledReadingProps) {
  const connection = useTheConnection();
  const lastRun = connection.imports.find((one) => one.recordType === settings.recordType)?.lastRun ?? null;
  return (
    <>
      <Section id="sweep" title="Sweep">
        <SweepDays
          days={draft.sweepDays}
          hasWindows={draft.windows.length > 0}
          onChange={(sweepDays) => onChange({ sweepDays })}
          error={errors['sweepDays']}
          readOnly={tag.readOnly}
        />
        <Box mt="md">
          <LeftTag {...tag} />
        </Box>
      </Section>
      <Section id="cost" title="Cost">
        <CallForecast
          fullCalls={settings.fullRunCalls}
          usualCalls={settings.usualRunCalls}
          rows={settings.sourceCount}
          sourceKind={settings.source?.kind ?? ''}
          windowsPerDay={draft.windows.length}
          sweepDays={draft.sweepDays}
          lastUsualCalls={lastRun?.kind === 'incremental' ? lastRun.callsSpent : null}
          allowed={connection.orgCalls?.allowed ?? null}
          budgetPercent={connection.budget.percentOfOrg}
        />
      </Section>
      <Section id="look-back" title="Look-back">
        <WholeNumber
          id="lookBackMinutes"
          label="Minutes"
          description={`Each run starts this far behind the last one, to catch records that were saved late. ${lookBackCost(lastRun)}`}
          value={draft.lookBackMinutes}
          onChange={(lookBackMinutes) => onChange({ lookBackMinutes })}
          min={0}
          max={1440}
          error={errors['lookBackMinutes']}
          readOnly={tag.readOnly}
        />
      </Section>
      <Section id="budget" title="Call budget">
        <BudgetForm connection={connection} />
      </Section>
    </>
  );
}

/** What reading those minutes again costs, by what the last usual run showed. */
function lookBackCost(lastRun: RunSummary | null): string {
  const rule = 'Rows that come again unchanged write nothing; each 2,000 of them cost one more call.';
  if (lastRun?.kind !== 'incremental') return rule;
  return `${rule} The last run read ${counted(lastRun.outcomes.unchanged, 'row')} again, in ${counted(lastRun.callsSpent, 'call')} altogether.`;
}
