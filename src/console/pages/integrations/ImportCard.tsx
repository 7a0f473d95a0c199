import { Group, Text } from '@mantine/core';
import type { Connection } from '../../../http/schemas/connections.ts';
import { useTeam } from '../../api/team.tsx';
import { easternTime } from '../../format/time.ts';
import { Section } from '../../layouts/Section.tsx';
import { OutcomeBar } from '../../parts/OutcomeBar.tsx';
import { RelativeTime } from '../../parts/RelativeTime.tsx';
import { RunStateBadge } from '../../parts/RunStateBadge.tsx';
import { WINDOWS } from '../../parts/windowTimes.ts';
import { TextLink } from '../../router/links.tsx';
import { IMPORT_STATE_WORDS, recordTypeLabel } from './recordTypes.ts';

interface ImportCardProps {
  readonly summary: Connection['imports'][number];
  /** Its source is files of a folder. */
  readonly readsFiles: boolean;
  /** Nothing starts until somebody connects the source again. */
  readonly waitsForSignIn: boolean;
}

/** One record type of a connection: its source, its last run, when it starts next and from where. */
export function ImportCard({ summary, readsFiles, waitsForSignIn }: ImportCardProps) {
  const { slug } = useTeam();
  const { lastRun, nextStart } = summary;
  return (
    <Section
      id={`import-${summary.recordType}`}
      title={recordTypeLabel(summary.recordType)}
      count={IMPORT_STATE_WORDS[summary.state]}
    >
      <Text>{summary.sourceName === null
          ? 'No source is chosen.'
          : readsFiles
            ? `Files ${summary.sourceName}`
            : `List View “${summary.sourceName}”`}</Text>
      {lastRun === null ? (
        <Text>No imports yet.</Text>
      ) : (
        <>
          <Group gap={8} my={4}>
            <span>
              Last run <RelativeTime at={lastRun.finishedAt ?? lastRun.queuedAt} />
            </span>
            <RunStateBadge run={lastRun} />
            <TextLink to="/t/$team/runs/$run" params={{ team: slug, run: lastRun.id }}>
              View run
            </TextLink>
            {lastRun.fileName !== null && <span>{lastRun.fileName}</span>}
          </Group>
          {lastRun.note !== null && <Text>{lastRun.note}</Text>}
          {lastRun.state === 'succeeded' && !readsFiles && lastRun.outcomes.read === 0 && summary.watermark !== null ? (
            <Text>Nothing changed since {easternTime(summary.watermark)}.</Text>
          ) : (
            lastRun.outcomes.read > 0 && <OutcomeBar outcomes={lastRun.outcomes} runId={lastRun.id} />
          )}
          {lastRun.error !== null && <Text>{lastRun.error.message}</Text>}
        </>
      )}
      {summary.state === 'on' && (
        <Text className="rc-number" mt={4}>
          {waitsForSignIn && nextStart !== null
            ? 'Next start after reconnecting'
            : nextStart === null
              ? 'No windows chosen: imports run only by hand.'
              : `Next start ${easternTime(nextStart.startsAt)}, ${WINDOWS.find((window) => window.name === nextStart.window)?.label.toLowerCase()} window`}
        </Text>
      )}
      {summary.fullReason !== null && lastRun !== null && (
        <Text mt={4}>The next run reads everything. {summary.fullReason}</Text>
      )}
    </Section>
  );
}
