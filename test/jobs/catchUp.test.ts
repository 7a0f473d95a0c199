import assert from 'node:assert/strict';
import { startWorker } from '../../src/jobs/startWorker.ts';
import { windowStarts } from '../../src/domain/windows.ts';
import { createTestBed, type TestBed } from '../support/testBed.ts';
import { until } from '../support/until.ts';

describe('a worker that starts', () => {
  let bed: TestBed;
  before(async () => {
    bed = await createTestBed({ sandbox: { contacts: 40, leads: 1 } });
    await bed.sql(`update import_config set windows = '{overnight,morning}', windows_since = '2027-03-01T12:00:00Z'`);
  });
  after(() => bed.close());

  it('catches up a window in its last minutes, at once, and tells which closed while nothing ran', async () => {
    const [window] = windowStarts(['morning'], new Date('2027-03-03T12:00:00Z'), 1);
    const lastMinute = new Date(window!.closesAt.getTime() - 60_000);
    bed.clock.now = () => lastMinute;
    const worker = await startWorker(bed.ctx, {
      databaseUrl: bed.database.url,
      mongoUrl: null,
      mailer: null,
    });
    try {
      const ended = await until(
        async () =>
          (await bed.sql<{ started_by: string }>('select started_by from run where finished_at is not null'))[0],
      );
      assert.equal(ended.started_by, 'Morning window');
    } finally {
      await worker.stop();
    }
    assert.deepEqual(
      await bed.sql(`select name, reason, opens_at from missed_window order by opens_at`),
      [
        ['morning', '2027-03-01T15:00:00Z'],
        ['overnight', '2027-03-02T08:00:00Z'],
        ['morning', '2027-03-02T15:00:00Z'],
        ['overnight', '2027-03-03T08:00:00Z'],
      ].map(([name, opensAt]) => ({ name, reason: 'service_down', opens_at: new Date(opensAt!) })),
    );
    assert.deepEqual(bed.logged, []);
  });
});
