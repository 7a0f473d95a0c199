import { Text } from '@mantine/core';
import type { ImportSettings } from '../../../http/schemas/imports.ts';
import { useMayWrite } from '../../api/team.tsx';
import { weekdaysInWords } from '../../format/weekdays.ts';
import { Section } from '../../layouts/Section.tsx';
import { useNow } from '../../live/useNow.ts';
import { WindowPicker } from '../../parts/WindowPicker.tsx';
import { WINDOWS } from '../../parts/windowTimes.ts';
import { useTheConnection } from './connectionContext.tsx';
import { isFileServer } from './connectionTabList.ts';
import { LeftTag } from './LeftTag.tsx';
import { MissedWindows } from './MissedWindows.tsx';
import { NextStarts } from './NextStarts.tsx';
import { PartForm } from './PartForm.tsx';
import { PauseSchedule } from './PauseSchedule.tsx';
import { RecordTypePage } from './RecordTypePage.tsx';
import { ScheduledReading } from './ScheduledReading.tsx';
import { useImportPart } from './useImportPart.ts';
import { isSame } from './useStoredDraft.ts';

/** When imports start, how far back each looks, and what that costs; of a file server only the first. */
export function SchedulePage() {
  return <RecordTypePage what="when it runs">{(settings) => <ScheduleForm settings={settings} />}</RecordTypePage>;
}

/** What is set here for one record type. */
export interface Schedule {
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
  const change = (part: Partial<Schedule>): void => setDraft({ ...draft, ...part });
  const tag = {
    value: draft.leftTag,
    onChange: (leftTag: string | null) => change({ leftTag }),
    error: errors['leftTag'],
    readOnly: !mayWrite,
  };
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
          onChange={(windows) => change({ windows: [...windows] })}
          max={connection.maxWindows}
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
      {isFileServer(connection) ? (
        <Section id="left" title="People who left">
          <Text mb="md" className="rc-prose">
            Where only the newest file is imported, whoever is missing from it has left the source. They are kept and
            marked, never deleted.
          </Text>
          <LeftTag {...tag} />
        </Section>
      ) : (
        <ScheduledReading settings={settings} draft={draft} onChange={change} errors={errors} tag={tag} />
      )}
    </PartForm>
  );
}

function findField(field: string): { readonly label: string; readonly id: string } | undefined {
  if (field === 'lookBackMinutes') return { label: 'Look-back', id: field };
  if (field === 'leftTag') return { label: 'Tag', id: field };
  if (field.startsWith('sweepDays')) return { label: 'Sweep', id: 'sweep' };
  return field.startsWith('windows') ? { label: 'Windows', id: 'windows' } : undefined;
}
