import assert from 'node:assert/strict';
import { makeSalesforce } from '../../connectors/salesforce/index.ts';
import { TUNING } from '../../connectors/salesforce/tuning.ts';
import { startRun } from '../../src/sync/startRun.ts';
import { createTestBed, type TestBed } from '../support/testBed.ts';

/** Production's connector with small numbers: a job from 40 people on, and no waiting. */
const connector = makeSalesforce({
  ...TUNING,
  bulkAbove: 40,
  bulkPageRows: 100,
  pageRows: 20,
  wait: () => new Promise((resolve) => setImmediate(resolve)),
});
const PEOPLE = `select contact_id, first_name, last_name, mobile, custom, opted_out, source_modified_at from contact
  order by contact_id`;

describe('a first import through a bulk job', () => {
  let bed: TestBed;
  beforeEach(async () => {
    bed = await createTestBed({ sandbox: { contacts: 400, pageSizeRows: 20 }, view: 'AllContacts' });
  });
  afterEach(() => bed.close());

  it('is stopped and goes on in the same job, and leaves what an import page by page leaves', async () => {
    Object.assign(bed.ctx, { connectors: new Map([[connector.id, connector]]) });
    const { teamId, connectionId } = bed;
    const id = await startRun(bed.ctx, { teamId, connectionId, recordType: 'Contact', full: false, startedBy: 'A test' });
    const stopping = new AbortController();
    const now = bed.clock.now;
    let asked = 0;
    // The clock is asked with every page; some way in, the worker is told to stop.
    bed.clock.now = () => {
      asked += 1;
      if (asked === 12) stopping.abort(new Error('the process stops'));
      return now();
    };
    assert.equal(await bed.work(id, { stopping: stopping.signal }), 'given_back');
    bed.clock.now = now;
    const [half] = await bed.sql<{ rows_read: number }>('select rows_read from run where id = $1', [id]);
    assert.ok(half!.rows_read < 400);
    assert.equal(bed.sandbox.bulkJobs().length, 1);
    const end = await bed.work(id);
    assert.equal(end, 'ended');
    const [run] = await bed.sql<{ rows_read: number; watermark_after: Date; source_time: Date }>(
      'select rows_read, watermark_after, source_time from run where id = $1',
      [id],
    );
    assert.equal(run!.rows_read, 400);
    assert.deepEqual(run!.watermark_after, run!.source_time);
    assert.equal(bed.sandbox.calls.byRoute['POST /jobs/query'], 1);
    assert.deepEqual(bed.sandbox.bulkJobs(), []);

    const inBulk = await bed.sql(PEOPLE);
    const patient = makeSalesforce(TUNING);
    Object.assign(bed.ctx, { connectors: new Map([[patient.id, patient]]) });
    await bed.sql('truncate contact cascade');
    await bed.run({ full: true });
    assert.equal(bed.sandbox.calls.byRoute['POST /jobs/query'], 1, 'the second import took no job');
    assert.ok(inBulk.length > 300);
    assert.deepEqual(await bed.sql(PEOPLE), inBulk);
  });
});
