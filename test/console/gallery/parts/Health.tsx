import { Health } from '../../../../src/console/parts/Health.tsx';
import type { Connection } from '../../../../src/http/schemas/connections.ts';
import type { Pieces } from '../Gallery.tsx';

const reasons: Record<Connection['health']['state'], string> = {
  healthy: '',
  needs_attention: 'The last import had 12 errors.',
  broken: 'Salesforce no longer accepts our authorization: it was revoked or has expired.',
  paused: 'Dana Cole paused the schedule.',
  not_finished: 'Nothing is chosen to import yet.',
};

export const pieces: Pieces = Object.fromEntries(
  Object.entries(reasons).map(([state, reason]) => [
    state,
    <Health key={state} health={{ state: state as Connection['health']['state'], since: '2026-11-20T15:12:00Z', reason, code: null }} />,
  ]),
);
