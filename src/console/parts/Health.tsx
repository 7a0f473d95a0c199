import { Group, Text } from '@mantine/core';
import { IconPlayerPause } from '@tabler/icons-react';
import type { Connection } from '../../http/schemas/connections.ts';
import { easternTime } from '../format/time.ts';
import type { Tone } from '../theme/palette.ts';
import { ToneBadge } from './ToneBadge.tsx';

type HealthValue = Connection['health'];

const WORDS: Record<HealthValue['state'], { readonly tone: Tone; readonly words: string }> = {
  healthy: { tone: 'ok', words: 'Healthy' },
  needs_attention: { tone: 'attention', words: 'Needs attention' },
  broken: { tone: 'danger', words: 'Broken' },
  paused: { tone: 'attention', words: 'Paused' },
  not_finished: { tone: 'idle', words: 'Not finished' },
};

/**
 * How a connection stands: its last finished run and standing faults, since when and why. What runs now is shown
 * beside it, never by it. `short` is for table cells: since when stays, why is read on the connection.
 */
export function Health({ health, short = false }: { readonly health: HealthValue; readonly short?: boolean }) {
  const { tone, words } = WORDS[health.state];
  return (
    <div>
      <Group gap={8} wrap="wrap">
        <ToneBadge tone={tone} icon={health.state === 'paused' ? IconPlayerPause : undefined}>
          {words}
        </ToneBadge>
        {health.since !== null && (
          <Text span fz="0.8125rem" c="dimmed" className="rc-number">
            since {easternTime(health.since)}
          </Text>
        )}
      </Group>
      {!short && health.reason !== '' && (
        <Text mt={4} className="rc-prose">
          {health.reason}
        </Text>
      )}
    </div>
  );
}
