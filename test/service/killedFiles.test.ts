import assert from 'node:assert/strict';
import { randomBytes } from 'node:crypto';
import { mkdirSync, mkdtempSync, readdirSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { createSealer } from '../../src/db/sealer.ts';
import { secretStore } from '../../src/db/secretStore.ts';
import { makeSshKey, startSftpServer, type SftpServer } from '../sandbox/files/sftpServer.ts';
import { createFileBed, csvOf, type FileBed, type FileTeam } from '../sync/files/fileBed.ts';
import type { KillPoint } from './killPoints.ts';
import { bundleWorker, KillProcess } from './killProcess.ts';

/** Some of the commits of a run that imports and moves one file; `test/sync/files/fileCrash.test.ts` tries all. */
const COMMITS = [6, 13];

describe('killed with SIGKILL while it imports files', function () {
  this.timeout(120_000);
  const folder = mkdtempSync(join(tmpdir(), 'rollcall-sftp-'));
  const key = randomBytes(32);
  let bed: FileBed;
  let server: SftpServer;
  let team: FileTeam;
  before(async () => {
    server = await startSftpServer({
      folder,
      users: [{ name: 'rollcall', password: 'secret' }],
      hostKey: makeSshKey().private,
    });
    bed = await createFileBed();
    team = await bed.addTeam({ after: 'move', moveTo: '/done' });
    mkdirSync(join(folder, team.at));
    mkdirSync(join(folder, 'done'));
    const settings = { protocol: 'sftp', host: server.host, port: server.port, username: 'rollcall', method: 'password' };
    await team.sql(`update connection set connector = 'ftp', settings = $2, account_id = $3 where id = $1`, [
      team.connectionId,
      JSON.stringify(settings),
      server.fingerprint(),
    ]);
    const secrets = secretStore(bed.ctx.dataSource, createSealer(key), team.connectionId);
    await secrets.update((_, save) => save({ password: 'secret' }));
  });
  after(async () => {
    await Promise.all([bed.close(), server.close()]);
    for (const one of [folder, join(tmpdir(), team.connectionId)]) rmSync(one, { recursive: true, force: true });
  });

  it('imports each file once, moves it once, and loses none', async () => {
    const program = await bundleWorker();
    const args = [bed.database.url, key.toString('base64'), team.teamId, team.connectionId];
    const start = (): KillProcess => new KillProcess(program, args);
    let [worker, next] = [start(), start()];
    let kills = 0;
    try {
      for (const [index, nth] of COMMITS.entries()) {
        const people = Array.from({ length: index + 2 }, (_, n) => n);
        writeFileSync(join(folder, team.at, `Stu${index}.csv`), csvOf(people, `Advisor ${index}`));
        const target: KillPoint = { phase: 'import', edge: index % 2 ? 'after-commit' : 'before-commit', nth };
        // A try to put a file away that was cut off is made again after a while.
        const aheadMs = index * 600_000;
        if (await worker.take({ target, full: false, aheadMs })) {
          kills += 1;
          [worker, next] = [next, start()];
          const live: KillPoint = { ...target, nth: 0 };
          assert.equal(await worker.take({ target: live, full: false, aheadMs: aheadMs + 600_000 }), false);
        }
        assert.deepEqual(
          (await team.contacts()).map(({ advisor }) => advisor),
          people.map(() => `Advisor ${index}`),
        );
      }
    } finally {
      await Promise.all([worker.end(), next.end()]);
    }
    assert.equal(kills, COMMITS.length);
    assert.deepEqual(readdirSync(join(folder, team.at)), []);
    assert.equal(readdirSync(join(folder, 'done')).length, COMMITS.length);
    assert.deepEqual([...new Set((await team.runs()).map(({ state }) => state))], ['succeeded']);
  });
});
