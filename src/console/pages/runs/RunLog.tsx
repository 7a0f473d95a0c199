import { Text } from '@mantine/core';
import type { RunDetails } from '../../../http/schemas/runs.ts';
import { easternDate, easternSeconds } from '../../format/time.ts';
import { EmptyState } from '../../parts/EmptyState.tsx';
import classes from './runs.module.css';

/** Steps, retries and pauses, in order. */
export function RunLog({ log }: { readonly log: RunDetails['log'] }) {
  const first = log[0];
  if (first === undefined) return <EmptyState kind="nothing_yet">What the run does step by step will stand here.</EmptyState>;
  return (
    <>
      <Text c="dimmed" mb={4}>
        {easternDate(first.at)}
      </Text>
      <ol className={classes.log}>
        {log.map((line, index) => (
          <li key={index}>
            <time dateTime={line.at}>{easternSeconds(line.at)}</time>
            <span>{line.message}</span>
          </li>
        ))}
      </ol>
    </>
  );
}
