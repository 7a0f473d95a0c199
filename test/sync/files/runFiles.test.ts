import assert from 'node:assert/strict';
import { readConnections } from '../../../src/db/reads/connections.ts';
import { answerRun } from '../../../src/sync/answerRun.ts';
import { cancelRun } from '../../../src/sync/startRun.ts';
import { createFileBed, csvOf, type FileBed } from './fileBed.ts';
import { serverTime } from './memoryFolder.ts';

const MINUTE = 60_000;
const DAY = 24 * 60 * MINUTE;

describe('runs of a source of files', () => {
  let bed: FileBed;
  before(async () => {
    bed = await createFileBed();
  });
  after(async () => {
    assert.deepEqual(bed.logged, []);
    await bed.close();
  });
  beforeEach(() => {
    bed.folder.hook = null;
    bed.clock.at = Date.UTC(2026, 10, 20, 15);
  });

  it('import the newest file that matches, page by page, and leave it', async () => {
    const team = await bed.addTeam();
    bed.folder.put(`${team.at}Stu_1119.csv`, csvOf([1, 2]), 1);
    bed.folder.put(`${team.at}Stu_1120.csv`, csvOf([1, 2, 3, 4, 5, 6, 7]), 2);
    bed.folder.put(`${team.at}Other.csv`, csvOf([9]), 3);
    const run = await team.run();
    assert.deepEqual([run.state, run.kind, run.rows_read, run.created], ['succeeded', 'full', 7, 7]);
    assert.equal((await team.contacts()).length, 7);
    const [file, ...others] = await team.files();
    assert.deepEqual([file?.name, file?.state, others], ['Stu_1120.csv', 'disposed', []]);
    const [config] = await team.sql(
      'select watermark_at, source_count, full_reason from import_config where connection_id = $1',
      [team.connectionId],
    );
    assert.deepEqual(config, { watermark_at: serverTime(2), source_count: 7, full_reason: null });
    assert.deepEqual(await team.log(run.id), [
      'Looks for a file: “Students”.',
      'Takes Stu_1120.csv, 299 bytes.',
      'Fetched Stu_1120.csv, 299 bytes.',
      'Read through: 7 rows, UTF-8.',
      'Done: 7 rows.',
    ]);
  });

  it('never go back to an older file once the newest was moved', async () => {
    const team = await bed.addTeam({ after: 'move', moveTo: '/done' });
    bed.folder.put(`${team.at}Stu_1119.csv`, csvOf([1], 'Old'), 1);
    bed.folder.put(`${team.at}Stu_1120.csv`, csvOf([1], 'New'), 2);
    await team.run();
    const run = await team.run();
    assert.deepEqual([run.state, run.file_id], ['succeeded', null]);
    assert.equal(run.note, 'No new file since Stu_1120.csv, imported Nov 20, 2026, 10:00 AM ET.');
    assert.deepEqual((await team.contacts()).map(({ advisor }) => advisor), ['New']);
  });

  it('leave rows to be mended on the connection’s mind when the next look finds nothing new', async () => {
    const team = await bed.addTeam();
    const health = async () => {
      const connections = await readConnections(bed.ctx.dataSource.manager, team.teamId, bed.ctx.now());
      return connections[0]?.health.state;
    };
    bed.folder.put(`${team.at}Stu1`, csvOf([1, 2]).replace('10002', ''), 1);
    assert.equal((await team.run()).errors, 1);
    assert.equal(await health(), 'needs_attention');
    assert.equal((await team.run()).rows_read, 0);
    assert.equal(await health(), 'needs_attention');
    bed.folder.put(`${team.at}Stu2`, csvOf([1, 2]), 2);
    await team.run();
    assert.equal(await health(), 'healthy');
  });

  it('mark who is no longer in the newest file, unless a row may be theirs', async () => {
    const team = await bed.addTeam();
    bed.folder.put(`${team.at}Stu1`, csvOf([1, 2, 3]), 1);
    await team.run();
    bed.folder.put(`${team.at}Stu2`, csvOf([1, 3]).replace('10003', ''), 2);
    const damaged = await team.run();
    assert.deepEqual([damaged.errors, damaged.left_source], [1, 0]);
    assert.match((await team.log(damaged.id)).join(), /1 row doesn’t tell whose they are/);
    bed.folder.put(`${team.at}Stu3`, csvOf([1, 3]), 3);
    assert.equal((await team.run()).left_source, 1);
    assert.deepEqual((await team.contacts()).map(({ id, left }) => [id, left]), [
      ['10001', false],
      ['10002', true],
      ['10003', false],
    ]);
  });

  it('import every file, oldest first, each in a run of its own, past those that can’t be read', async () => {
    const team = await bed.addTeam({ which: 'all' });
    bed.folder.put(`${team.at}Stu_c`, csvOf([3], 'C'), 3);
    bed.folder.put(`${team.at}Stu_a`, csvOf([1, 2], 'A'), 1);
    bed.folder.put(`${team.at}Stu_b`, 'PK', 2);
    const first = await team.run();
    const runs = await team.runs();
    assert.deepEqual(
      runs.map(({ state, kind, error_code: code, chain }) => [state, kind, code, chain]),
      [
        ['succeeded', 'incremental', null, first.id],
        ['failed', 'incremental', 'FILE_WORKBOOK', first.id],
        ['succeeded', 'incremental', null, first.id],
      ],
    );
    assert.deepEqual((await team.files()).map(({ name, state, refused_code: code }) => [name, state, code]), [
      ['Stu_a', 'disposed', null],
      ['Stu_b', 'fetched', 'FILE_WORKBOOK'],
      ['Stu_c', 'disposed', null],
    ]);
    assert.equal((await team.contacts()).filter(({ left }) => left).length, 0);
    // Somebody may have changed what kept it from being read.
    assert.equal((await team.run()).error_code, 'FILE_WORKBOOK');
    assert.equal((await team.runs()).length, 4);
  });

  it('wait until a file has been as it is for long enough', async () => {
    const team = await bed.addTeam({ quietSeconds: 60 });
    bed.folder.put(`${team.at}Stu`, csvOf([1]), 1);
    const held = await team.run();
    assert.deepEqual([held.state, held.hold, held.due_at.getTime() > bed.clock.at], ['queued', 'upload', true]);
    assert.match(held.hold_message ?? '', /^Stu may still be uploading: .* 60 seconds\. It is looked at again at 1\d:\d\d AM ET\.$/);
    bed.clock.at += MINUTE;
    bed.folder.put(`${team.at}Stu`, csvOf([1, 2]), 2);
    assert.equal(await team.work(held.id), 'given_back');
    assert.equal(bed.folder.calls.some(({ call, name }) => call === 'fetch' && name === 'Stu'), false);
    bed.clock.at += MINUTE;
    await team.work(held.id);
    const [run] = await team.runs();
    assert.deepEqual([run?.state, run?.rows_read], ['succeeded', 2]);
  });

  it('give up on a file that keeps changing for an hour', async () => {
    const team = await bed.addTeam({ quietSeconds: 60 });
    bed.folder.put(`${team.at}Stu`, csvOf([1]), 1);
    const { id } = await team.run();
    bed.clock.at += 62 * MINUTE;
    bed.folder.put(`${team.at}Stu`, csvOf([1, 2]), 2);
    await team.work(id);
    const [run] = await team.runs();
    assert.deepEqual([run?.state, run?.error_code], ['failed', 'FILE_UPLOADING']);
  });

  it('take what is ready first where every file is imported', async () => {
    const team = await bed.addTeam({ which: 'all', quietSeconds: 60 });
    bed.folder.put(`${team.at}Stu_b`, csvOf([2]), 2);
    await team.run();
    bed.clock.at += MINUTE;
    bed.folder.put(`${team.at}Stu_a`, csvOf([1]), 1);
    const [held] = await team.runs();
    await team.work(held!.id);
    assert.deepEqual((await team.runs()).map(({ state }) => state), ['succeeded', 'queued']);
    const next = (await team.runs())[1]!;
    assert.equal(await team.work(next.id), 'given_back');
    bed.clock.at += MINUTE;
    await team.work(next.id);
    assert.deepEqual((await team.contacts()).map(({ id }) => id), ['10001', '10002']);
  });

  it('tell a missing file from a missing folder, and one that need not be there yet', async () => {
    const team = await bed.addTeam();
    bed.folder.put(`${team.at}Other.csv`, csvOf([1]), 1);
    const none = await team.run();
    assert.deepEqual([none.state, none.error_code], ['failed', 'FILE_MISSING']);
    assert.equal(
      none.error_message,
      `No file in ${team.at.slice(0, -1)} begins with Stu; the folder holds 1 other. ` +
        'Check the prefix, or whether last night’s export ran.',
    );
    bed.folder.put(`${team.at}Stu1`, csvOf([1]), 1);
    assert.equal((await team.run()).state, 'succeeded');
    bed.clock.at += DAY - 3 * 3_600_000;
    assert.equal((await team.run()).state, 'succeeded');
    bed.clock.at += 3 * 3_600_000;
    const late = await team.run();
    assert.deepEqual([late.state, late.error_code], ['failed', 'FILE_MISSING']);
    assert.match(late.error_message ?? '', /since Stu1, imported Nov 20/);
    await team.sql(`update import_config set source_id = '/missing/Stu' where connection_id = $1`, [team.connectionId]);
    assert.equal((await team.run()).error_code, 'FOLDER_MISSING');
  });

  it('choose anew when the file is replaced while it is fetched', async () => {
    const team = await bed.addTeam({ quietSeconds: 0 });
    bed.folder.put(`${team.at}Stu`, csvOf([1]), 1);
    bed.folder.hook = (call, done) => {
      if (call !== 'fetch' || done) return;
      bed.folder.hook = null;
      bed.folder.put(`${team.at}Stu`, csvOf([1, 2]), 2);
    };
    const run = await team.run();
    assert.deepEqual([run.state, run.rows_read], ['succeeded', 2]);
    assert.match((await team.log(run.id)).join(' '), /Stu has changed\. The folder is looked into again\./);
  });

  it('stop when somebody cancels while a file is fetched, and take it again the next time', async () => {
    const team = await bed.addTeam();
    bed.folder.put(`${team.at}Stu`, csvOf([1]), 1);
    const id = await team.start();
    bed.folder.hook = async (call) => {
      if (call !== 'fetch') return;
      await cancelRun(bed.ctx, { teamId: team.teamId, runId: id });
      await new Promise(() => undefined);
    };
    await team.work(id, bed.ctx, 60);
    bed.folder.hook = null;
    const [run] = await team.runs();
    assert.deepEqual([run?.state, run?.rows_read], ['cancelled', 0]);
    assert.equal((await team.run()).state, 'succeeded');
  });

  it('ask when the newest file holds far fewer people, and read that file once it was accepted', async () => {
    const team = await bed.addTeam();
    bed.folder.pageRows = 500;
    bed.folder.put(`${team.at}Stu1`, csvOf(Array.from({ length: 300 }, (_, n) => n)), 1);
    await team.run();
    bed.folder.put(`${team.at}Stu2`, csvOf([1]), 2);
    const asked = await team.run();
    assert.deepEqual([asked.state, asked.hold, asked.rows_read], ['queued', 'question', 0]);
    await answerRun(bed.ctx, { teamId: team.teamId, runId: asked.id, answer: 'import', actor: 'Dana' });
    await team.work(asked.id);
    bed.folder.pageRows = 3;
    const [, run] = await team.runs();
    assert.deepEqual([run?.state, run?.left_source], ['succeeded', 299]);
  });
});
