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

/**
 * The columns of Import history.
 * @param isFile - of a file server, which counts no calls
 */
export function historyColumns(team: string, isFile: boolean): readonly Column<RunSummary>[] {
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
    isFile
      ? { id: 'file', header: 'File', width: 220, narrow: 'line', cell: file }
      : { id: 'what', header: 'What', width: 170, cell: what },
    { id: 'by', header: 'Started by', width: 140, cell: (run) => run.startedBy },
    {
      id: 'outcome',
      header: 'Outcome',
      narrow: 'line',
      cell: (run) =>
        run.state === 'succeeded' && run.outcomes.read === 0 ? (
          (run.note ?? 'Nothing changed')
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
    ...(isFile ? [] : [CALLS]),
    { id: 'took', header: 'Took', width: 100, numeric: true, cell: took },
  ];
}

const CALLS: Column<RunSummary> = {
  id: 'calls',
  header: 'Calls',
  width: 90,
  numeric: true,
  cell: (run) =>
    run.callsForecast === null ? count(run.callsSpent) : `${count(run.callsSpent)} of ${count(run.callsForecast)}`,
};

function what(run: RunSummary): string {
  return `${recordTypeLabel(run.recordType)}, ${run.kind}${left(run)}`;
}

function file(run: RunSummary): string {
  return `${run.fileName ?? 'No file'}${left(run)}`;
}

function left(run: RunSummary): string {
  return run.leftSource === 0 ? '' : `; ${count(run.leftSource)} left the source`;
}

function took(run: RunSummary): string {
  if (run.startedAt === null || run.finishedAt === null) return '–';
  return duration(new Date(run.finishedAt).getTime() - new Date(run.startedAt).getTime());
}
