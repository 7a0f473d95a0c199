import assert from 'node:assert/strict';
import { mkdirSync, mkdtempSync, readdirSync, rmSync, utimesSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { makeFtp } from '../../../connectors/ftp/index.ts';
import { readConnections } from '../../../src/db/reads/connections.ts';
import { secretStore } from '../../../src/db/secretStore.ts';
import type { FileOptions } from '../../../src/domain/sourceFile.ts';
import { disposeDue } from '../../../src/sync/files/dispose.ts';
import { makeSshKey, startSftpServer, type SftpServer } from '../../sandbox/files/sftpServer.ts';
import { createFileBed, csvOf, type FileBed, type FileTeam } from './fileBed.ts';
import { serverTime } from './memoryFolder.ts';
import { Mortal } from './mortal.ts';

const MINUTE = 60_000;
const KEY = makeSshKey().private;

describe('runs of files over SFTP', () => {
  const folder = mkdtempSync(join(tmpdir(), 'rollcall-sftp-'));
  const spoolDirectory = mkdtempSync(join(tmpdir(), 'rollcall-spool-'));
  const connector = makeFtp({ pageRows: 3 });
  let bed: FileBed;
  let server: SftpServer;
  before(async () => {
    server = await startSftpServer({ folder, users: [{ name: 'rollcall', password: 'secret' }], hostKey: KEY });
    bed = await createFileBed({ connector, spoolDirectory });
  });
  after(async () => {
    await Promise.all([bed.close(), server.close()]);
    for (const one of [folder, spoolDirectory]) rmSync(one, { recursive: true, force: true });
  });
  beforeEach(() => {
    bed.clock.at = Date.UTC(2026, 10, 20, 15);
  });

  /** A team whose files are on the server, in a folder of its own with one for what was imported. */
  async function addTeam(options: Partial<FileOptions> = {}): Promise<FileTeam> {
    const team = await bed.addTeam(options);
    const moveTo = `${team.at}done`;
    if (options.after === 'move') await team.setOptions({ moveTo });
    mkdirSync(join(folder, moveTo), { recursive: true });
    const settings = { protocol: 'sftp', host: server.host, port: server.port, username: 'rollcall', method: 'password' };
    await team.sql(`update connection set connector = 'ftp', settings = $2, account_id = $3 where id = $1`, [
      team.connectionId,
      JSON.stringify(settings),
      server.fingerprint(),
    ]);
    await secretStore(bed.ctx.dataSource, bed.ctx.sealer, team.connectionId).update((_, save) => save({ password: 'secret' }));
    return team;
  }

  function put(team: FileTeam, name: string, content: string | Buffer, minute: number): void {
    const path = join(folder, team.at, name);
    writeFileSync(path, content);
    utimesSync(path, serverTime(minute), serverTime(minute));
  }

  const filesOf = (team: FileTeam): string[] =>
    readdirSync(join(folder, team.at), { recursive: true, encoding: 'utf8' })
      .filter((path) => path !== 'done')
      .map((path) => path.replace(/_2026-[^.]+/, '_moved'))
      .sort();

  it('read a real file: quotes, line breaks, an old encoding, rows that share an ID', async () => {
    const team = await addTeam({ after: 'move', moveTo: null });
    const rows = [
      'Id,First,Last,Mobile,Advisor,Out',
      '10001,"Ann ""A""",O’Neil,7165551001,"Reed,\r\nJ.",false',
      '10002,José,Reed,7165551002,,true',
      '',
      '10003,Sam,Reed,7165551003,,false',
      '10003,Sam,Reade,7165551004,,false',
      '10005,Kim,Moss,7165551005,,false',
    ];
    put(team, 'Stu1.csv', Buffer.from(rows.join('\r\n').replaceAll('’', '\x92'), 'latin1'), 1);
    const run = await team.run();
    assert.deepEqual([run.state, run.rows_read, run.created, run.errors], ['completed_with_errors', 5, 3, 2]);
    assert.deepEqual((await team.contacts()).map(({ id, name, opted_out: out }) => `${id} ${name} ${out}`), [
      '10001 Ann "A" O’Neil false',
      '10002 José Reed true',
      '10005 Kim Moss false',
    ]);
    const issues = await team.sql<{ line_no: number; code: string }>(
      'select line_no, code from row_issue where run_id = $1 order by row_no',
      [run.id],
    );
    assert.deepEqual(
      issues.map(({ line_no: line, code }) => [line, code]),
      [
        [6, 'duplicate_in_file'],
        [7, 'duplicate_in_file'],
      ],
    );
    assert.match((await team.log(run.id)).join(' '), /Read through: 5 rows, Windows-1252, 1 blank line\./);
    assert.deepEqual(filesOf(team), ['done/Stu1_moved.csv']);
    assert.match((await team.run()).note ?? '', /^No new file since Stu1\.csv/);
  });

  it('fail when another server answers, which has to be trusted first; nothing is tried behind that', async () => {
    const team = await addTeam({ after: 'delete' });
    put(team, 'Stu1.csv', csvOf([1]), 1);
    server.changeHostKey();
    const run = await team.run();
    assert.deepEqual([run.state, run.error_code], ['failed', 'HOST_KEY_CHANGED']);
    const [connection] = await readConnections(bed.ctx.dataSource.manager, team.teamId, bed.ctx.now());
    assert.equal(connection?.health.state, 'broken');
    server.changeHostKey(KEY);
    assert.equal((await team.run()).state, 'succeeded');
    assert.deepEqual(filesOf(team), []);
  });

  it('import a file once and move it once, wherever the process dies', async () => {
    let steps = 0;
    for (let diesAt = 0, died = true; died; diesAt += 7) {
      const team = await addTeam({ after: 'move', moveTo: null });
      put(team, 'Stu1.csv', csvOf([1, 2], 'Old'), 1);
      put(team, 'Stu2.csv', csvOf([1, 2, 3, 4], 'New'), 2);
      const mortal = new Mortal(diesAt);
      const id = await team.start();
      const ctx = mortal.context({ ...bed.ctx, connectors: new Map([['ftp', mortal.connector(connector)]]) });
      await team.work(id, ctx).catch(() => undefined);
      died = mortal.dead;
      if (diesAt % 2 === 1) rmSync(spoolDirectory, { recursive: true, force: true });
      bed.clock.at += 10 * MINUTE;
      await team.work(id);
      await disposeDue(bed.ctx, new AbortController().signal);
      const [run] = await team.runs();
      assert.deepEqual([run?.state, run?.rows_read, run?.errors], ['succeeded', 4, 0], `died at step ${diesAt}`);
      assert.deepEqual((await team.contacts()).map(({ advisor }) => advisor), ['New', 'New', 'New', 'New']);
      assert.deepEqual(filesOf(team), ['Stu1.csv', 'done/Stu2_moved.csv'], `died at step ${diesAt}`);
      steps = diesAt;
    }
    assert.ok(steps >= 21, `only ${steps} steps`);
    await server.whenIdle();
  });
});
