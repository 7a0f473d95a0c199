import { Button, Text } from '@mantine/core';
import { IconAlertTriangle, IconCheck, IconOctagonFilled, IconPlayerPause, type Icon } from '@tabler/icons-react';
import type { ConsentEntry } from '../../http/schemas/contacts.ts';
import { TextLink } from '../router/links.tsx';
import { useTeamSlug } from '../api/team.tsx';
import { CopyId } from './CopyId.tsx';
import { causeWords, writeBackWords } from './timelineWords.ts';
import { WriteBackBadge } from './WriteBackBadge.tsx';
import classes from './ConsentTimeline.module.css';

export interface TimelineEntryProps {
  readonly entry: ConsentEntry;
  /** Sends our state of an open conflict to the CRM again; left out for readers. */
  readonly onSend?: ((conflictId: string) => void) | undefined;
  /** The conflict that is being sent. */
  readonly sending?: string | undefined;
}

/** One line of the timeline: the sentence with the rule applied, its evidence, both times, each CRM's answer. */
export function TimelineEntry({ entry, onSend, sending }: TimelineEntryProps) {
  const slug = useTeamSlug();
  const Mark = markOf(entry);
  const conflict = entry.openConflict;
  return (
    <li className={classes.entry} data-kind={entry.kind} data-change={entry.change ?? undefined}>
      <span className={classes.mark}>
        <Mark size={20} aria-hidden />
      </span>
      <div className={classes.body}>
        <Text fw={500} className="rc-prose">
          {entry.sentence}
        </Text>
        {entry.message !== null && <blockquote className={classes.message}>“{entry.message}”</blockquote>}
        {entry.reason !== null && <Text className="rc-prose">Reason: {entry.reason}</Text>}
        <Text c="dimmed" fz="0.8125rem" className="rc-number">
          <time dateTime={entry.at}>{entry.easternTime}</time> ({entry.utcTime})
        </Text>
        <ul className={classes.facts}>
          {entry.cause !== null && (
            <li>
              {causeWords(entry.cause)}
              {entry.actor !== null && `: ${entry.actor}`}
            </li>
          )}
          {entry.providerId !== null && (
            <li>
              Provider ID <CopyId value={entry.providerId} label="provider ID" />
            </li>
          )}
          {entry.runId !== null && slug !== null && (
            <li>
              <TextLink to="/t/$team/runs/$run" params={{ team: slug, run: entry.runId }}>
                Run
              </TextLink>
            </li>
          )}
        </ul>
        {conflict !== null && onSend !== undefined && (
          <Button
            variant="default"
            size="compact-md"
            mt={8}
            className="rc-no-print"
            loading={sending === conflict}
            onClick={() => onSend(conflict)}
          >
            Send our state
          </Button>
        )}
        {entry.writeBacks.length > 0 && (
          <ul className={classes.writeBacks}>
            {entry.writeBacks.map((writeBack) => (
              <li key={writeBack.id}>
                <Text span fz="0.8125rem">
                  {writeBack.connectionName}
                </Text>
                <WriteBackBadge state={writeBack.state} readBack={writeBack.readBack} />
                <Text span c="dimmed" fz="0.8125rem" className="rc-number">
                  {writeBackWords(writeBack)}
                </Text>
              </li>
            ))}
          </ul>
        )}
      </div>
    </li>
  );
}

function markOf({ kind, change }: ConsentEntry): Icon {
  if (kind === 'conflict') return IconAlertTriangle;
  if (change === 'opted_out') return IconOctagonFilled;
  return change === 'paused' ? IconPlayerPause : IconCheck;
}
