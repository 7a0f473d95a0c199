import { Badge } from '@mantine/core';
import {
  IconAlertTriangle,
  IconCheck,
  IconCircle,
  IconCircleHalf,
  IconCircleX,
  IconOctagonFilled,
  type Icon,
} from '@tabler/icons-react';
import type { ReactNode } from 'react';
import type { Tone } from '../theme/palette.ts';

const ICONS: Record<Tone, Icon> = {
  ok: IconCheck,
  running: IconCircleHalf,
  attention: IconAlertTriangle,
  danger: IconCircleX,
  idle: IconCircle,
  ink: IconOctagonFilled,
};

export interface ToneBadgeProps {
  readonly tone: Tone;
  readonly children: ReactNode;
  /** Replaces the tone's own icon. */
  readonly icon?: Icon | undefined;
}

/** Icon, words and fill: a state is never told by colour alone. */
export function ToneBadge({ tone, children, icon }: ToneBadgeProps) {
  const Mark = icon ?? ICONS[tone];
  return (
    <Badge color={tone} variant={tone === 'ink' ? 'filled' : 'light'} leftSection={<Mark size={14} aria-hidden />} px={8}>
      {children}
    </Badge>
  );
}
