import { Text } from '@mantine/core';
import type { ReactNode } from 'react';
import classes from './ProgressTrack.module.css';

export interface ProgressTrackProps {
  /** What is counted, for those who hear it: "Rows checked". */
  readonly label: string;
  readonly done: number;
  /** Of how many; null when it is not known. */
  readonly total: number | null;
  /** The same in words, below the track. */
  readonly children: ReactNode;
}

/** How far something has come. */
export function ProgressTrack({ label, done, total, children }: ProgressTrackProps) {
  const share = total === null || total === 0 ? 0 : Math.min(1, done / total);
  return (
    <div className={classes.root}>
      <div
        className={classes.track}
        role="progressbar"
        aria-label={label}
        aria-valuemin={0}
        aria-valuemax={total ?? undefined}
        aria-valuenow={done}
      >
        <div className={classes.done} style={{ width: `${share * 100}%` }} />
      </div>
      <Text className="rc-number" mt={8}>
        {children}
      </Text>
    </div>
  );
}
