import assert from 'node:assert/strict';
import { cancelRun, startRun } from '../../src/sync/startRun.ts';
import { createTestBed, type TestBed } from '../support/testBed.ts';
import { until } from '../support/until.ts';

interface RunRow {
  state: string;
  kind: string;
  pages: number;
  rows_read: number;
  created: number;
  updated: number;
  unchanged: number;
  skipped: number;
  errors: number;
  opt_outs_set: number;
  source_rows: number;
  calls_spent: number;
  error_code: string | null;
  watermark_after: Date | null;
  resumed: number;
}

describe('an import run', () => {
  let bed: TestBed;
  const runRow = async (id: string): Promise<RunRow> =>
    (await bed.sql<RunRow>('select * from run where id = $1', [id]))[0]!;

  beforeEach(async () => {
    bed = await createTestBed({ sandbox: { contacts: 5000, leads: 10 } });
  });
  afterEach(() => bed.close());

  it('imports a List View whole, every row with an outcome', async () => {
    const { id, end } = await bed.run();
    assert.equal(end, 'ended');
    const run = await runRow(id);
    assert.deepEqual(
      [run.state, run.kind, run.pages, run.rows_read, run.created, run.errors, run.opt_outs_set, run.source_rows],
      ['completed_with_errors', 'full', 3, 4210, 4198, 12, 96, 4210],
    );
    const [contacts] = await bed.sql<{ all: number; out: number }>(
      'select count(*)::int as all, count(*) filter (where opted_out)::int as out from contact',
    );
    assert.deepEqual(contacts, { all: 4198, out: 96 });
    assert.deepEqual(
      await bed.sql(`select code, count(*)::int from row_issue where kind = 'error' group by 1 order by 1`),
      [
        { code: 'phone_digits', count: 9 },
        { code: 'phone_missing', count: 3 },
      ],
    );
    assert.ok(run.calls_spent <= 3 + 5, `spent ${run.calls_spent} calls`);
    assert.deepEqual(bed.logged, []);
  });

  it('reads only what changed the next time, and changes nothing that did not', async () => {
    await bed.run();
    bed.sandbox.resetCalls();
    const edited = bed.sandbox.editSome('Contact', 'Texting_Fall_admits', 7);
    const { id } = await bed.run();
    const run = await runRow(id);
    assert.equal(run.kind, 'incremental');
    assert.equal(run.updated, 7);
    assert.equal(run.created + run.errors + run.skipped, 0);
    const rows = await bed.sql<{ contact_id: string }>('select contact_id from contact where changed_by_run = $1', [
      id,
    ]);
    assert.deepEqual(rows.map((row) => row.contact_id).sort(), [...edited].sort());
  });

  it('finds what committed late inside the look-back, and a full reading what committed later still', async () => {
    const { id } = await bed.run();
    const { watermark_after: watermark } = await runRow(id);
    const people = { Stage__c: 'Admitted', Entry_Term__c: 'Fall 2027', FirstName: 'Very', LastName: 'Late' };
    const commitLate = (minutes: number, MobilePhone: string): string =>
      bed.sandbox.insert('Contact', { ...people, MobilePhone }, new Date(watermark!.getTime() - minutes * 60_000));
    const inside = commitLate(9, '716-555-0197');
    const outside = commitLate(40, '716-555-0198');
    const found = async (): Promise<string[]> =>
      (await bed.sql<{ contact_id: string }>(`select contact_id from contact where last_name = 'Late'`)).map(
        ({ contact_id: contactId }) => contactId,
      );
    await bed.run();
    assert.deepEqual(await found(), [inside]);
    await bed.run({ full: true });
    assert.deepEqual((await found()).sort(), [inside, outside].sort());
  });

  it('costs one data call and no written row when nothing changed', async () => {
    await bed.run();
    bed.sandbox.resetCalls();
    const before = await bed.sql('select xmin::text, id from contact order by id');
    const { id } = await bed.run();
    const run = await runRow(id);
    assert.equal(run.state, 'succeeded');
    assert.equal(run.updated + run.created, 0);
    assert.deepEqual(await bed.sql('select xmin::text, id from contact order by id'), before);
    const queries = bed.sandbox.calls.log.filter((call) => /\/query/.test(call.path));
    assert.equal(queries.length, 1);
  });

  it('is taken up after its last committed page when its worker is gone', async () => {
    bed.sandbox.addFault({ route: /\/query\/01g/, kind: 'hang', skip: 1 });
    const first = bed.run({ leaseMs: 900 });
    const run2 = await until(
      async () => (await bed.sql<{ id: string; pages: number }>('select id, pages from run where pages = 2'))[0],
    );
    await bed.sql(`update run set lease_owner = 'gone', lease_expires_at = now() - interval '1 second'`);
    bed.sandbox.clearFaults();
    assert.equal(await bed.work(run2.id), 'ended');
    assert.equal((await first).end, 'lost');
    const run = await runRow((await first).id);
    assert.deepEqual(
      [run.state, run.rows_read, run.created, run.errors, run.resumed],
      ['completed_with_errors', 4210, 4198, 12, 1],
    );
  });

  it('commits nothing behind a page that could not be committed, and reads those rows the next time', async () => {
    // The second page holds somebody whom the database refuses; the third is fetched by the time that is known.
    const [someone] = bed.sandbox
      .find('Contact', (record) => record['Stage__c'] === 'Admitted' && typeof record['MobilePhone'] === 'string')
      .sort((a, b) =>
        `${String(a['SystemModstamp'])}${String(a['Id'])}` < `${String(b['SystemModstamp'])}${String(b['Id'])}`
          ? -1
          : 1,
      )
      .slice(2500);
    await bed.sql(`create function refuse_one() returns trigger language plpgsql as $$
      begin
        if new.contact_id = '${String(someone!['Id'])}' then perform pg_sleep(0.4); raise exception 'refused by the test'; end if;
        return new;
      end $$`);
    await bed.sql('create trigger refuse_one before insert on contact for each row execute function refuse_one()');
    const { id } = await bed.run();
    const failed = await runRow(id);
    assert.deepEqual(
      [failed.state, failed.error_code, failed.pages, failed.rows_read],
      ['failed', 'internal', 1, 2000],
    );

    await bed.sql('drop trigger refuse_one on contact');
    const again = await runRow((await bed.run()).id);
    assert.equal(again.kind, 'incremental', 'the watermark stands where the committed page ended');
    const [contacts] = await bed.sql<{ all: number }>('select count(*)::int as all from contact');
    assert.equal(contacts!.all, 4198, 'nobody was passed over');
  });

  it('is given back, not failed, when its database connection is cut, and goes on', async () => {
    await bed.sql(`create function wait() returns trigger language plpgsql as $$
      begin perform pg_sleep(60); return null; end $$`);
    await bed.sql('create trigger wait before insert on contact for each statement execute function wait()');
    const running = bed.run();
    await until(async () => {
      const cut = await bed.sql(
        `select pg_terminate_backend(pid) from pg_stat_activity where datname = current_database() and wait_event = 'PgSleep'`,
      );
      return cut.length > 0;
    });
    const { id, end } = await running;
    assert.equal(end, 'given_back');
    await bed.sql('drop trigger wait on contact');
    await bed.sql('update run set due_at = queued_at');
    assert.equal(await bed.work(id), 'ended');
    const run = await runRow(id);
    assert.deepEqual([run.state, run.rows_read, run.created, run.resumed], ['completed_with_errors', 4210, 4198, 1]);
  });

  it('that waits to go on is cancelled without waiting any longer, and keeps what is in', async () => {
    bed.sandbox.addFault({ route: /\/query\/01g/, kind: 'hang' });
    const { teamId, connectionId } = bed;
    const startedBy = 'A test';
    const id = await startRun(bed.ctx, { teamId, connectionId, recordType: 'Contact', full: true, startedBy });
    const stopping = new AbortController();
    const working = bed.work(id, { stopping: stopping.signal });
    await until(async () => (await runRow(id)).pages === 1);
    stopping.abort(new Error('stop'));
    assert.equal(await working, 'given_back');
    await bed.sql(`update run set due_at = due_at + interval '9 minutes'`);
    await cancelRun(bed.ctx, { teamId, runId: id });
    assert.equal(await bed.work(id), 'ended');
    const run = await runRow(id);
    assert.deepEqual([run.state, run.rows_read], ['cancelled', 2000]);
    assert.ok(run.watermark_after, 'the next run goes on from there');
  });
});
