import type { Outcomes } from '../../../src/http/schemas/common.ts';
import type { RunSummary } from '../../../src/http/schemas/runs.ts';

/** Made-up values that several pieces share. */

/** A little more, for the page's clock may have been read before: a moment less than twelve minutes shows as eleven. */
export const minutesAgo = (minutes: number): string => new Date(Date.now() - minutes * 60_000 - 5000).toISOString();

export const outcomes: Outcomes = { read: 4210, created: 300, updated: 612, unchanged: 3250, skipped: 36, errors: 12 };

export const run: RunSummary = {
  id: '8f2c0d1e',
  connectionId: 'c1',
  connectionName: 'Salesforce',
  recordType: 'Contact',
  sourceName: 'Texting – Fall admits',
  state: 'succeeded',
  kind: 'full',
  startedBy: 'Morning window',
  resumed: 0,
  cancelRequested: false,
  queuedAt: minutesAgo(62),
  startedAt: minutesAgo(61),
  finishedAt: minutesAgo(60),
  pages: 3,
  outcomes,
  warnings: 0,
  optOutsSet: 96,
  optOutsLifted: 0,
  optInsNotApplied: 0,
  leftSource: 0,
  hold: null,
  sourceRows: 4210,
  callsSpent: 6,
  callsForecast: 6,
  rowsPerSecond: null,
  error: null,
  fileName: null,
  note: null,
};

/** Why a queued run waits. */
export const held = (kind: NonNullable<RunSummary['hold']>['kind']): RunSummary['hold'] => ({
  kind,
  code: kind === 'question' ? 'SOURCE_CHANGED' : 'BUDGET_SPENT',
  message: 'Paused at row 84,000: today’s 25,000 calls for this connection are used.',
  remedy: 'It goes on in the next window by itself. To go on sooner, raise the budget under Schedule.',
  until: kind === 'question' ? null : minutesAgo(-120),
});
