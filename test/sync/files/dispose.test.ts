import assert from 'node:assert/strict';
import { readConnections } from '../../../src/db/reads/connections.ts';
import { readOverview } from '../../../src/db/reads/overview.ts';
import { movedName } from '../../../src/domain/fileWords.ts';
import { cleanUp } from '../../../src/sync/cleanUp.ts';
import { disposeDue } from '../../../src/sync/files/dispose.ts';
import { createFileBed, csvOf, type FileBed, type FileTeam } from './fileBed.ts';

const MINUTE = 60_000;
const DAY = 24 * 60 * MINUTE;

describe('putting imported files away', () => {
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
    bed.clock.at = Date.UTC(2026, 10, 20, 20, 3);
  });

  const retry = (): Promise<number> => disposeDue(bed.ctx, new AbortController().signal);
  const disposal = async (team: FileTeam): Promise<string[]> => {
    const [file] = await team.files();
    return [file?.state ?? '', file?.disposal ?? ''];
  };

  it('names a moved file by its name and the Eastern time, the extension last', () => {
    const at = new Date('2026-11-20T20:03:59Z');
    assert.deepEqual(
      ['StudentData.csv', 'a.b.tar.gz', 'README', '.hidden'].map((name) => movedName(name, at)),
      ['StudentData_2026-11-20T1503.csv', 'a.b.tar_2026-11-20T1503.gz', 'README_2026-11-20T1503', '.hidden_2026-11-20T1503'],
    );
    assert.equal(movedName('a.csv', at, 3), 'a_2026-11-20T1503-3.csv');
  });

  it('moves a file, never onto another one', async () => {
    const team = await bed.addTeam({ after: 'move', moveTo: '/done1' });
    bed.folder.put('/done1/Stu_2026-11-20T1503.csv', 'another', 0);
    bed.folder.put('/done1/Stu_2026-11-20T1503-2.csv', 'yet another', 0);
    bed.folder.put(`${team.at}Stu.csv`, csvOf([1]), 1);
    await team.run();
    assert.deepEqual(await disposal(team), ['disposed', 'Moved to /done1/Stu_2026-11-20T1503-3.csv.']);
    assert.equal(bed.folder.read('/done1/Stu_2026-11-20T1503-3.csv'), csvOf([1]));
    assert.equal(bed.folder.read('/done1/Stu_2026-11-20T1503.csv'), 'another');
    assert.equal(bed.folder.read(`${team.at}Stu.csv`), undefined);
  });

  it('deletes a file only when it is still the one that was imported', async () => {
    const team = await bed.addTeam({ after: 'delete' });
    bed.folder.put(`${team.at}Stu`, csvOf([1]), 1);
    bed.folder.hook = (call, done) => {
      if (call === 'remove' && !done) bed.folder.put(`${team.at}Stu`, csvOf([1, 2]), 2);
    };
    await team.run();
    assert.deepEqual(await disposal(team), [
      'disposed',
      'Left where it is: another version took its name before it could be put away.',
    ]);
    bed.folder.hook = null;
    assert.equal((await team.run()).rows_read, 2);
    assert.equal(bed.folder.read(`${team.at}Stu`), undefined);
  });

  it('never deletes what was not imported', async () => {
    const team = await bed.addTeam({ after: 'delete', which: 'all' });
    bed.folder.put(`${team.at}Stu1`, 'PK', 1);
    bed.folder.put(`${team.at}Stu2`, csvOf([1]).replace('Mobile', 'Phone'), 2);
    await team.run();
    await retry();
    assert.deepEqual((await team.runs()).map(({ state }) => state), ['failed', 'failed']);
    assert.equal(bed.folder.read(`${team.at}Stu1`), 'PK');
    assert.ok(bed.folder.read(`${team.at}Stu2`));
  });

  it('says that a file can’t be put away, tries again ever more rarely, and imports on', async () => {
    const team = await bed.addTeam({ after: 'move', moveTo: '/missing' });
    bed.folder.put(`${team.at}Stu1.csv`, csvOf([1]), 1);
    assert.equal((await team.run()).state, 'succeeded');
    const [connection] = await readConnections(bed.ctx.dataSource.manager, team.teamId, bed.ctx.now());
    const words = 'Stu1.csv is imported, but could not be moved. There is no folder /missing. Make it.';
    assert.deepEqual([connection?.health.state, connection?.health.reason], ['needs_attention', words]);
    const { needsPerson } = await readOverview(bed.ctx.dataSource.manager, team.teamId, bed.ctx.now());
    assert.deepEqual(
      needsPerson.map(({ kind, sentence }) => [kind, sentence]),
      [['file_stays', `Campus SFTP: ${words}`]],
    );

    const tries: number[] = [];
    for (let minute = 1; minute <= 20; minute += 1) {
      bed.clock.at += MINUTE;
      if ((await retry()) > 0) tries.push(minute);
    }
    assert.deepEqual(tries, [1, 3, 7, 15]);
    assert.equal((await team.run()).note?.slice(0, 26), 'No new file since Stu1.csv');

    await team.setOptions({ moveTo: '/done2' });
    bed.folder.put(`${team.at}Stu2.csv`, csvOf([1, 2]), 2);
    assert.equal((await team.run()).rows_read, 2);
    assert.deepEqual(bed.folder.paths().filter((path) => path.startsWith('/done2')), [
      '/done2/Stu1_2026-11-20T1523.csv',
      '/done2/Stu2_2026-11-20T1523.csv',
    ]);
    const [mended] = await readConnections(bed.ctx.dataSource.manager, team.teamId, bed.ctx.now());
    assert.equal(mended?.health.state, 'healthy');
  });

  it('knows a move again whose answer never came, also when files are moved elsewhere by now', async () => {
    for (const moveTo of ['/done3', '/done4']) {
      const team = await bed.addTeam({ after: 'move', moveTo: '/done3' });
      bed.folder.put(`${team.at}Stu${moveTo.at(-1)}.csv`, csvOf([1]), 1);
      bed.folder.hook = (call, done) => {
        if (call === 'move' && done) throw new Error('The process was killed.');
      };
      assert.equal((await team.run()).state, 'succeeded');
      assert.match(bed.logged.pop() ?? '', /could not be put away.*killed/);
      bed.folder.hook = null;
      await team.setOptions({ moveTo });
      bed.clock.at += 10 * MINUTE;
      await retry();
      const [state, words] = await disposal(team);
      assert.equal(state, 'disposed');
      assert.match(words ?? '', /^Moved to \/done3\/Stu\d_2026-11-20T15\d3\.csv\.$/);
    }
    assert.equal(bed.folder.paths().filter((path) => /^\/done[34]/.test(path)).length, 2);
  });

  it('forgets its own copies a week after the import, unless the same bytes are still needed', async () => {
    const team = await bed.addTeam();
    const kept = (): number => bed.folder.spooled().length;
    bed.folder.emptySpool();
    bed.folder.put(`${team.at}Stu1`, csvOf([77]), 1);
    await team.run();
    bed.clock.at += 6 * DAY;
    bed.folder.put(`${team.at}Stu2`, csvOf([77]), 2);
    await team.run();
    bed.clock.at += 2 * DAY;
    await cleanUp(bed.ctx);
    assert.equal(kept(), 1);
    bed.clock.at += 6 * DAY;
    await cleanUp(bed.ctx);
    assert.equal(kept(), 0);
  });
});
