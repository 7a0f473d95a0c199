import type { RunSummary } from '../../../http/schemas/runs.ts';
import { count, duration } from '../../format/number.ts';
import type { Column } from '../../parts/DataTable.tsx';
import { OutcomeBar } from '../../parts/OutcomeBar.tsx';
import { RelativeTime } from '../../parts/RelativeTime.tsx';
import { RunStateBadge } from '../../parts/RunStateBadge.tsx';
import { TextLink } from '../../router/links.tsx';
import { recordTypeLabel } from './recordTypes.ts';

export const RUN_STATES = [
  { value: 'queued', label: 'Queued' },
  { value: 'running', label: 'Running' },
  { value: 'succeeded', label: 'Succeeded' },
  { value: 'completed_with_errors', label: 'Completed with errors' },
  { value: 'failed', label: 'Failed' },
  { value: 'cancelled', label: 'Cancelled' },
];

/** The columns of Import history. */
export function historyColumns(team: string): readonly Column<RunSummary>[] {
  return [
    {
      id: 'started',
      header: 'Started',
      width: 150,
      narrow: 'lead',
      cell: (run) => (
        <TextLink to="/t/$team/runs/$run" params={{ team, run: run.id }} fz="inherit">
          <RelativeTime at={run.startedAt ?? run.queuedAt} inTable />
        </TextLink>
      ),
    },
    { id: 'state', header: 'State', width: 180, narrow: 'end', cell: (run) => <RunStateBadge run={run} /> },
    { id: 'what', header: 'What', width: 170, cell: what },
    { id: 'by', header: 'Started by', width: 140, cell: (run) => run.startedBy },
    {
      id: 'outcome',
      header: 'Outcome',
      narrow: 'line',
      cell: (run) =>
        run.state === 'succeeded' && run.outcomes.read === 0 ? (
          'Nothing changed'
        ) : (
          <OutcomeBar
            compact
            outcomes={run.outcomes}
            running={run.state === 'running' || run.state === 'queued' ? { sourceRows: run.sourceRows } : undefined}
            runId={run.id}
          />
        ),
    },
    { id: 'opt-outs', header: 'Opt-outs', width: 80, numeric: true, cell: (run) => count(run.optOutsSet) },
    {
      id: 'calls',
      header: 'Calls',
      width: 90,
      numeric: true,
      cell: (run) =>
        run.callsForecast === null ? count(run.callsSpent) : `${count(run.callsSpent)} of ${count(run.callsForecast)}`,
    },
    { id: 'took', header: 'Took', width: 100, numeric: true, cell: took },
  ];
}

function what(run: RunSummary): string {
  const left = run.leftSource === 0 ? '' : `; ${count(run.leftSource)} left the source`;
  return `${recordTypeLabel(run.recordType)}, ${run.kind}${left}`;
}

function took(run: RunSummary): string {
  if (run.startedAt === null || run.finishedAt === null) return '–';
  return duration(new Date(run.finishedAt).getTime() - new Date(run.startedAt).getTime());
}
