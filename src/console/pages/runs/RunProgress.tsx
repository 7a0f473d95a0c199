import { Text } from '@mantine/core';
import type { RunDetails } from '../../../http/schemas/runs.ts';
import { count, counted, duration } from '../../format/number.ts';
import { useNow } from '../../live/useNow.ts';

/** Pages, rows, rate, calls, and how long it has taken or took. */
export function RunProgress({ run }: { readonly run: RunDetails }) {
  const now = useNow();
  const { callsSpent, callsForecast } = run;
  const spent =
    callsForecast === null ? counted(callsSpent, 'call') : `${count(callsSpent)} of about ${counted(callsForecast, 'call')}`;
  // Those of files are not counted against anything.
  const calls = callsForecast === 0 ? null : spent;
  const rate = run.rowsPerSecond === null ? null : `${count(Math.round(run.rowsPerSecond))} rows/s`;
  const parts = [counted(run.pages, 'page'), counted(run.outcomes.read, 'row'), rate, calls, took(run, now)];
  return (
    <Text className="rc-number" mb={8}>
      {parts.filter((part) => part !== null).join(' · ')}
    </Text>
  );
}

function took(run: RunDetails, now: Date): string | null {
  if (run.startedAt === null) return null;
  const started = new Date(run.startedAt).getTime();
  if (run.finishedAt !== null) return `took ${duration(new Date(run.finishedAt).getTime() - started)}`;
  return `for ${duration(Math.max(0, Math.floor((now.getTime() - started) / 1000) * 1000))}`;
}
