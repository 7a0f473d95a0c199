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

  // Opening and closing hours in UTC of the Eastern days on which clocks change.
  const CHANGES = {
    '2026-03-08': { overnight: [7, 9], morning: [14, 16], afternoon: [18, 20], evening: [22, 24] },
    '2026-11-01': { overnight: [8, 10], morning: [15, 17], afternoon: [19, 21], evening: [23, 25] },
  } as const;

  for (const [day, windows] of Object.entries(CHANGES)) {
    for (const [name, [opens, closes]] of Object.entries(windows) as [WindowName, readonly [number, number]][]) {
      it(`keeps the ${name} window by the Eastern clock on ${day}, when clocks change`, async () => {
        await bed.sql(`update import_config set windows = $1`, [[name]]);
        const hour = (utc: number, plusMs: number): Date => new Date(Date.parse(`${day}T00:00:00Z`) + utc * 3_600_000 + plusMs);
        // From that day's first hours on: at midnight UTC the evening before is still open.
        const start = startOf(name, hour(6, 0));
        assert.ok(start >= hour(opens, 0) && start < hour(closes, 0), start.toISOString());
        for (const early of [hour(opens, -1000), new Date(start.getTime() - 1000)]) {
          at(early);
          assert.deepEqual(await scheduleImports(bed.ctx), [], early.toISOString());
        }
        at(hour(closes, 0));
        assert.deepEqual(await scheduleImports(bed.ctx), [], 'closed');
        at(hour(closes, -1000));
        assert.equal((await scheduleImports(bed.ctx)).length, 1, 'still open');
        await bed.sql('truncate run cascade');
        at(start);
        assert.equal((await scheduleImports(bed.ctx)).length, 1);
        assert.deepEqual(await bed.sql('select window_key from run'), [
          { window_key: `${bed.connectionId}/Contact/${name}/${day}` },
        ]);
      });
    }
  }

  describe('on a sweep day', () => {
    // A Saturday.
    const SATURDAY = new Date('2026-11-21T05:00:00Z');
    beforeEach(async () => {
      await bed.sql(
        `update import_config set windows = '{overnight,morning,evening}', sweep_days = '{sat}', watermark_at = now(), full_reason = null`,
      );
    });
    const startedKind = async (): Promise<string | undefined> => {
      const [id] = await scheduleImports(bed.ctx);
      const [run] = await bed.sql<{ kind: string }>(
        `update run set state = 'succeeded', finished_at = queued_at where id = $1 returning kind`,
        [id],
      ).then(([rows]) => rows as unknown as { kind: string }[]);
      return run?.kind;
    };

    it('the first window reads everything, the others what changed', async () => {
      const kinds: (string | undefined)[] = [];
      for (const name of ['overnight', 'morning', 'evening'] as const) {
        at(startOf(name, SATURDAY));
        kinds.push(await startedKind());
      }
      at(startOf('overnight', new Date(SATURDAY.getTime() + 86_400_000)));
      kinds.push(await startedKind());
      assert.deepEqual(kinds, ['sweep', 'incremental', 'incremental', 'incremental']);
    });

    it('the next window reads everything when the first was missed', async () => {
      at(startOf('morning', SATURDAY));
      assert.equal(await startedKind(), 'sweep');
    });

    it('is the Eastern day: an evening that is Sunday by UTC belongs to Saturday', async () => {
      await bed.sql(`update import_config set windows = '{evening}'`);
      const evening = windowStarts(['evening'], SATURDAY, 1)[0]!;
      at(new Date(evening.closesAt.getTime() - 1000));
      assert.equal(await startedKind(), 'sweep');
    });

    it('a run that has to be full anyway is a full one', async () => {
      await bed.sql(`update import_config set full_reason = 'The field mapping changed.'`);
      at(startOf('overnight', SATURDAY));
      assert.equal(await startedKind(), 'full');
    });
  });
});
