import assert from 'node:assert/strict';
import { startWithin, windowStarts, type Window } from '../../../src/domain/windows.ts';
import { saveWeeklyAudit, scheduleAudits } from '../../../src/sync/drift/scheduleAudits.ts';
import { startAudit } from '../../../src/sync/drift/startAudit.ts';
import { createAuditBed, type AuditBed } from './auditBed.ts';

const HOUR_MS = 3_600_000;
const DAY_MS = 24 * HOUR_MS;

describe('the weekly drift audit', () => {
  let bed: AuditBed;
  /** Overnight of a Sunday. */
  let sunday: Window;
  let start: Date;
  before(async () => {
    bed = await createAuditBed({ contacts: 20 });
    await bed.run();
    sunday = windowStarts(['overnight'], new Date('2026-11-22T06:00:00Z'), 1)[0]!;
    start = startWithin(sunday, `${bed.connectionId}/audit`);
  });
  after(() => bed.close());
  beforeEach(async () => {
    await bed.sql('truncate drift_audit cascade');
    await bed.sql(`update connection set audit_day = 'sun', schedule_paused = false, fault_code = null,
      created_at = '2026-01-01', stop_above_percent = 90`);
  });

  const at = (date: Date): void => void (bed.clock.now = () => date);
  const behind = (ms: number): Date => new Date(start.getTime() + ms);
  const end = (): Promise<unknown> => bed.sql(`update drift_audit set state = 'finished'`);

  it('starts once in its week, within the window, whoever looks', async () => {
    assert.ok(start >= sunday.opensAt && start < sunday.closesAt);
    at(behind(-1000));
    assert.deepEqual(await scheduleAudits(bed.ctx), []);
    at(start);
    const started = (await Promise.all([scheduleAudits(bed.ctx), scheduleAudits(bed.ctx)])).flat();
    assert.equal(started.length, 1);
    const [audit] = await bed.sql('select state, started_by from drift_audit');
    assert.deepEqual(audit, { state: 'queued', started_by: 'Weekly audit' });
    await end();
    for (const ms of [60_000, 12 * HOUR_MS, DAY_MS]) {
      at(behind(ms));
      assert.deepEqual(await scheduleAudits(bed.ctx), [], `${ms} ms later`);
    }
    // Its moment within the window is another one each week.
    at(new Date(sunday.closesAt.getTime() + 7 * DAY_MS));
    assert.equal((await scheduleAudits(bed.ctx)).length, 1, 'again the next week');
  });

  it('is caught up later that day, not the day after', async () => {
    at(new Date('2026-11-22T22:59:00Z'));
    assert.equal((await scheduleAudits(bed.ctx)).length, 1);
    await bed.sql('truncate drift_audit cascade');
    at(new Date('2026-11-23T12:00:00Z'));
    assert.deepEqual(await scheduleAudits(bed.ctx), []);
  });

  it('comes after one that goes on already', async () => {
    at(start);
    const { teamId, connectionId } = bed;
    await startAudit(bed.ctx, { teamId, connectionId, startedBy: 'Dana' });
    assert.deepEqual(await scheduleAudits(bed.ctx), []);
    await end();
    assert.equal((await scheduleAudits(bed.ctx)).length, 1);
  });

  it('leaves alone what is off, paused, broken, new that day, or has nobody', async () => {
    at(start);
    const { teamId, connectionId } = bed;
    await saveWeeklyAudit(bed.ctx, { teamId, connectionId }, null);
    assert.deepEqual(await scheduleAudits(bed.ctx), []);
    await saveWeeklyAudit(bed.ctx, { teamId, connectionId }, 'mon');
    assert.deepEqual(await scheduleAudits(bed.ctx), []);
    await saveWeeklyAudit(bed.ctx, { teamId, connectionId }, 'sun');
    for (const [change, back] of [
      ['schedule_paused = true', 'schedule_paused = false'],
      [`fault_code = 'AUTH_REVOKED'`, 'fault_code = null'],
      [`created_at = '2026-11-22T09:00:00Z'`, `created_at = '2026-01-01'`],
    ]) {
      await bed.sql(`update connection set ${change}`);
      assert.deepEqual(await scheduleAudits(bed.ctx), [], change);
      await bed.sql(`update connection set ${back}`);
    }
    await bed.sql('update contact set connection_id = null');
    assert.deepEqual(await scheduleAudits(bed.ctx), []);
    await bed.sql('update contact set connection_id = $1', [connectionId]);
    assert.equal((await scheduleAudits(bed.ctx)).length, 1);
  });

  it('stays within the budget, which one on demand does not wait for', async () => {
    at(start);
    await bed.sql(`update connection set budget_percent = 1, org_calls_allowed = 100, org_calls_left = 100`);
    await bed.sql(`insert into call_count (connection_id, day, calls) values ($1, '2026-11-22', 500)`, [
      bed.connectionId,
    ]);
    const [weekly] = await scheduleAudits(bed.ctx);
    assert.equal(await bed.workOn(weekly!), 'ended');
    const audit = await bed.row(weekly!);
    assert.deepEqual([audit.state, audit.error_code, audit.calls_spent], ['failed', 'BUDGET_SPENT', 0]);
    assert.equal(
      audit.error_message,
      'Today’s 1 calls for this connection are used. The audit is put off to next week’s.',
    );
    assert.equal((await bed.row(await bed.audit())).state, 'finished');
  });
});
