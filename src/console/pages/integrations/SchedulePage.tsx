import { Text } from '@mantine/core';
import type { ImportSettings } from '../../../http/schemas/imports.ts';
import type { RunSummary } from '../../../http/schemas/runs.ts';
import { useMayWrite } from '../../api/team.tsx';
import { counted } from '../../format/number.ts';
import { weekdaysInWords } from '../../format/weekdays.ts';
import { Section } from '../../layouts/Section.tsx';
import { useNow } from '../../live/useNow.ts';
import { CallForecast } from '../../parts/CallForecast.tsx';
import { WholeNumber } from '../../parts/WholeNumber.tsx';
import { WindowPicker } from '../../parts/WindowPicker.tsx';
import { WINDOWS } from '../../parts/windowTimes.ts';
import { BudgetForm } from './BudgetForm.tsx';
import { useTheConnection } from './connectionContext.tsx';
import { MissedWindows } from './MissedWindows.tsx';
import { NextStarts } from './NextStarts.tsx';
import { PartForm } from './PartForm.tsx';
import { PauseSchedule } from './PauseSchedule.tsx';
import { RecordTypePage } from './RecordTypePage.tsx';
import { SweepDays } from './SweepDays.tsx';
import { useImportPart } from './useImportPart.ts';
import { isSame } from './useStoredDraft.ts';

/** How many windows a day Salesforce imports may start in. */
const MAX_WINDOWS = 3;

/** When imports start, how far back each looks, and what that costs. */
export function SchedulePage() {
  return <RecordTypePage what="when it runs">{(settings) => <ScheduleForm settings={settings} />}</RecordTypePage>;
}

interface Schedule {
  readonly windows: ImportSettings['windows'];
  readonly lookBackMinutes: number;
  readonly sweepDays: ImportSettings['sweepDays'];
  readonly leftTag: string | null;
}

function words({ windows, lookBackMinutes, sweepDays, leftTag }: Schedule): string {
  const names = WINDOWS.filter((window) => windows.includes(window.name)).map((window) => window.label);
  return [
    names.join(', ') || 'no windows',
    `look-back ${lookBackMinutes} min`,
    sweepDays.length === 0 ? 'no sweep' : `sweep on ${weekdaysInWords(sweepDays)}`,
    leftTag === null ? 'no tag' : `tag “${leftTag}”`,
  ].join('; ');
}

function ScheduleForm({ settings }: { readonly settings: ImportSettings }) {
  const connection = useTheConnection();
  const now = useNow();
  const { mayWrite } = useMayWrite();
  const part = useImportPart<Schedule>(
    connection.id,
    settings,
    ({ windows, lookBackMinutes, sweepDays, leftTag }) => ({ windows, lookBackMinutes, sweepDays, leftTag }),
    ({ windows, lookBackMinutes, sweepDays, leftTag }) => ({
      windows: [...windows],
      lookBackMinutes,
      sweepDays: [...sweepDays],
      leftTag,
    }),
  );
  const { draft, setDraft } = part;
  const errors = part.refusal?.fields ?? {};
  const lastRun = connection.imports.find((one) => one.recordType === settings.recordType)?.lastRun ?? null;
  return (
    <PartForm part={part} label="Schedule" words={words} find={findField}>
      <Section
        id="windows"
        title="Windows"
        actions={
          mayWrite && (connection.schedulePaused || part.stored.windows.length > 0) ? (
            <PauseSchedule connection={connection} />
          ) : undefined
        }
      >
        {connection.schedulePaused && <Text mb={8}>The schedule is paused. Nothing starts until it is resumed.</Text>}
        <WindowPicker
          label={`Windows for ${settings.recordType === 'Lead' ? 'Leads' : 'Contacts'}`}
          value={draft.windows}
          onChange={(windows) => setDraft({ ...draft, windows: [...windows] })}
          max={MAX_WINDOWS}
          nextStarts={connection.schedulePaused ? [] : settings.nextStarts}
          now={now}
          error={errors.windows}
          readOnly={!mayWrite}
        />
      </Section>
      {isSame(draft.windows, part.stored.windows) && !connection.schedulePaused && (
        <NextStarts starts={settings.nextStarts} />
      )}
      <MissedWindows missed={settings.missedWindows} />
      <Section id="sweep" title="Sweep">
        <SweepDays
          days={draft.sweepDays}
          leftTag={draft.leftTag}
          hasWindows={draft.windows.length > 0}
          onChange={({ days, ...change }) =>
            setDraft({ ...draft, ...change, ...(days === undefined ? {} : { sweepDays: [...days] }) })
          }
          error={errors.sweepDays}
          tagError={errors.leftTag}
          readOnly={!mayWrite}
        />
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
          onChange={(lookBackMinutes) => setDraft({ ...draft, lookBackMinutes })}
          min={0}
          max={1440}
          error={errors.lookBackMinutes}
          readOnly={!mayWrite}
        />
      </Section>
      <Section id="budget" title="Call budget">
        <BudgetForm connection={connection} />
      </Section>
    </PartForm>
  );
}

/** What reading those minutes again costs, by what the last usual run showed. */
function lookBackCost(lastRun: RunSummary | null): string {
  const rule = 'Rows that come again unchanged write nothing; each 2,000 of them cost one more call.';
  if (lastRun?.kind !== 'incremental') return rule;
  return `${rule} The last run read ${counted(lastRun.outcomes.unchanged, 'row')} again, in ${counted(lastRun.callsSpent, 'call')} altogether.`;
}

function findField(field: string): { readonly label: string; readonly id: string } | undefined {
  if (field === 'lookBackMinutes') return { label: 'Look-back', id: field };
  if (field === 'leftTag') return { label: 'Tag', id: field };
  if (field.startsWith('sweepDays')) return { label: 'Sweep', id: 'sweep' };
  return field.startsWith('windows') ? { label: 'Windows', id: 'windows' } : undefined;
}
