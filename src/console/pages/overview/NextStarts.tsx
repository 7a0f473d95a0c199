import { Text } from '@mantine/core';
import type { Overview } from '../../../http/schemas/overview.ts';
import { recordTypePlural } from '../../api/recordType.ts';
import { useTeam } from '../../api/team.tsx';
import { easternTime } from '../../format/time.ts';
import { Section } from '../../layouts/Section.tsx';
import { TextLink } from '../../router/links.tsx';
import { isMendedByConnecting } from '../integrations/connectionTabList.ts';
import classes from './overview.module.css';

const WINDOWS = { overnight: 'Overnight', morning: 'Morning', afternoon: 'Afternoon', evening: 'Evening' } as const;

/** When imports start by themselves next. */
export function NextStarts({ starts, connections }: Pick<Overview, 'connections'> & { readonly starts: Overview['nextStarts'] }) {
  const { slug } = useTeam();
  const broken = new Set(connections.filter(({ health }) => isMendedByConnecting(health.code)).map(({ id }) => id));
  return (
    <Section id="next-starts" title="Next starts">
      {starts.length === 0 ? (
        <Text c="dimmed">No windows chosen: imports run only by hand.</Text>
      ) : (
        <ul className={classes.rows}>
          {starts.map((start) => (
            <li key={`${start.connectionId}${start.recordType}${start.startsAt}`} className={classes.start}>
              <Text className="rc-number">
                {WINDOWS[start.window]} ·{' '}
                {broken.has(start.connectionId) ? 'after reconnecting' : easternTime(start.startsAt)}
              </Text>
              <TextLink to="/t/$team/integrations/$connection/schedule" params={{ team: slug, connection: start.connectionId }}>
                {start.connectionName}
              </TextLink>
              <Text c="dimmed">{recordTypePlural(start.recordType)}</Text>
            </li>
          ))}
        </ul>
      )}
    </Section>
  );
}
