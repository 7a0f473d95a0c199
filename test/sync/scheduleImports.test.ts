import assert from 'node:assert/strict';
import { nextStarts, windowStarts, type WindowName } from '../../src/domain/windows.ts';
import { scheduleKey } from '../../src/db/reads/nextStarts.ts';
import { scheduleImports } from '../../src/sync/scheduleImports.ts';
import { startRun } from '../../src/sync/startRun.ts';
import { createTestBed, type TestBed } from '../support/testBed.ts';

describe('the schedule', () => {
  let bed: TestBed;
  before(async () => {
    bed = await createTestBed({ sandbox: { contacts: 20, leads: 1 } });
  });
  after(() => bed.close());
  beforeEach(async () => {
    await bed.sql('truncate run cascade');
    await bed.sql(`update import_config set windows = '{morning}', state = 'on'`);
    await bed.sql('update connection set schedule_paused = false, fault_code = null');
  });

  const at = (date: Date): void => void (bed.clock.now = () => date);
  const startOf = (name: WindowName, after: Date): Date =>
    nextStarts([name], scheduleKey(bed.connectionId, 'Contact'), after, 1)[0]!.startsAt;
  const NOON_BEFORE = new Date('2026-11-19T17:00:00Z');

  it('starts an import once in its window, at its own moment, whoever looks', async () => {
    const start = startOf('morning', NOON_BEFORE);
    at(new Date(start.getTime() - 1000));
    assert.deepEqual(await scheduleImports(bed.ctx), []);
    at(start);
    const started = (await Promise.all([scheduleImports(bed.ctx), scheduleImports(bed.ctx)])).flat();
    assert.equal(started.length, 1);
    const [run] = await bed.sql<{ started_by: string; state: string }>('select started_by, state from run');
    assert.deepEqual(run, { started_by: 'Morning window', state: 'queued' });
    await bed.sql(`update run set state = 'succeeded'`);
    at(new Date(start.getTime() + 60_000));
    assert.deepEqual(await scheduleImports(bed.ctx), [], 'not again in the same window');
  });

  it('starts after a restart in the middle of the window, and not after it', async () => {
    const [window] = windowStarts(['morning'], startOf('morning', NOON_BEFORE), 1);
    at(new Date(window!.closesAt.getTime() - 1000));
    assert.equal((await scheduleImports(bed.ctx)).length, 1);
    await bed.sql('truncate run cascade');
    at(new Date(window!.closesAt.getTime() + 1000));
    assert.deepEqual(await scheduleImports(bed.ctx), []);
  });

  it('starts again the next day', async () => {
    const first = startOf('morning', NOON_BEFORE);
    at(first);
    assert.equal((await scheduleImports(bed.ctx)).length, 1);
    await bed.sql(`update run set state = 'succeeded'`);
    at(startOf('morning', new Date(first.getTime() + 4 * 3_600_000)));
    assert.equal((await scheduleImports(bed.ctx)).length, 1);
  });

  it('waits for a run that is going on, and starts when it is over', async () => {
    const start = startOf('morning', NOON_BEFORE);
    at(start);
    await startRun(bed.ctx, { teamId: bed.teamId, connectionId: bed.connectionId, recordType: 'Contact', full: false, startedBy: 'Dana' });
    assert.deepEqual(await scheduleImports(bed.ctx), []);
    await bed.sql(`update run set state = 'succeeded'`);
    assert.equal((await scheduleImports(bed.ctx)).length, 1);
  });

  it('leaves alone what is paused, off, broken or has no window', async () => {
    at(startOf('morning', NOON_BEFORE));
    for (const change of ['schedule_paused = true', `schedule_paused = false, fault_code = 'AUTH_REVOKED'`]) {
      await bed.sql(`update connection set ${change}`);
      assert.deepEqual(await scheduleImports(bed.ctx), [], change);
    }
    await bed.sql('update connection set fault_code = null');
    await bed.sql(`update import_config set state = 'off'`);
    assert.deepEqual(await scheduleImports(bed.ctx), []);
    await bed.sql(`update import_config set state = 'on', windows = '{}'`);
    assert.deepEqual(await scheduleImports(bed.ctx), []);
  });

  for (const day of ['2026-03-08', '2026-11-01']) {
    it(`opens by the Eastern clock on ${day}, when clocks change`, async () => {
      await bed.sql(`update import_config set windows = '{overnight}'`);
      const start = startOf('overnight', new Date(`${day}T05:00:00Z`));
      const hour = Number(new Intl.DateTimeFormat('en-US', { timeZone: 'America/New_York', hour: 'numeric', hourCycle: 'h23' }).format(start));
      assert.ok(hour >= 3 && hour < 5, `starts at ${hour} Eastern`);
      at(start);
      assert.equal((await scheduleImports(bed.ctx)).length, 1);
    });
  }
});
