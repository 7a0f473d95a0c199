import assert from 'node:assert/strict';
import { saveImport, type ImportChange } from '../../src/sync/connections/saveImport.ts';
import { updateConnection } from '../../src/sync/connections/updateConnection.ts';
import { openConnection } from '../../src/sync/openConnection.ts';
import { receiveMessage } from '../../src/sync/receiveMessages.ts';
import { cancelRun, startRun } from '../../src/sync/startRun.ts';
import { sendWriteBacks } from '../../src/sync/writeBack.ts';
import { ConnectionEntity } from '../../src/db/entities.ts';
import { holdRun } from '../../src/db/holds.ts';
import { easternDay } from '../../src/domain/times.ts';
import { createTestBed, type TestBed } from '../support/testBed.ts';

interface RunRow {
  id: string;
  state: string;
  hold: string | null;
  hold_code: string | null;
  hold_message: string | null;
  due_at: Date;
  rows_read: number;
  created: number;
  errors: number;
  calls_spent: number;
  error_code: string | null;
  watermark_after: Date | null;
}

const HOUR_MS = 3_600_000;

describe('a run whose calls are used up', () => {
  let bed: TestBed;
  /** 22 pages of 200 rows; a quarter of the org's 60 calls is 15. */
  beforeEach(async () => {
    bed = await createTestBed({ sandbox: { contacts: 5000, leads: 0, apiAllowance: 60, pageSizeRows: 200 } });
    await bed.sql(`update import_config set notify = '{"addresses": ["it@example.edu"], "when": "every"}'`);
  });
  afterEach(() => bed.close());

  const runRow = async (id: string): Promise<RunRow> =>
    (await bed.sql<RunRow>('select * from run where id = $1', [id]))[0]!;
  const moveTo = (instant: Date): void => {
    const shift = instant.getTime() - Date.now() + 1;
    bed.clock.now = () => new Date(Date.now() + shift);
  };
  const start = (): Promise<string> => {
    const { teamId, connectionId } = bed;
    return startRun(bed.ctx, { teamId, connectionId, recordType: 'Contact', full: false, startedBy: 'A test' });
  };
  const paused = async (): Promise<RunRow> => {
    const { id, end } = await bed.run();
    assert.equal(end, 'given_back');
    return runRow(id);
  };

  it('keeps its place, and goes on in the next days’ windows until every row is in', async () => {
    await bed.sql(`update import_config set windows = '{morning}'`);
    await bed.sql('update connection set budget_percent = 15');
    const first = await paused();
    assert.deepEqual([first.state, first.hold, first.hold_code], ['queued', 'budget', 'BUDGET_SPENT']);
    assert.ok(first.rows_read > 0 && first.rows_read < 4210);
    assert.match(
      first.hold_message ?? '',
      new RegExp(
        `^Paused at row ${first.rows_read.toLocaleString('en-US')}\\. Today’s 9 calls for this connection are used\\. ` +
          'It goes on from there in the Morning window, .* ET\\.$',
      ),
    );
    assert.ok(easternDay(first.due_at) > easternDay(bed.clock.now()));
    assert.equal(first.calls_spent, 9);
    assert.equal(await bed.work(first.id), 'not_taken', 'not before its time');
    await assert.rejects(start(), { code: 'run_busy' }, 'nor does another one pile up behind it');

    let run = first;
    for (let days = 0; run.state === 'queued' && days < 5; days++) {
      moveTo(run.due_at);
      await bed.work(run.id);
      const next = await runRow(run.id);
      assert.ok(next.rows_read > run.rows_read, 'it came on');
      run = next;
    }
    assert.deepEqual(
      [run.state, run.hold, run.rows_read, run.created, run.errors],
      ['completed_with_errors', null, 4210, 4198, 12],
    );
    const days = await bed.sql<{ calls: number }>('select calls from call_count order by day');
    assert.ok(days.length > 2 && days.every(({ calls }) => calls <= 9), JSON.stringify(days));
    const mails = await bed.sql<{ subject: string }>('select subject from mail order by id');
    assert.deepEqual(
      mails.map(({ subject }) => subject),
      [...Array<string>(days.length - 1).fill('Import paused: Salesforce'), 'Import completed with 12 errors: Salesforce'],
    );
  });

  it('knows what the org has left from the first answer on, and stores it', async () => {
    await paused();
    const [connection] = await bed.sql<{ org_calls_left: number; org_calls_allowed: number }>('select * from connection');
    const [today] = await bed.sql<{ calls: number }>('select calls from call_count');
    assert.deepEqual([connection!.org_calls_allowed, connection!.org_calls_left], [60, 60 - today!.calls]);
  });

  it('counts what others have spent today for this connection', async () => {
    await bed.sql('insert into call_count (connection_id, day, calls) values ($1, $2, 14)', [
      bed.connectionId,
      easternDay(bed.clock.now()),
    ]);
    await bed.sql('update connection set org_calls_allowed = 60, org_calls_left = 46, org_calls_at = now()');
    const run = await paused();
    assert.equal(run.rows_read, 0);
    assert.match(run.hold_message ?? '', /^Paused before its first row\. .* It goes on from there at .*12:00 AM ET\.$/);
    assert.equal(bed.sandbox.calls.counted, 1);
  });

  it('goes on at once when its budget is raised', async () => {
    const run = await paused();
    const version = (await bed.sql<{ version: number }>('select version from connection'))[0]!.version;
    const change = { teamId: bed.teamId, connectionId: bed.connectionId, actor: 'Dana' };
    await updateConnection(bed.ctx, { ...change, version, budget: { percentOfOrg: 10, stopAbovePercent: 90 } });
    assert.equal(await bed.work(run.id), 'not_taken', 'a lower one does not wake it');
    await updateConnection(bed.ctx, {
      ...change,
      version: version + 1,
      budget: { percentOfOrg: 80, stopAbovePercent: 90 },
    });
    assert.equal(await bed.work(run.id), 'ended');
    assert.equal((await runRow(run.id)).rows_read, 4210);
  });

  it('waits an hour when the whole org is nearly used up, and looks again', async () => {
    await bed.sql('update connection set budget_percent = 100, stop_above_percent = 20');
    const now = bed.clock.now().getTime();
    const run = await paused();
    assert.deepEqual([run.hold, run.hold_code], ['budget', 'ORG_NEARLY_SPENT']);
    assert.match(run.hold_message ?? '', /12 of the org’s 60 daily calls are used.* stops at 20 %/);
    assert.ok(Math.abs(run.due_at.getTime() - now - HOUR_MS) < 60_000);
    moveTo(run.due_at);
    const before = bed.sandbox.calls.counted;
    assert.equal(await bed.work(run.id), 'given_back');
    assert.equal(bed.sandbox.calls.counted - before, 1, 'one call tells how things stand');
  });

  it('is cancelled while it waits, and what is in stays', async () => {
    const run = await paused();
    await cancelRun(bed.ctx, { teamId: bed.teamId, runId: run.id });
    assert.equal(await bed.work(run.id), 'ended');
    const cancelled = await runRow(run.id);
    assert.deepEqual([cancelled.state, cancelled.hold, cancelled.rows_read], ['cancelled', null, run.rows_read]);
    assert.ok(cancelled.watermark_after, 'the next run goes on from there');
  });

  it('does not wait when its import was turned off meanwhile', async () => {
    const id = await start();
    await bed.sql(`update import_config set state = 'off'`);
    assert.equal(await bed.work(id), 'ended');
    const run = await runRow(id);
    assert.deepEqual([run.state, run.hold], ['cancelled', null]);
    assert.ok(run.rows_read > 0 && run.watermark_after);
  });

  it('does not wait when somebody cancelled it as it came to its limit', async () => {
    const run = await paused();
    await bed.sql(
      `update run set state = 'running', hold = null, lease_owner = 'one', cancel_requested = true, due_at = queued_at`,
    );
    const { teamId, connectionId, clock } = bed;
    const dueAt = new Date(clock.now().getTime() + HOUR_MS);
    const hold = { kind: 'budget', code: 'BUDGET_SPENT', message: '', dueAt, question: null, attempts: 0 } as const;
    await holdRun(bed.ctx.dataSource.manager, { id: run.id, teamId, connectionId, owner: 'one' }, hold);
    assert.equal(await bed.work(run.id), 'ended');
    assert.equal((await runRow(run.id)).state, 'cancelled');
  });

  it('ends when its import is turned off, but not when only its windows change', async () => {
    const run = await paused();
    const change = async (part: Partial<ImportChange>): Promise<void> => {
      const [config] = await bed.sql<{ version: number }>('select version from import_config');
      const { teamId, connectionId } = bed;
      await saveImport(bed.ctx, { teamId, connectionId }, 'Contact', { version: config!.version, ...part });
    };
    await change({ windows: ['evening'] });
    assert.equal((await runRow(run.id)).hold, 'budget');
    await change({ state: 'off' });
    assert.equal(await bed.work(run.id), 'ended');
    const ended = await runRow(run.id);
    assert.deepEqual([ended.state, ended.error_code, ended.rows_read], ['cancelled', 'BUDGET_SPENT', run.rows_read]);
    assert.ok(ended.watermark_after);
  });

  it('holds back no opt-out', async () => {
    await paused();
    const { ctx, teamId } = bed;
    const [person] = await bed.sql<{ mobile: string; record_id: string }>('select * from contact where not opted_out limit 1');
    const message = { provider: 'twilio', providerId: 'SM1', to: '+17165550100', body: 'STOP', verdict: null } as const;
    await receiveMessage(ctx, { ...message, teamId, from: person!.mobile });
    const connection = await ctx.dataSource.manager.findOneByOrFail(ConnectionEntity, { id: bed.connectionId });
    const open = openConnection(ctx, connection);
    try {
      assert.equal(await sendWriteBacks(ctx, connection, open, 'a test'), 1);
    } finally {
      await open.close();
    }
    assert.equal(bed.sandbox.record('Contact', person!.record_id)!['SMS_Opt_Out__c'], true);
  });

  it('waits for the org’s own limit, for a day at most, without spending on it', async () => {
    await bed.sql('update connection set budget_percent = 100, stop_above_percent = 100');
    bed.sandbox.addFault({ route: /\/query/, kind: 'daily_limit', skip: 3, times: 1000 });
    const now = bed.clock.now().getTime();
    let run = await paused();
    assert.deepEqual([run.hold, run.hold_code, run.rows_read], ['limit', 'DAILY_LIMIT', 600]);
    assert.ok(run.due_at.getTime() - now >= HOUR_MS);
    let times = 0;
    for (; run.state === 'queued'; times++) {
      moveTo(run.due_at);
      const before = bed.sandbox.calls.counted;
      await bed.work(run.id);
      assert.ok(bed.sandbox.calls.counted - before <= 2, `${bed.sandbox.calls.counted - before} calls`);
      run = await runRow(run.id);
    }
    assert.deepEqual([run.state, run.error_code], ['failed', 'DAILY_LIMIT']);
    assert.ok(times > 20 && times <= 25, `${times} times`);
  });

  it('goes on when the limit has passed', async () => {
    await bed.sql('update connection set budget_percent = 100, stop_above_percent = 100');
    bed.sandbox.addFault({ route: /\/query\/01g/, kind: 'daily_limit', skip: 2 });
    const run = await paused();
    moveTo(run.due_at);
    assert.equal(await bed.work(run.id), 'ended');
    assert.equal((await runRow(run.id)).rows_read, 4210);
  });
});
