import assert from 'node:assert/strict';
import { readOverview } from '../../src/db/reads/overview.ts';
import { readRunDetails } from '../../src/db/reads/runDetails.ts';
import { answerRun } from '../../src/sync/answerRun.ts';
import { saveImport } from '../../src/sync/connections/saveImport.ts';
import { cancelRun, startRun } from '../../src/sync/startRun.ts';
import { scheduleImports } from '../../src/sync/scheduleImports.ts';
import { createTestBed, FALL_ADMITS, type TestBed } from '../support/testBed.ts';
import { until } from '../support/until.ts';

interface RunRow {
  id: string;
  state: string;
  kind: string;
  hold: string | null;
  hold_code: string | null;
  hold_message: string | null;
  rows_read: number;
  error_code: string | null;
  error_message: string | null;
  accepted: unknown;
}

interface ConfigRow {
  version: number;
  source_id: string;
  source_count: number;
  source_filter: string;
  source_definition: string;
  full_reason: string | null;
}

const ADMITTED = `Stage__c = 'Admitted'`;

describe('a run that stops to ask', () => {
  let bed: TestBed;
  beforeEach(async () => {
    bed = await createTestBed({ sandbox: { contacts: 3000, leads: 0, pageSizeRows: 200 } });
    await bed.sql(`update import_config set notify = '{"addresses": ["it@example.edu"], "when": "failures"}'`);
    await chooseSource();
  });
  afterEach(() => bed.close());

  /** As a person does: with its filter, its count and what it selects. */
  async function chooseSource(): Promise<void> {
    const { teamId, connectionId } = bed;
    const { version, source_id: id } = await config();
    await saveImport(bed.ctx, { teamId, connectionId }, 'Contact', { version, source: { id } });
  }

  const runRow = async (id: string): Promise<RunRow> =>
    (await bed.sql<RunRow>('select * from run where id = $1', [id]))[0]!;
  const contacts = async (): Promise<number> =>
    (await bed.sql<{ n: number }>('select count(*)::int as n from contact'))[0]!.n;
  const answer = (runId: string, word: 'import' | 'stop') =>
    answerRun(bed.ctx, { teamId: bed.teamId, runId, answer: word, actor: 'Dana Cole' });
  const setFilter = (filter: string | null) => bed.sandbox.setView('Contact', FALL_ADMITS, { filter });
  const questions = async (): Promise<string[]> => {
    const { needsPerson } = await readOverview(bed.ctx.dataSource.manager, bed.teamId, bed.clock.now());
    return needsPerson.filter(({ kind }) => kind === 'question').map(({ link }) => link);
  };
  const config = async () =>
    (await bed.sql<ConfigRow>('select * from import_config'))[0]!;

  /** An import that is in, whose view then lost its filter; the run that noticed. */
  async function widened(): Promise<RunRow> {
    assert.equal((await bed.run()).end, 'ended');
    setFilter(null);
    const { id, end } = await bed.run();
    assert.equal(end, 'given_back');
    return runRow(id);
  }

  it('shows both versions of a source that changed, to everybody who should look', async () => {
    const before = await config();
    const run = await widened();
    const inBefore = await contacts();
    assert.deepEqual([run.state, run.hold, run.hold_code, run.rows_read], ['queued', 'question', 'SOURCE_CHANGED', 0]);
    const details = await readRunDetails(bed.ctx.dataSource.manager, bed.teamId, run.id);
    const { question, hold } = details!;
    assert.equal(question?.kind, 'source_changed');
    assert.deepEqual([question.before.filter, question.before.count], [before.source_filter, before.source_count]);
    assert.deepEqual([question.after.count, hold?.until], [3000, null]);
    assert.match(run.hold_message ?? '', /was: .*Admitted.*\. It is now: .*\. That makes 3,000 people instead of \d,\d{3} people\./);
    assert.deepEqual(await questions(), [`/runs/${run.id}`]);
    const mails = await bed.sql<{ subject: string; body: string }>('select subject, body from mail');
    assert.deepEqual(mails.map(({ subject }) => subject), ['Import stopped to ask: Salesforce']);
    assert.match(mails[0]!.body, /3,000 people[^]*runs\//);
    assert.equal(await bed.work(run.id), 'not_taken', 'nobody has answered');
    assert.equal(await contacts(), inBefore);
  });

  it('lets one run ask, however many windows pass', async () => {
    await widened();
    await bed.sql(`update import_config set windows = '{morning,evening}'`);
    for (const hour of ['16:55', '23:55']) {
      bed.clock.now = () => new Date(`2027-03-02T${hour}:00Z`);
      assert.deepEqual(await scheduleImports(bed.ctx), []);
    }
    assert.equal((await bed.sql('select 1 from mail')).length, 1);
  });

  it('imports exactly what was shown, all of it, and takes it as confirmed from then on', async () => {
    const run = await widened();
    await answer(run.id, 'import');
    assert.deepEqual(await questions(), []);
    assert.match((await config()).full_reason ?? '', /selects changed/);
    assert.equal(await bed.work(run.id), 'ended');
    const ended = await runRow(run.id);
    assert.deepEqual([ended.kind, ended.rows_read, ended.hold], ['full', 3000, null]);
    const after = await config();
    assert.deepEqual([after.source_count, after.full_reason], [3000, null]);
    const next = await bed.run();
    assert.deepEqual([next.end, (await runRow(next.id)).kind], ['ended', 'incremental']);
    await assert.rejects(answer(run.id, 'import'), { code: 'nothing_asked' });
  });

  it('asks again when the source changes once more before it is read', async () => {
    const run = await widened();
    await answer(run.id, 'import');
    setFilter(ADMITTED);
    assert.equal(await bed.work(run.id), 'given_back');
    const again = await runRow(run.id);
    assert.equal(again.hold_code, 'SOURCE_CHANGED');
    assert.match(again.hold_message ?? '', /instead of 3,000 people/);
    await answer(run.id, 'import');
    assert.equal(await bed.work(run.id), 'ended');
    assert.equal((await runRow(run.id)).rows_read, bed.sandbox.count('Contact', FALL_ADMITS));
  });

  it('ends without importing when it is kept stopped, with the reason', async () => {
    const run = await widened();
    const before = await contacts();
    await answer(run.id, 'stop');
    const stopped = await runRow(run.id);
    assert.deepEqual([stopped.state, stopped.error_code, stopped.hold], ['cancelled', 'SOURCE_CHANGED', null]);
    assert.match(stopped.error_message ?? '', /^Dana Cole kept it stopped\. The filter of/);
    assert.equal(await contacts(), before);
    await assert.rejects(answer(run.id, 'stop'), { code: 'nothing_asked' });
    const { end } = await bed.run();
    assert.equal(end, 'given_back', 'the next one asks as well, for nobody has accepted it');
  });

  it('is cancelled like any that waits, and the import keeps its idea of the source', async () => {
    const before = await config();
    const run = await widened();
    await cancelRun(bed.ctx, { teamId: bed.teamId, runId: run.id });
    assert.equal((await runRow(run.id)).state, 'cancelled');
    assert.deepEqual(await questions(), []);
    const { source_definition: definition, source_filter: filter } = await config();
    assert.deepEqual([definition, filter], [before.source_definition, before.source_filter]);
  });

  it('is settled by choosing the source anew', async () => {
    const run = await widened();
    await chooseSource();
    const settled = await runRow(run.id);
    assert.deepEqual([settled.state, settled.error_code], ['cancelled', 'SOURCE_CHANGED']);
    assert.deepEqual(await questions(), []);
    const next = await bed.run();
    assert.deepEqual([next.end, (await runRow(next.id)).rows_read], ['ended', 3000]);
  });

  it('asks when a full reading meets a size that jumped, and takes the size that was accepted', async () => {
    assert.equal((await bed.run()).end, 'ended');
    await bed.sql('update import_config set source_count = 700');
    const incremental = await bed.run();
    assert.equal(incremental.end, 'ended', 'what changed says nothing about the whole');
    const { id, end } = await bed.run({ full: true });
    assert.equal(end, 'given_back');
    const run = await runRow(id);
    const size = bed.sandbox.count('Contact', FALL_ADMITS);
    assert.deepEqual([run.hold, run.hold_code, run.rows_read], ['question', 'SIZE_JUMPED', 0]);
    assert.match(run.hold_message ?? '', new RegExp(`holds ${size.toLocaleString('en-US')} people instead of 700 people`));
    await answer(id, 'import');
    assert.deepEqual((await config()).source_count, size);
    assert.equal(await bed.work(id), 'ended');
    assert.equal((await runRow(id)).rows_read, size);
  });

  it('asks about a source that became empty', async () => {
    assert.equal((await bed.run()).end, 'ended');
    await bed.sql('update import_config set source_definition = null');
    setFilter(`LastName = 'Nobody at all'`);
    const run = await runRow((await bed.run({ full: true })).id);
    assert.deepEqual([run.hold_code, run.rows_read], ['SIZE_JUMPED', 0]);
    assert.match(run.hold_message ?? '', /holds 0 people instead of/);
  });

  it('asks in the middle, too, and then reads from the beginning in the same run', async () => {
    const stopping = new AbortController();
    bed.sandbox.addFault({ route: /\/query\/01g/, kind: 'hang', skip: 2 });
    const { teamId, connectionId } = bed;

    const id = await startRun(bed.ctx, { teamId, connectionId, recordType: 'Contact', full: true, startedBy: 'A test' });
    const working = bed.work(id, { stopping: stopping.signal });

    await until(async () => (await runRow(id)).rows_read >= 600);
    stopping.abort(new Error('stop'));
    assert.equal(await working, 'given_back');
    bed.sandbox.clearFaults();

    setFilter(null);
    assert.equal(await bed.work(id), 'given_back');
    const asking = await runRow(id);
    assert.deepEqual([asking.hold_code, asking.rows_read], ['SOURCE_CHANGED', 600]);
    await answer(id, 'import');
    assert.equal(await bed.work(id), 'ended');
    const run = await runRow(id);
    assert.deepEqual([run.state, run.rows_read], ['completed_with_errors', 3600]);
    assert.equal(await contacts(), (await bed.sql('select distinct record_id from contact')).length);
  });
});
