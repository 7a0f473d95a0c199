import { Group, Text } from '@mantine/core';
import type { ReactNode } from 'react';
import classes from './EmptyState.module.css';

export interface EmptyStateProps {
  /** Nothing yet, nothing matches, all done, or not allowed: never confused with one another. */
  readonly kind: 'nothing_yet' | 'no_match' | 'all_done' | 'not_allowed';
  /** One sentence: what will be here, which filter, what is done, or who can grant it. */
  readonly children: ReactNode;
  /** One action, at most two; none when all is done. */
  readonly actions?: ReactNode;
}

/** What stands in the place of rows that are not there. */
export function EmptyState({ kind, children, actions }: EmptyStateProps) {
  return (
    <div className={classes.root} data-kind={kind}>
      <Text className="rc-prose">{children}</Text>
      {kind !== 'all_done' && actions !== undefined && (
        <Group gap={8} mt={12}>
          {actions}
        </Group>
      )}
    </div>
  );
}
