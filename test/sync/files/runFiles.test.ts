import assert from 'node:assert/strict';
import { createFileBed, csvOf, type FileBed } from './fileBed.ts';

const MINUTE = 60_000;

describe('runs of a source of files', () => {
  let bed: FileBed;
  before(async () => {
    bed = await createFileBed();
  });
  after(() => bed.close());
  afterEach(() => {
    bed.folder.hook = null;
  });

  it('imports the newest file that matches, page by page, and leaves it', async () => {
    const team = await bed.addTeam();
    bed.folder.put(`${team.at}Stu_1119.csv`, csvOf([1, 2]), 1);
    bed.folder.put(`${team.at}Stu_1120.csv`, csvOf([1, 2, 3, 4, 5, 6, 7]), 2);
    bed.folder.put(`${team.at}Other.csv`, csvOf([9]), 3);
    const run = await team.run();
    assert.deepEqual([run.state, run.kind, run.rows_read, run.created], ['succeeded', 'full', 7, 7]);
    assert.equal((await team.contacts()).length, 7);
    assert.deepEqual(
      (await team.files()).map(({ name, state }) => [name, state]),
      [['Stu_1120.csv', 'disposed']],
    );
    const [config] = await team.sql<{ watermark_at: Date; source_count: number }>(
      'select watermark_at, source_count from import_config where connection_id = $1',
      [team.connectionId],
    );
    assert.deepEqual(config, { watermark_at: bed.folder.put(`${team.at}Stu_1120.csv`, 'x', 2).modifiedAt, source_count: 7 });
    const log = await team.sql<{ message: string }>('select message from run_log where run_id = $1 order by id', [run.id]);
    assert.deepEqual(
      log.map(({ message }) => message),
      [
        'Looks for a file: “Students”.',
        'Takes Stu_1120.csv, 299 bytes.',
        'Fetched Stu_1120.csv, 299 bytes.',
        'Read through: 7 rows, UTF-8.',
        'Done: 7 rows.',
      ],
    );
  });
});

void MINUTE;
