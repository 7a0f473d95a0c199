import { Alert, Group, Text } from '@mantine/core';
import { IconAlertTriangle, IconCircleX } from '@tabler/icons-react';
import type { ReactNode } from 'react';
import classes from './Explain.module.css';

interface LateBandProps {
  readonly children: ReactNode;
  readonly action?: ReactNode;
  /** Due within a business day, but not late yet. */
  readonly isSoon?: boolean;
}

/** Opt-outs past their last business day: the only red band of the console. Those that soon will be warn before. */
export function LateBand({ children, action, isSoon = false }: LateBandProps) {
  const Icon = isSoon ? IconAlertTriangle : IconCircleX;
  return (
    <Alert color={isSoon ? 'attention' : 'danger'} icon={<Icon aria-hidden />} className={classes.root} mb={16}>
      <Group justify="space-between" gap={8}>
        <Text fw={500}>{children}</Text>
        {action}
      </Group>
    </Alert>
  );
}
