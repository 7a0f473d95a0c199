import { Text } from '@mantine/core';
import { IconAlertTriangle, IconCheck, IconOctagonFilled } from '@tabler/icons-react';
import type { ConsentEntry } from '../../http/schemas/contacts.ts';
import { easternTime } from '../format/time.ts';
import { TextLink } from '../router/links.tsx';
import { useTeamSlug } from '../api/team.tsx';
import { CopyId } from './CopyId.tsx';
import { causeWords } from './timelineWords.ts';
import { WriteBackBadge } from './WriteBackBadge.tsx';
import classes from './ConsentTimeline.module.css';

/** One line of the timeline: the sentence, its evidence, both times, the rule applied, and what each CRM was told. */
export function TimelineEntry({ entry }: { readonly entry: ConsentEntry }) {
  const slug = useTeamSlug();
  return (
    <li className={classes.entry} data-kind={entry.kind} data-change={entry.change ?? undefined}>
      <span className={classes.mark}>
        {entry.kind === 'conflict' ? (
          <IconAlertTriangle size={20} aria-hidden />
        ) : entry.change === 'opted_out' ? (
          <IconOctagonFilled size={20} aria-hidden />
        ) : (
          <IconCheck size={20} aria-hidden />
        )}
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
          {entry.rule !== null && <li>{entry.rule}</li>}
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
        {entry.writeBacks.length > 0 && (
          <ul className={classes.writeBacks}>
            {entry.writeBacks.map((writeBack) => (
              <li key={writeBack.id}>
                <Text span fz="0.8125rem">
                  {writeBack.connectionName}
                </Text>
                <WriteBackBadge state={writeBack.state} />
                <Text span c="dimmed" fz="0.8125rem" className="rc-number">
                  {writeBack.confirmedAt !== null && easternTime(writeBack.confirmedAt)}
                  {writeBack.state === 'failed' && writeBack.reason}
                </Text>
              </li>
            ))}
          </ul>
        )}
      </div>
    </li>
  );
}
