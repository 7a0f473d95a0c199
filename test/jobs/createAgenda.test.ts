import assert from 'node:assert/strict';
import { createAgenda, type AgendaOptions } from '../../src/jobs/createAgenda.ts';
import { startWorker } from '../../src/jobs/startWorker.ts';
import { startRun } from '../../src/sync/startRun.ts';
import { createTestBed, type TestBed } from '../support/testBed.ts';
import { until } from '../support/until.ts';

/** See docs/jobs.md. */
const MONGO_URL = process.env['AGENDA_TEST_MONGODB_URL'];

describe('the job engine', () => {
  let bed: TestBed;
  before(async () => {
    bed = await createTestBed({ sandbox: { contacts: 60, leads: 1 } });
  });
  after(() => bed.close());
  const options = (name: string): AgendaOptions => ({ databaseUrl: bed.database.url, mongoUrl: null, name });

  it('opens in several processes at once on a database without its tables', async () => {
    const engines = await Promise.all(['a', 'b', 'c', 'd'].map((name) => createAgenda(bed.ctx, options(name))));
    for (const { agenda } of engines) await agenda.start();
    await Promise.all(engines.map((engine) => engine.stop()));
    assert.deepEqual(bed.logged, []);
  });

  it('says so when its database can’t be reached, instead of waiting for ever', async () => {
    const databaseUrl = bed.sandbox.url.replace('http:', 'postgres:');
    await assert.rejects(createAgenda(bed.ctx, { ...options('a'), databaseUrl }));
  });

  it(`runs imports on MongoDB${MONGO_URL ? '' : ': only with AGENDA_TEST_MONGODB_URL, see docs/jobs.md'}`, async function () {
    if (!MONGO_URL) this.skip();
    const url = new URL(MONGO_URL);
    url.pathname = `/rollcall_test_${process.pid}`;
    const worker = await startWorker(bed.ctx, { databaseUrl: bed.database.url, mongoUrl: url.href, mailer: null });
    try {
      const { teamId, connectionId } = bed;
      const startedBy = 'A test';
      const id = await startRun(bed.ctx, { teamId, connectionId, recordType: 'Contact', full: true, startedBy });
      const ended = 'select 1 from run where id = $1 and finished_at is not null';
      await until(async () => (await bed.sql(ended, [id])).length > 0);
    } finally {
      await worker.stop();
    }
    const [run] = await bed.sql<{ state: string; created: number }>('select state, created from run');
    assert.ok(run!.created > 0 && run!.state !== 'failed', run!.state);
    assert.deepEqual(bed.logged, []);
  });
});
