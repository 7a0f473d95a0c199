import { Text } from '@mantine/core';
import type { RunDetails } from '../../../http/schemas/runs.ts';
import { count, counted, duration } from '../../format/number.ts';
import { useNow } from '../../live/useNow.ts';

/** Pages, rows, rate, calls, and how long it has taken or took. */
export function RunProgress({ run }: { readonly run: RunDetails }) {
  const now = useNow();
  const forecast = run.callsForecast === null ? '' : `${count(run.callsSpent)} of about `;
  const counts = counted(run.callsForecast ?? run.callsSpent, 'call');
  // Files cost none.
  const calls = run.callsSpent === 0 && (run.callsForecast ?? 0) === 0 ? null : forecast + counts;
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
