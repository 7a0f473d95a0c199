import assert from 'node:assert/strict';
import type { FileOptions } from '../../../src/domain/sourceFile.ts';
import { disposeDue } from '../../../src/sync/files/dispose.ts';
import { createFileBed, csvOf, type FileBed, type FileTeam } from './fileBed.ts';
import { Mortal } from './mortal.ts';

const MINUTE = 60_000;

describe('a process that dies while it imports files', function () {
  this.timeout(60_000);
  let bed: FileBed;
  before(async () => {
    bed = await createFileBed();
  });
  after(() => bed.close());

  const TODAY = csvOf([1, 2, 3, 4], 'New');

  async function prepared(optionsAt: (at: string) => Partial<FileOptions>): Promise<FileTeam> {
    const team = await bed.addTeam();
    await team.setOptions(optionsAt(team.at));
    bed.folder.put(`${team.at}Stu1.csv`, csvOf([1, 2, 9], 'Old'), 1);
    bed.folder.put(`${team.at}Stu2.csv`, TODAY, 2);
    return team;
  }

  /** Runs with a process that dies at a step, then with ones that live. @returns whether it came that far */
  async function disturbed(team: FileTeam, diesAt: number): Promise<boolean> {
    const mortal = new Mortal(diesAt);
    const id = await team.start();
    // Before a call and after it: the server does what it was told, and whoever told it may never hear.
    bed.folder.hook = () => mortal.step();
    await team.work(id, mortal.context(bed.ctx)).catch(() => undefined);
    bed.folder.hook = null;
    // Another machine may go on, which has no copy of the file.
    if (diesAt % 2 === 1) bed.folder.emptySpool();
    bed.clock.at += 10 * MINUTE;
    await team.work(id);
    for (const run of await team.runs()) if (run.state === 'queued') await team.work(run.id);
    await disposeDue(bed.ctx, new AbortController().signal);
    return mortal.dead;
  }

  async function outcome(team: FileTeam) {
    // Moved files have a time in their names, which is another one in each play.
    const shownPath = (path: string): string => path.replaceAll(team.at, '/').replace(/_2026-[^.]+/, '_moved');
    const files = (await team.files()).map(({ name, state, disposal }) => `${name} ${state} ${shownPath(disposal)}`);
    const paths = bed.folder.paths().filter((path) => path.startsWith(team.at) || path.startsWith(`/done${team.at}`));
    const runs = (await team.runs()).map(({ state, rows_read: rows, errors }) => `${state} ${rows} ${errors}`);
    return { contacts: await team.contacts(), files, paths: paths.map(shownPath).sort(), runs };
  }

  const CASES: [string, (at: string) => Partial<FileOptions>, stride: number][] = [
    ['moved once', (at) => ({ after: 'move', moveTo: `/done${at.slice(0, -1)}` }), 1],
    ['deleted, where every file is imported', () => ({ after: 'delete', which: 'all' }), 4],
  ];
  for (const [what, optionsAt, stride] of CASES) {
    it(`leaves a file imported once and ${what}, wherever it dies`, async () => {
      const undisturbed = await prepared(optionsAt);
      await disturbed(undisturbed, Infinity);
      const expected = await outcome(undisturbed);
      let deaths = 0;
      for (let diesAt = 0; ; diesAt += stride, deaths += 1) {
        const team = await prepared(optionsAt);
        const died = await disturbed(team, diesAt);
        assert.deepEqual(await outcome(team), expected, `died at step ${diesAt}`);
        if (!died) break;
      }
      assert.ok(deaths * stride >= 20, `only ${deaths} steps`);
    });
  }
});
