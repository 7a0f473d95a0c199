import assert from 'node:assert/strict';
import { healthOf, type HealthFacts } from '../../../src/db/reads/health.ts';
import { toRunSummary, type RunSummary, type RunSummaryRow } from '../../../src/db/reads/runSummary.ts';

const AT = new Date('2026-11-20T15:04:00Z');
const ROW: RunSummaryRow = {
  id: '00000000-0000-4000-8000-000000000001',
  connection_id: '00000000-0000-4000-8000-000000000002',
  connection_name: 'Salesforce',
  record_type: 'Contact',
  source_name: 'Fall admits',
  state: 'succeeded',
  kind: 'incremental',
  started_by: 'Morning window',
  resumed: 0,
  cancel_requested: false,
  queued_at: AT,
  started_at: AT,
  finished_at: AT,
  pages: 1,
  rows_read: 12,
  created: 12,
  updated: 0,
  unchanged: 0,
  skipped: 0,
  errors: 0,
  warnings: 0,
  opt_outs_set: 0,
  opt_outs_lifted: 0,
  opt_ins_not_applied: 0,
  left_source: 0,
  hold: null,
  hold_code: null,
  hold_message: null,
  due_at: AT,
  source_rows: 12,
  calls_spent: 2,
  calls_forecast: 2,
  rows_per_second: 900,
  error_code: null,
  error_message: null,
  error_vendor: null,
  file_name: null,
  note: null,
};
const run = (part: Partial<RunSummaryRow>): RunSummary => toRunSummary({ ...ROW, ...part });
const FACTS: HealthFacts = {
  connected: true,
  fault: null,
  schedulePaused: false,
  imports: [{ label: '“Fall admits”', lastRun: run({}), held: null }],
  deadWriteBacks: 0,
  deadSince: null,
};
const health = (part: Partial<HealthFacts>): string[] => {
  const { state, reason, since } = healthOf({ ...FACTS, ...part });
  assert.ok(reason.length > 10);
  return [state, since ?? ''];
};
const withRun = (part: Partial<RunSummaryRow>): Partial<HealthFacts> => ({
  imports: [{ label: 'Contacts', lastRun: run(part), held: null }],
});
const FAILED: Partial<RunSummaryRow> = {
  state: 'failed',
  error_code: 'SOURCE_GONE',
  error_message: 'The List View can’t be found.',
};

describe('health of a connection', () => {
  it('is what the last finished run and standing faults say', () => {
    assert.deepEqual(health({}), ['healthy', AT.toISOString()]);
    assert.deepEqual(health({ connected: false, imports: [] }), ['not_finished', '']);
    assert.deepEqual(health({ imports: [] }), ['not_finished', '']);
    assert.deepEqual(health({ imports: [{ label: 'Contacts', lastRun: null, held: null }] }), ['healthy', '']);
    assert.deepEqual(health(withRun(FAILED)), ['broken', AT.toISOString()]);
    assert.deepEqual(health(withRun({ state: 'completed_with_errors', errors: 3 })), [
      'needs_attention',
      AT.toISOString(),
    ]);
    assert.deepEqual(health(withRun({ state: 'cancelled' })), ['healthy', AT.toISOString()]);
    assert.deepEqual(health({ schedulePaused: true }), ['paused', '']);
    assert.deepEqual(health({ deadWriteBacks: 2, deadSince: AT.toISOString() }), ['needs_attention', AT.toISOString()]);
  });

  it('tells the worst reason first', () => {
    const fault = {
      code: 'AUTH_REVOKED',
      message: 'Salesforce no longer accepts our authorization.',
      since: AT.toISOString(),
    };
    assert.deepEqual(healthOf({ ...FACTS, ...withRun(FAILED), fault, schedulePaused: true }), {
      state: 'broken',
      since: AT.toISOString(),
      reason: fault.message,
      code: 'AUTH_REVOKED',
    });
    assert.deepEqual(health({ ...withRun(FAILED), schedulePaused: true, deadWriteBacks: 1 }), [
      'broken',
      AT.toISOString(),
    ]);
    assert.deepEqual(health({ ...withRun({ state: 'completed_with_errors', errors: 1 }), schedulePaused: true }), [
      'paused',
      '',
    ]);
  });

  it('is told by a run that waits, one that asks before one that is paused', () => {
    const waits = (hold: 'budget' | 'question' | 'upload', message: string) =>
      run({ state: 'queued', finished_at: null, hold, hold_code: 'X', hold_message: message });
    const paused = { label: 'Contacts', lastRun: run({}), held: waits('budget', 'Paused at row 7.') };
    const asks = { label: 'Leads', lastRun: null, held: waits('question', 'The filter is empty.') };
    const reason = (imports: HealthFacts['imports']) => healthOf({ ...FACTS, imports }).reason;
    assert.deepEqual(health({ imports: [paused] }), ['needs_attention', AT.toISOString()]);
    assert.equal(reason([paused]), 'The import of Contacts is paused. Paused at row 7.');
    assert.equal(reason([paused, asks]), 'The import of Leads waits for an answer. The filter is empty.');
    assert.deepEqual(health({ imports: [{ ...paused, lastRun: run(FAILED) }] }), ['broken', AT.toISOString()]);
    const looksTwice = { ...paused, held: waits('upload', 'It may still be uploading.') };
    assert.deepEqual(health({ imports: [looksTwice] }), ['healthy', AT.toISOString()]);
  });

  it('is told by a file that can’t be put away, and by a run that found none', () => {
    const stuckFile = { reason: 'Stu.csv is imported, but could not be moved.', since: AT.toISOString() };
    assert.deepEqual(health({ stuckFile }), ['needs_attention', AT.toISOString()]);
    assert.equal(healthOf({ ...FACTS, stuckFile }).reason, stuckFile.reason);
    const note = 'No new file since Stu.csv, imported Nov 20, 2026, 10:04 AM ET.';
    assert.equal(healthOf({ ...FACTS, ...withRun({ rows_read: 0, note }) }).reason, note);
    assert.deepEqual(health(withRun({ state: 'failed', error_code: 'HOST_KEY_CHANGED', error_message: 'Another.' })), [
      'healthy',
      '',
    ]);
  });

  it('takes a mended authorization for mended', () => {
    assert.deepEqual(health(withRun({ state: 'failed', error_code: 'AUTH_REVOKED', error_message: 'Revoked.' })), [
      'healthy',
      '',
    ]);
  });

  it('says in words how many rows need mending, or what a run without errors noted', () => {
    assert.equal(
      healthOf({ ...FACTS, ...withRun({ state: 'completed_with_errors', errors: 1 }) }).reason,
      'The last import of Contacts: 1 row needs mending.',
    );
    const short = {
      state: 'completed_with_errors',
      error_code: 'rows_short',
      error_message: 'The source gave fewer rows than it said.',
    } as const;
    assert.equal(
      healthOf({ ...FACTS, ...withRun(short) }).reason,
      'The last import of Contacts: The source gave fewer rows than it said.',
    );
  });
});
