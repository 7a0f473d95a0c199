import { RunStateBadge } from '../../../../src/console/parts/RunStateBadge.tsx';
import type { RunSummary } from '../../../../src/http/schemas/runs.ts';
import { held, run } from '../samples.ts';
import type { Pieces } from '../Gallery.tsx';

const states: RunSummary['state'][] = ['queued', 'running', 'succeeded', 'completed_with_errors', 'failed', 'cancelled'];

export const pieces: Pieces = {
  ...Object.fromEntries(states.map((state) => [state, <RunStateBadge key={state} run={{ ...run, state }} />])),
  resumed: <RunStateBadge run={{ ...run, state: 'queued', resumed: 1, hold: held('budget') }} />,
  asking: <RunStateBadge run={{ ...run, state: 'queued', hold: held('question') }} />,
};
