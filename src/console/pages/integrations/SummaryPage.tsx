import { Group, Text } from '@mantine/core';
import { useMayWrite, useTeam } from '../../api/team.tsx';
import { count } from '../../format/number.ts';
import { Section } from '../../layouts/Section.tsx';
import { Health } from '../../parts/Health.tsx';
import { OutcomeBar } from '../../parts/OutcomeBar.tsx';
import { RunStateBadge } from '../../parts/RunStateBadge.tsx';
import { TextLink } from '../../router/links.tsx';
import { ConnectionMenu } from './ConnectionMenu.tsx';
import { ImportCard } from './ImportCard.tsx';
import { NextStep } from './NextStep.tsx';
import { isFileServer, mustConnect } from './connectionTabList.ts';
import { useTheConnection } from './connectionContext.tsx';
import classes from './SummaryPage.module.css';

/** How a connection stands: health and why, what runs, each record type's last run and next start, what waits. */
export function SummaryPage() {
  const connection = useTheConnection();
  const { slug } = useTeam();
  const { mayWrite } = useMayWrite();
  const { activity } = connection;
  const used = connection.imports.filter((one) => one.state !== 'off');
  return (
    <div className={classes.summary}>
      <Section id="health" title="Health" actions={mayWrite ? <ConnectionMenu connection={connection} /> : undefined}>
        <Health health={connection.health} />
        <NextStep connection={connection} />
      </Section>
      {activity !== null && (
        <Section id="activity" title="Running now">
          <Group gap={8} mb={8}>
            <RunStateBadge run={activity} />
            <TextLink to="/t/$team/runs/$run" params={{ team: slug, run: activity.id }}>
              {activity.sourceName}
            </TextLink>
          </Group>
          <OutcomeBar outcomes={activity.outcomes} running={{ sourceRows: activity.sourceRows }} runId={activity.id} />
        </Section>
      )}
      {used.map((one) => (
        <ImportCard
          key={one.recordType}
          summary={one}
          readsFiles={isFileServer(connection)}
          waitsForSignIn={mustConnect(connection)}
        />
      ))}
      <Section id="today" title={isFileServer(connection) ? 'Server' : 'Opt-outs and calls'}>
        {isFileServer(connection) ? (
          <Text>Nothing is written back to it: an opt-out by text stays in Rollcall.</Text>
        ) : (
          <>
            <Text className="rc-number">
              {connection.waitingWriteBacks === 0 && connection.deadWriteBacks === 0
                ? 'Every opt-out has reached Salesforce.'
                : `${count(connection.waitingWriteBacks)} waiting to be written back · ${count(connection.deadWriteBacks)} for a person`}
            </Text>
            <Text className="rc-number">{count(connection.callsToday)} calls spent today</Text>
          </>
        )}
        {connection.account !== null && (
          <Text>
            Connected to {connection.account.accountName} as {connection.account.userName}
          </Text>
        )}
      </Section>
    </div>
  );
}
