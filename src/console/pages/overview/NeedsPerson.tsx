import { Button, Text } from '@mantine/core';
import { IconAlertTriangle, IconCircleX } from '@tabler/icons-react';
import { useState } from 'react';
import type { NeedsPerson as NeedsPersonItem } from '../../../http/schemas/overview.ts';
import { useMayWrite } from '../../api/team.tsx';
import { count, counted } from '../../format/number.ts';
import { Section } from '../../layouts/Section.tsx';
import { DueClock } from '../../parts/DueClock.tsx';
import { EmptyState } from '../../parts/EmptyState.tsx';
import { LateBand } from '../../parts/LateBand.tsx';
import { RelativeTime } from '../../parts/RelativeTime.tsx';
import { ServerButton } from '../../router/ServerLink.tsx';
import { Reconnect } from '../integrations/Reconnect.tsx';
import classes from './overview.module.css';

/** How many stand here before the rest is asked for. */
const FIRST = 5;

const SEVERE = new Set<NeedsPersonItem['kind']>(['dead_letter', 'broken_authorization', 'failed_run', 'question']);

interface NeedsPersonProps {
  readonly items: readonly NeedsPersonItem[];
  readonly total: number;
  readonly runsToday: number;
}

/** What waits for a person, the most pressing first, each with its one next step. */
export function NeedsPerson({ items, total, runsToday }: NeedsPersonProps) {
  const [showsAll, setShowsAll] = useState(false);
  const late = items.filter(({ kind }) => kind === 'late');
  const others = items.filter(({ kind }) => kind !== 'late');
  const shown = showsAll ? others : others.slice(0, FIRST);
  return (
    <Section id="needs-person" title="Needs a person" count={total > 0 ? count(total) : undefined}>
      {total === 0 ? (
        <EmptyState kind="all_done">
          Nothing needs you.{runsToday > 0 ? ` ${counted(runsToday, 'import')} ran in the last 24 hours.` : ''}
        </EmptyState>
      ) : (
        late.map((item) => (
          <LateBand key={item.id} isSoon={item.due?.late === false} action={<NextAct item={item} />}>
            {item.sentence}
          </LateBand>
        ))
      )}
      {shown.length > 0 && (
        <ul className={classes.rows}>
          {shown.map((item) => (
            <li key={item.id}>
              <span className={classes.mark} data-severe={SEVERE.has(item.kind) || undefined}>
                {SEVERE.has(item.kind) ? (
                  <IconCircleX size={18} aria-hidden />
                ) : (
                  <IconAlertTriangle size={18} aria-hidden />
                )}
              </span>
              <Text className={classes.sentence}>{item.sentence}</Text>
              {item.due === null ? (
                <Text c="dimmed" fz="0.8125rem">
                  <RelativeTime at={item.since} inTable />
                </Text>
              ) : (
                <DueClock due={item.due} />
              )}
              <NextAct item={item} />
            </li>
          ))}
        </ul>
      )}
      {!showsAll && others.length > FIRST && (
        <Button variant="subtle" size="compact-md" mt={4} onClick={() => setShowsAll(true)}>
          All {count(items.length)}
        </Button>
      )}
      {showsAll && total > items.length && (
        <Text c="dimmed">
          {count(items.length)} of {count(total)} shown; the others follow as these are settled.
        </Text>
      )}
    </Section>
  );
}

/** Mending a broken authorization begins here; anything else is seen to where it happened. */
function NextAct({ item }: { readonly item: NeedsPersonItem }) {
  const { mayWrite } = useMayWrite();
  const label = `${item.action}: ${item.sentence}`;
  const connectionId = /^\/integrations\/([^/]+)\/authentication$/.exec(item.link)?.[1];
  if (item.kind === 'broken_authorization' && connectionId !== undefined && mayWrite)
    return <Reconnect connectionId={connectionId} variant="default" size="compact-md" aria-label={label} />;
  return (
    <ServerButton href={item.link} variant="default" size="compact-md" aria-label={label}>
      {item.action}
    </ServerButton>
  );
}
