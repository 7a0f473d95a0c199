import assert from 'node:assert/strict';
import { readOverview } from '../../src/db/reads/overview.ts';
import { cleanUp } from '../../src/sync/cleanUp.ts';
import { readImportSettings } from '../../src/sync/connections/importSettings.ts';
import { saveImport } from '../../src/sync/connections/saveImport.ts';
import { updateConnection } from '../../src/sync/connections/updateConnection.ts';
import { recordMissedWindows } from '../../src/sync/missedWindows.ts';
import { scheduleImports } from '../../src/sync/scheduleImports.ts';
import { startRun } from '../../src/sync/startRun.ts';
import { createTestBed, type TestBed } from '../support/testBed.ts';

describe('missed windows', () => {
  let bed: TestBed;
  before(async () => {
    bed = await createTestBed({ sandbox: { contacts: 20, leads: 1 } });
  });
  after(() => bed.close());
  beforeEach(async () => {
    await bed.sql('truncate run cascade');
    await bed.sql('delete from missed_window');
    await bed.sql(`update import_config set windows = '{morning,evening}', state = 'on', windows_since = $1`, [
      new Date('2027-03-01T12:00:00Z'),
    ]);
    await bed.sql('update connection set schedule_paused = false, fault_code = null, fault_since = null');
  });

  const at = (instant: string): void => void (bed.clock.now = () => new Date(instant));
  const key = (): { teamId: string; connectionId: string } => ({ teamId: bed.teamId, connectionId: bed.connectionId });
  const missed = async (): Promise<[string, string, string][]> => {
    const { missedWindows } = await readImportSettings(bed.ctx, key(), 'Contact');
    return missedWindows.map(({ window, opensAt, reason }) => [window, opensAt.slice(0, 10), reason]);
  };
  const needs = async (): Promise<string[]> => {
    const { needsPerson } = await readOverview(bed.ctx.dataSource.manager, bed.teamId, bed.clock.now());
    return needsPerson.filter(({ kind }) => kind === 'missed_window').map(({ sentence }) => sentence);
  };
  const start = (): Promise<string> =>
    startRun(bed.ctx, { ...key(), recordType: 'Contact', full: false, startedBy: 'Dana' });
  const DOWN = 'the service was not running';

  it('are kept once, by any number of processes, only when they have closed', async () => {
    at('2027-03-01T16:59:00Z');
    await recordMissedWindows(bed.ctx);
    assert.deepEqual(await missed(), []);
    at('2027-03-01T17:02:00Z');
    await Promise.all([1, 2, 3].map(() => recordMissedWindows(bed.ctx)));
    assert.deepEqual(await missed(), [['morning', '2027-03-01', DOWN]]);
    assert.deepEqual(await needs(), [
      'Salesforce · Contacts: the Morning window was missed. It opened on Mar 1, 2027, 10:00 AM ET: the service was not running.',
    ]);
  });

  it('are not those that started their import', async () => {
    at('2027-03-01T16:55:00Z');
    assert.equal((await scheduleImports(bed.ctx)).length, 1);
    at('2027-03-01T18:00:00Z');
    await recordMissedWindows(bed.ctx);
    assert.deepEqual(await missed(), []);
  });

  it('are all those of the last seven days when nothing ran for longer, until the import runs again', async () => {
    at('2027-03-13T12:00:00Z');
    await recordMissedWindows(bed.ctx);
    // From Mar 6, 7 AM on: each day's morning and evening, today's not yet; the last day's evening closes at 01:00 UTC.
    const all = await missed();
    assert.deepEqual([all.length, all[0], all.at(-1)], [14, ['evening', '2027-03-12', DOWN], ['morning', '2027-03-06', DOWN]]);
    assert.deepEqual(await needs(), [
      'Salesforce · Contacts: 14 windows were missed. The last one, Evening, opened on Mar 12, 2027, 6:00 PM ET: the service was not running.',
    ]);
    await start();
    assert.deepEqual(await needs(), []);
    assert.equal((await missed()).length, 14, 'the schedule still shows them');
  });

  it('say when another run was in the way, and when a run was left behind by a service that was down', async () => {
    at('2027-03-01T14:00:00Z');
    const id = await start();
    await bed.sql(`update run set state = 'running', lease_expires_at = $2 where id = $1`, [id, '2027-03-01T17:00:20Z']);
    at('2027-03-01T17:02:00Z');
    await recordMissedWindows(bed.ctx);
    assert.deepEqual(await missed(), [
      ['morning', '2027-03-01', 'another run of this import was going on or waiting'],
    ]);
    assert.deepEqual(await needs(), [], 'it runs now');
    // It died at noon; nobody took it up before the evening's window had closed.
    at('2027-03-02T02:00:00Z');
    await recordMissedWindows(bed.ctx);
    assert.deepEqual((await missed())[0], ['evening', '2027-03-01', DOWN]);
    for (const [finished, told] of [
      ['2027-03-01T20:00:00Z', 1],
      ['2027-03-02T02:10:00Z', 0],
    ] as const) {
      await bed.sql(`update run set state = 'succeeded', finished_at = $2 where id = $1`, [id, finished]);
      assert.equal((await needs()).length, told, finished);
    }
  });

  it('say when a run was waiting for its time or for an answer', async () => {
    at('2027-03-01T14:00:00Z');
    const id = await start();
    for (const [change, until] of [
      [`due_at = '2027-03-02T05:00:00Z', hold = 'budget'`, '2027-03-01T17:02:00Z'],
      [`due_at = '2027-03-01T14:00:00Z', hold = 'question'`, '2027-03-02T02:00:00Z'],
    ] as const) {
      await bed.sql(`update run set ${change} where id = $1`, [id]);
      at(until);
      await recordMissedWindows(bed.ctx);
      assert.match((await missed())[0]![2], /going on or waiting/, change);
    }
  });

  it('say when the connection was broken, and leave it to its own line to be told', async () => {
    await bed.sql(`update connection set fault_code = 'AUTH_REVOKED', fault_message = 'x', fault_since = '2027-03-01T13:00:00Z'`);
    at('2027-03-01T17:02:00Z');
    await recordMissedWindows(bed.ctx);
    assert.deepEqual(await missed(), [['morning', '2027-03-01', 'the connection was broken']]);
    assert.deepEqual(await needs(), []);
    await bed.sql('update connection set fault_code = null');
    assert.equal((await needs()).length, 1);
  });

  it('are none before the windows were chosen, the import was turned on or the schedule went on', async () => {
    const version = async (table: string): Promise<number> =>
      (await bed.sql<{ version: number }>(`select version from ${table}`))[0]!.version;
    const none = async (what: string): Promise<void> => {
      at('2027-03-02T12:00:00Z');
      await recordMissedWindows(bed.ctx);
      assert.deepEqual(await missed(), [], what);
    };
    // After the evening's window had opened.
    const during = '2027-03-01T23:30:00Z';
    const save = async (change: object): Promise<unknown> => {
      at(during);
      return saveImport(bed.ctx, key(), 'Contact', { version: await version('import_config'), ...change });
    };
    await save({ windows: ['evening'] });
    await none('chosen');
    await save({ state: 'off' });
    await save({ state: 'on', windows: ['evening', 'morning'] });
    await none('turned on');
    at(during);
    const pause = async (schedulePaused: boolean): Promise<void> =>
      updateConnection(bed.ctx, { ...key(), version: await version('connection'), schedulePaused, actor: 'Dana' });
    await bed.sql(`update import_config set windows_since = '2027-03-01T12:00:00Z'`);
    await pause(true);
    await none('while paused');
    at(during);
    await pause(false);
    await none('going on');
    const other = await saveImport(bed.ctx, key(), 'Contact', {
      version: await version('import_config'),
      lookBackMinutes: 11,
    });
    assert.equal(other.lookBackMinutes, 11);
    at('2027-03-02T17:30:00Z');
    await recordMissedWindows(bed.ctx);
    assert.deepEqual(await missed(), [['morning', '2027-03-02', DOWN]], 'other settings do not count as a new choice');
  });

  it('begin to be kept from now on where the time of the choice is not known', async () => {
    await bed.sql('update import_config set windows_since = null');
    at('2027-03-05T12:00:00Z');
    await recordMissedWindows(bed.ctx);
    assert.deepEqual(await missed(), []);
    at('2027-03-05T17:30:00Z');
    await recordMissedWindows(bed.ctx);
    assert.deepEqual(await missed(), [['morning', '2027-03-05', DOWN]]);
  });

  it('are forgotten after a month', async () => {
    at('2027-03-01T17:30:00Z');
    await recordMissedWindows(bed.ctx);
    at('2027-04-15T17:30:00Z');
    await cleanUp(bed.ctx);
    assert.deepEqual(await bed.sql('select * from missed_window'), []);
  });
});
