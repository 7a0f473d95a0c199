import assert from 'node:assert/strict';
import { makeSalesforce } from '../../connectors/salesforce/index.ts';
import { TUNING } from '../../connectors/salesforce/tuning.ts';
import type { SyncContext } from '../../src/sync/context.ts';
import { runImport, type RunEnd } from '../../src/sync/runImport.ts';
import { cancelRun, startRun } from '../../src/sync/startRun.ts';
import { createTestBed, type TestBed } from '../support/testBed.ts';
import { until } from '../support/until.ts';

interface RunRow {
  state: string;
  kind: string;
  unordered: boolean;
  rows_read: number;
  source_time: Date;
  watermark_after: Date | null;
}

describe('a run whose rows come in no order', () => {
  let bed: TestBed;
  let ctx: SyncContext;
  beforeEach(async () => {
    bed = await createTestBed({ sandbox: { contacts: 3000, leads: 0, pageSizeRows: 200 } });
    const bulk = makeSalesforce({ ...TUNING, bulkAbove: 1000, bulkPageRows: 1000, pageRows: 300, firstPollMs: 5 });
    ctx = { ...bed.ctx, connectors: new Map([['salesforce', bulk]]) };
  });
  afterEach(() => bed.close());

  const start = (full: boolean): Promise<string> => {
    const { teamId, connectionId } = bed;
    return startRun(ctx, { teamId, connectionId, recordType: 'Contact', full, startedBy: 'A test' });
  };
  const work = (id: string, stopping = new AbortController().signal): Promise<RunEnd> =>
    runImport(ctx, id, { owner: `test ${id}`, leaseMs: 30_000, stopping });
  const runRow = async (id: string): Promise<RunRow> =>
    (await bed.sql<RunRow>('select * from run where id = $1', [id]))[0]!;
  const config = async () =>
    (await bed.sql<{ watermark_at: Date | null; full_reason: string | null }>('select * from import_config'))[0]!;
  const wholeSize = (): number => bed.sandbox.count('Contact', 'Texting_Fall_admits');

  /** A run of everything that was cut off after its first pages, and cancelled. */
  async function cutOff(): Promise<RunRow> {
    bed.sandbox.addFault({ route: /\/results\?/, kind: 'hang', skip: 1, times: 10 });
    const id = await start(true);
    const stopping = new AbortController();
    const working = work(id, stopping.signal);
    await until(async () => (await runRow(id)).rows_read > 0);
    stopping.abort(new Error('stop'));
    assert.equal(await working, 'given_back');
    bed.sandbox.clearFaults();
    await cancelRun(ctx, { teamId: bed.teamId, runId: id });
    assert.equal(await work(id), 'ended');
    const run = await runRow(id);
    assert.deepEqual([run.state, run.unordered], ['cancelled', true]);
    assert.ok(run.rows_read > 0 && run.rows_read < wholeSize());
    return run;
  }

  it('moves the watermark to the source’s clock once everything is in', async () => {
    const id = await start(false);
    assert.equal(await work(id), 'ended');
    const run = await runRow(id);
    assert.deepEqual([run.kind, run.unordered, run.rows_read], ['full', true, wholeSize()]);
    assert.deepEqual(run.watermark_after, run.source_time);
    assert.deepEqual((await config()).watermark_at, run.source_time);

    const edited = bed.sandbox.editSome('Contact', 'Texting_Fall_admits', 5);
    const next = await start(false);
    assert.equal(await work(next), 'ended');
    const { kind, rows_read: rows } = await runRow(next);
    assert.deepEqual([kind, rows], ['incremental', edited.length]);
  });

  it('moves nothing when it is cut off: what it read proves nothing, and everything is read again', async () => {
    const run = await cutOff();
    assert.equal(run.watermark_after, null);
    assert.equal((await config()).watermark_at, null);
    const id = await start(false);
    assert.equal(await work(id), 'ended');
    const next = await runRow(id);
    assert.deepEqual([next.kind, next.rows_read], ['full', wholeSize()]);
  });

  it('leaves an older watermark where it is, and asks for another full reading', async () => {
    const first = await start(false);
    assert.equal(await work(first), 'ended');
    const { watermark_at: before } = await config();
    await cutOff();
    assert.deepEqual(await config().then(({ watermark_at: at, full_reason: reason }) => [at, reason]), [
      before,
      'The last full import was not finished.',
    ]);
  });

  it('goes on in the middle of a bulk load after a stop, every row once', async () => {
    bed.sandbox.addFault({ route: /\/results\?/, kind: 'hang', skip: 1, times: 10 });
    const id = await start(true);
    const stopping = new AbortController();
    const working = work(id, stopping.signal);
    await until(async () => (await runRow(id)).rows_read > 0);
    stopping.abort(new Error('stop'));
    await working;
    bed.sandbox.clearFaults();
    assert.equal(await work(id), 'ended');
    const run = await runRow(id);
    assert.deepEqual([run.rows_read, run.watermark_after], [wholeSize(), run.source_time]);
  });
});
