import { Text } from '@mantine/core';
import type { Overview } from '../../../http/schemas/overview.ts';
import { useTeam } from '../../api/team.tsx';
import { counted } from '../../format/number.ts';
import { Section } from '../../layouts/Section.tsx';
import { Health } from '../../parts/Health.tsx';
import { RelativeTime } from '../../parts/RelativeTime.tsx';
import { RunStateBadge } from '../../parts/RunStateBadge.tsx';
import { TextLink } from '../../router/links.tsx';
import classes from './overview.module.css';

/** How each connection stands, and how its last run ended. */
export function ConnectionsToday({ connections }: { readonly connections: Overview['connections'] }) {
  const { slug } = useTeam();
  return (
    <Section id="connections" title="Connections">
      <ul className={classes.rows}>
        {connections.map((connection) => (
          <li key={connection.id} className={classes.connection}>
            <TextLink to="/t/$team/integrations/$connection" params={{ team: slug, connection: connection.id }} fw={500}>
              {connection.name}
            </TextLink>
            <Health health={connection.health} short={connection.health.state === 'healthy'} />
            {connection.lastRun === null ? (
              <Text c="dimmed">No run yet</Text>
            ) : (
              <div className={classes.lastRun}>
                <TextLink to="/t/$team/runs/$run" params={{ team: slug, run: connection.lastRun.id }}>
                  Last run
                </TextLink>
                <RelativeTime at={connection.lastRun.finishedAt ?? connection.lastRun.queuedAt} inTable />
                <RunStateBadge run={connection.lastRun} />
                <Text span c="dimmed" className="rc-number">
                  {counted(connection.lastRun.outcomes.read, 'row')}
                </Text>
              </div>
            )}
          </li>
        ))}
      </ul>
    </Section>
  );
}
