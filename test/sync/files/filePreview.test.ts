import assert from 'node:assert/strict';
import { DEFAULT_FILE_OPTIONS } from '../../../src/domain/sourceFile.ts';
import { cleanUp } from '../../../src/sync/cleanUp.ts';
import { startPreview, stopPreviews } from '../../../src/sync/connections/preview.ts';
import { viewPreview } from '../../../src/sync/connections/viewPreview.ts';
import { startRun } from '../../../src/sync/startRun.ts';
import { until } from '../../support/until.ts';
import { createFileBed, csvOf, type FileBed, type FileTeam } from './fileBed.ts';

describe('previews and uploads of files', () => {
  let bed: FileBed;
  let team: FileTeam;
  before(async () => {
    bed = await createFileBed();
  });
  after(async () => {
    await stopPreviews(bed.ctx);
    assert.deepEqual(bed.logged, []);
    await bed.close();
  });
  beforeEach(async () => {
    bed.clock.at = Date.UTC(2026, 10, 20, 15);
    team = await bed.addTeam();
  });

  type Upload = Parameters<typeof startPreview>[3];

  async function preview(upload: Upload = null) {
    const { teamId, connectionId } = team;
    const id = await startPreview(bed.ctx, { teamId, connectionId }, 'Contact', upload);
    await until(async () => (await viewPreview(bed.ctx, teamId, id)).state !== 'running');
    return viewPreview(bed.ctx, teamId, id);
  }

  /** As the door for corrected rows stores it. */
  async function uploaded(content: string, corrects: string): Promise<NonNullable<Upload>> {
    const [row] = await team.sql<{ id: string }>(
      `insert into source_file (team_id, connection_id, record_type, origin, folder, name, size, modified_at, steady_since, seen_at, content)
       select $1, $2, 'Contact', 'upload', '', 'errors_Stu1', $3, f.modified_at, $5, $5, $6
       from source_file f join run r on r.file_id = f.id where r.id = $4 returning id`,
      [team.teamId, team.connectionId, content.length, corrects, bed.ctx.now(), Buffer.from(content)],
    );
    return { fileId: row!.id, corrects, options: { ...DEFAULT_FILE_OPTIONS, quietSeconds: 0 } };
  }

  it('show the whole file that a run would take, which does not count as imported by that', async () => {
    await team.setOptions({ quietSeconds: 60 });
    const people = Array.from({ length: 20 }, (_, n) => n);
    bed.folder.put(`${team.at}Stu1`, csvOf(people), 1);
    const shown = await preview();
    assert.deepEqual([shown.state, shown.complete, shown.outcomes?.created, shown.leftSource], ['finished', true, 20, 0]);
    assert.deepEqual([shown.file?.name, shown.file?.state, shown.file?.rows], ['Stu1', 'staged', 20]);
    assert.deepEqual(await team.contacts(), []);
    bed.clock.at += 60_000;
    const run = await team.run();
    assert.deepEqual([run.state, run.created], ['succeeded', 20]);
  });

  it('show the newest file there is when there is nothing to import, and who would have left', async () => {
    bed.folder.put(`${team.at}Stu1`, csvOf([1, 2, 3]), 1);
    await team.run();
    const again = await preview();
    assert.deepEqual([again.file?.state, again.outcomes?.unchanged, again.leftSource], ['disposed', 3, 0]);
    bed.folder.put(`${team.at}Stu2`, csvOf([1, 2], 'Reed', 'Id,First,Last,Mobile,Out,Shoe'), 2);
    const next = await preview();
    assert.deepEqual([next.outcomes?.unchanged, next.valuesCleared, next.leftSource], [2, 0, 1]);
    assert.deepEqual(next.file?.ignoredColumns, ['Shoe']);
    assert.deepEqual(next.file?.notes, ['The file has no column “Advisor”. Contacts keep what they have.']);
  });

  it('say why there is nothing to show', async () => {
    const none = await preview();
    assert.deepEqual([none.state, none.error?.code], ['failed', 'FILE_MISSING']);
    bed.folder.put(`${team.at}Stu1`, 'PK', 1);
    assert.equal((await preview()).error?.code, 'FILE_WORKBOOK');
  });

  it('take corrected rows in from an upload, and nothing else changes', async () => {
    bed.folder.put(`${team.at}Stu1`, csvOf([1, 2, 3]).replace('7165551002', '716'), 1);
    const first = await team.run();
    assert.deepEqual([first.state, first.errors], ['completed_with_errors', 1]);
    const before = await team.sql('select watermark_at, source_count from import_config where connection_id = $1', [
      team.connectionId,
    ]);

    const upload = await uploaded(csvOf([2], 'Moss', 'Id,First,Last,Mobile,Advisor'), first.id);
    const shown = await preview(upload);
    assert.deepEqual([shown.outcomes?.created, shown.leftSource, shown.corrects], [1, null, first.id]);
    assert.equal(shown.file?.uploaded, true);

    const { teamId, connectionId } = team;
    bed.folder.calls.length = 0;
    const id = await startRun(bed.ctx, { teamId, connectionId, recordType: 'Contact', full: false, startedBy: 'Dana', upload });
    await team.work(id);
    const run = (await team.runs()).find((one) => one.id === id);
    assert.deepEqual([run?.state, run?.created, run?.left_source], ['succeeded', 1, 0]);
    assert.deepEqual((await team.contacts()).map((one) => [one.advisor, one.left]), [
      ['Reed', false],
      ['Moss', false],
      ['Reed', false],
    ]);
    assert.deepEqual(
      bed.folder.calls.map(({ call }) => call),
      ['keep', 'stage', 'pull'],
    );
    const after = await team.sql('select watermark_at, source_count from import_config where connection_id = $1', [
      team.connectionId,
    ]);
    assert.deepEqual(after, before);
    // What the server holds is known as before.
    assert.match((await team.run()).note ?? '', /^No new file since Stu1/);

    bed.clock.at += 31 * 86_400_000;
    await cleanUp(bed.ctx);
    const [kept] = await team.sql('select content from source_file where id = $1', [upload.fileId]);
    assert.deepEqual(kept, { content: null });
  });
});
