import assert from 'node:assert/strict';
import { cleanUp } from '../../src/sync/cleanUp.ts';
import { saveImport } from '../../src/sync/connections/saveImport.ts';
import { startRun } from '../../src/sync/startRun.ts';
import { createTestBed, FALL_ADMITS, type TestBed } from '../support/testBed.ts';
import { until } from '../support/until.ts';

interface RunRow {
  state: string;
  kind: string;
  pages: number;
  rows_read: number;
  collects_seen: boolean;
  left_source: number;
}

interface Left {
  contact_id: string;
  left_source_at: Date;
  tags: string[];
}

describe('people who left their source', () => {
  let bed: TestBed;
  before(async () => {
    bed = await createTestBed({ sandbox: { contacts: 500, leads: 0, pageSizeRows: 200 } });
    await bed.sql(`update import_config set left_tag = 'Left'`);
    await bed.run();
  });
  after(() => bed.close());
  afterEach(async () => {
    bed.sandbox.clearFaults();
    assert.deepEqual(await bed.sql('select * from source_seen'), [], 'what was met is forgotten at the end');
  });

  const runRow = async (id: string): Promise<RunRow> =>
    (await bed.sql<RunRow>('select * from run where id = $1', [id]))[0]!;
  const queue = (how: 'full' | 'sweep'): Promise<string> =>
    startRun(bed.ctx, {
      teamId: bed.teamId,
      connectionId: bed.connectionId,
      recordType: 'Contact',
      full: how === 'full',
      sweep: true,
      startedBy: 'A test',
    });
  const sweep = async (): Promise<RunRow> => {
    const id = await queue('sweep');
    assert.equal(await bed.work(id), 'ended');
    return runRow(id);
  };
  const left = (): Promise<Left[]> =>
    bed.sql<Left>(
      'select contact_id, left_source_at, tags from contact where left_source_at is not null order by contact_id',
    );
  const contacts = async (): Promise<number> =>
    (await bed.sql<{ n: number }>('select count(*)::int as n from contact'))[0]!.n;
  /** Contacts that came in, by record ID. */
  const someone = async (count: number): Promise<string[]> => {
    const rows = await bed.sql<{ contact_id: string }>(
      'select contact_id from contact where left_source_at is null and not opted_out order by contact_id limit $1',
      [count],
    );
    return rows.map((row) => row.contact_id);
  };
  const takeOut = (id: string): void => bed.sandbox.edit('Contact', id, { Stage__c: 'Prospect' });
  const takeIn = (id: string): void => bed.sandbox.edit('Contact', id, { Stage__c: 'Admitted' });

  it('are not looked for by a first import, which has nobody to miss', async () => {
    const [first] = await bed.sql<RunRow>('select * from run');
    assert.deepEqual([first?.kind, first?.collects_seen, first?.left_source], ['full', false, 0]);
  });

  it('are found by a sweep: edited out, deleted or merged; kept as they are, tagged, and found once', async () => {
    const [edited, deleted, loser, winner] = await someone(4);
    const before = await bed.sql('select * from contact order by id');
    takeOut(edited!);
    bed.sandbox.remove('Contact', deleted!);
    bed.sandbox.merge('Contact', loser!, winner!);
    const run = await sweep();
    assert.deepEqual([run.kind, run.collects_seen, run.left_source], ['sweep', true, 3]);
    assert.ok(run.pages > 1);
    const gone = await left();
    assert.deepEqual(
      gone.map(({ contact_id: id, tags }) => [id, tags]),
      [edited, deleted, loser].sort().map((id) => [id, ['Left']]),
    );
    const after = await bed.sql<Record<string, unknown>>('select * from contact order by id');
    const unmarked = after.map((row) => ({ ...row, left_source_at: null, tags: [] }));
    const winners = (row: Record<string, unknown>): boolean => row['contact_id'] !== winner;
    assert.deepEqual(unmarked.filter(winners), before.filter((row) => winners(row as Record<string, unknown>)));

    assert.equal((await sweep()).left_source, 0);
    assert.deepEqual(await left(), gone, 'since when they left does not move');
  });

  it('are back as soon as any run meets them, also when nothing else of them changed', async () => {
    const [{ contact_id: id } = { contact_id: '' }] = await left();
    const [before] = await bed.sql<Record<string, unknown>>('select * from contact where contact_id = $1', [id]);
    await bed.sql(`update contact set tags = tags || '{VIP}' where contact_id = $1`, [id]);
    takeIn(id);
    const run = await runRow((await bed.run()).id);
    assert.deepEqual([run.kind, run.collects_seen], ['incremental', false]);
    const [after] = await bed.sql<Record<string, unknown>>('select * from contact where contact_id = $1', [id]);
    assert.deepEqual(
      [after?.['left_source_at'], after?.['tags'], after?.['changed_at']],
      [null, ['VIP'], before?.['changed_at']],
    );
  });

  it('are back as well when their row is refused', async () => {
    const [id] = await someone(1);
    takeOut(id!);
    assert.equal((await sweep()).left_source, 1);
    bed.sandbox.edit('Contact', id!, { MobilePhone: '12', Stage__c: 'Admitted' });
    await bed.run();
    assert.ok(!(await left()).some((row) => row.contact_id === id));
    assert.equal((await sweep()).left_source, 0, 'a row in error was met');
  });

  it('are found by a full run as well, and not by one that was cancelled', async () => {
    const [id] = await someone(1);
    takeOut(id!);
    const cancelled = await queue('full');
    await bed.sql('update run set cancel_requested = true where id = $1', [cancelled]);
    assert.equal(await bed.work(cancelled), 'ended');
    assert.deepEqual([(await runRow(cancelled)).state, (await runRow(cancelled)).left_source], ['cancelled', 0]);
    const full = await queue('full');
    await bed.work(full);
    assert.deepEqual([(await runRow(full)).kind, (await runRow(full)).left_source], ['full', 1]);
  });

  it('are nobody when fewer records came than the source said it had', async () => {
    const [id] = await someone(1);
    takeOut(id!);
    const running = await queue('sweep');
    // A page that promises one row more than come.
    await bed.sql(`create function promise_more() returns trigger language plpgsql as $$
      begin new.source_rows := new.source_rows + 1; return new; end $$`);
    await bed.sql('create trigger promise_more before update on run for each row when (old.pages = 0 and new.pages = 1) execute function promise_more()');
    await bed.work(running);
    await bed.sql('drop trigger promise_more on run');
    const run = await runRow(running);
    assert.deepEqual([run.state, run.left_source], ['completed_with_errors', 0]);
    const log = await bed.sql<{ message: string }>('select message from run_log where run_id = $1', [running]);
    assert.ok(log.some(({ message }) => /nobody is marked as having left/i.test(message)));
    assert.equal((await sweep()).left_source, 1);
  });

  for (const pages of [1, 2]) {
    it(`are found by a run whose process died after page ${pages}, and nobody else is`, async () => {
      const [id] = await someone(1);
      takeOut(id!);
      const all = await contacts();
      bed.sandbox.addFault({ route: /\/query\/01g/, kind: 'hang', skip: pages - 1 });
      const runId = await queue('sweep');
      const dying = bed.work(runId, { leaseMs: 900 });
      await until(async () => (await runRow(runId)).pages === pages);
      const [met] = await bed.sql<{ n: number }>('select count(*)::int as n from source_seen');
      assert.equal(met?.n, pages * 200);
      await bed.sql(`update run set lease_owner = 'gone', lease_expires_at = now() - interval '1 second'`);
      bed.sandbox.clearFaults();
      // Somebody who came already comes again at the end, and the source is counted anew.
      const [twice] = await bed.sql<{ record_id: string }>('select record_id from source_seen where record_id <> $1', [id]);
      bed.sandbox.edit('Contact', twice!.record_id, { Title: `Edited after page ${pages}` });
      assert.equal(await bed.work(runId), 'ended');
      assert.equal(await dying, 'lost');
      assert.equal((await runRow(runId)).left_source, 1);
      assert.ok((await left()).some((row) => row.contact_id === id));
      assert.equal(await contacts(), all);
    });
  }

  it('are kept opted out or in as they were, whatever is met later', async () => {
    const [id] = await someone(1);
    const events = await bed.sql('select count(*)::int as n from consent_event');
    takeOut(id!);
    await sweep();
    assert.deepEqual(await bed.sql('select count(*)::int as n from consent_event'), events);
    assert.deepEqual(await bed.sql('select opted_out from contact where contact_id = $1', [id]), [{ opted_out: false }]);
  });

  it('leave nothing behind of a run that is over without having ended here', async () => {
    await bed.sql(`insert into source_seen values (gen_random_uuid(), 'x')`);
    await cleanUp(bed.ctx);
  });

  it('get the new tag when the import’s is changed, lose it when there is none, and keep others', async () => {
    const [id] = await someone(1);
    takeOut(id!);
    await sweep();
    await bed.sql(`update contact set tags = tags || '{VIP}' where contact_id = $1`, [id]);
    const there = await bed.sql('select id, tags from contact where left_source_at is null order by id');
    for (const [tag, tags] of [
      ['Gone', ['VIP', 'Gone']],
      ['', ['VIP']],
      ['Left', ['VIP', 'Left']],
    ] as const) {
      const [{ version } = { version: 0 }] = await bed.sql<{ version: number }>('select version from import_config');
      const key = { teamId: bed.teamId, connectionId: bed.connectionId };
      const saved = await saveImport(bed.ctx, key, 'Contact', { version, leftTag: tag });
      assert.equal(saved.leftTag, tag === '' ? null : tag);
      assert.deepEqual(await bed.sql('select tags from contact where contact_id = $1', [id]), [{ tags }]);
    }
    assert.deepEqual(await bed.sql('select id, tags from contact where left_source_at is null order by id'), there);
  });

  it('stay another connection’s until it takes them over', async () => {
    const [id] = await someone(1);
    takeOut(id!);
    await sweep();
    const [other] = await bed.sql<{ id: string }>(
      `insert into connection (team_id, connector, name) values ($1, 'salesforce', 'Another') returning id`,
      [bed.teamId],
    );
    await bed.sql(
      `insert into import_config (connection_id, record_type, team_id, state, left_tag) values ($1, 'Contact', $2, 'on', 'Gone')`,
      [other!.id, bed.teamId],
    );
    await bed.sql(`update contact set connection_id = $1, tags = '{Gone}' where contact_id = $2`, [other!.id, id]);
    takeIn(id!);
    await bed.run();
    assert.deepEqual(
      await bed.sql('select connection_id, left_source_at, tags from contact where contact_id = $1', [id]),
      [{ connection_id: bed.connectionId, left_source_at: null, tags: [] }],
    );
  });

  it('are counted over the source that is read now, when another was chosen', async () => {
    const all = await contacts();
    await bed.sql(`update import_config set full_reason = 'The source changed.'`);
    bed.sandbox.setView('Contact', FALL_ADMITS, { filter: `Stage__c = 'Nothing'` });
    await bed.sql('update import_config set source_definition = null, source_count = null');
    const gone = (await left()).length;
    const { id } = await bed.run();
    const run = await runRow(id);
    assert.deepEqual([run.kind, run.rows_read, run.left_source], ['full', 0, all - gone]);
  });
});
