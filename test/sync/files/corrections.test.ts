import assert from 'node:assert/strict';
import { mkdirSync, mkdtempSync, rmSync, utimesSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { makeFtp } from '../../../connectors/ftp/index.ts';
import { readPreview } from '../../../src/db/previews.ts';
import { readRunDetails } from '../../../src/db/reads/runDetails.ts';
import { secretStore } from '../../../src/db/secretStore.ts';
import type { PreviewResult } from '../../../src/sync/connections/previewResult.ts';
import { runCorrections, startCorrections } from '../../../src/sync/files/corrections.ts';
import { errorFileOf } from '../../../src/sync/files/errorFile.ts';
import { makeSshKey, startSftpServer, type SftpServer } from '../../sandbox/files/sftpServer.ts';
import { until } from '../../support/until.ts';
import { createFileBed, csvOf, type FileBed, type FileTeam, type RunRow } from './fileBed.ts';
import { serverTime } from './memoryFolder.ts';

const KEY = makeSshKey().private;
const ASKED = { startedBy: 'Dana Cole' };

describe('rows of a file that are corrected', () => {
  const folder = mkdtempSync(join(tmpdir(), 'rollcall-sftp-'));
  const spoolDirectory = mkdtempSync(join(tmpdir(), 'rollcall-spool-'));
  let bed: FileBed;
  let server: SftpServer;
  let team: FileTeam;
  let faulty: RunRow;
  before(async () => {
    server = await startSftpServer({ folder, users: [{ name: 'rollcall', password: 'secret' }], hostKey: KEY });
    bed = await createFileBed({ connector: makeFtp({ pageRows: 3 }), spoolDirectory });
  });
  after(async () => {
    await Promise.all([bed.close(), server.close()]);
    for (const one of [folder, spoolDirectory]) rmSync(one, { recursive: true, force: true });
  });
  beforeEach(async () => {
    team = await bed.addTeam();
    mkdirSync(join(folder, team.at), { recursive: true });
    const settings = { protocol: 'sftp', host: server.host, port: server.port, username: 'rollcall', method: 'password' };
    await team.sql(`update connection set connector = 'ftp', settings = $2, account_id = $3 where id = $1`, [
      team.connectionId,
      JSON.stringify(settings),
      server.fingerprint(),
    ]);
    await secretStore(bed.ctx.dataSource, bed.ctx.sealer, team.connectionId).update((_, save) => save({ password: 'secret' }));
    put('Stu1.csv', `${csvOf([1, 2])}10003,Sam,"=Reed, Jr.",716,Reed,false\n10004,,Lee,7165551004,Reed,true\n`, 1);
    faulty = await team.run();
    assert.deepEqual([faulty.created, faulty.errors], [2, 2]);
  });

  function put(name: string, content: string, minute: number): void {
    const path = join(folder, team.at, name);
    writeFileSync(path, content);
    utimesSync(path, serverTime(minute), serverTime(minute));
  }

  async function errorFile(runId: string): Promise<string> {
    const file = (await errorFileOf(bed.ctx.dataSource.manager, runId))!;
    let text = '';
    for await (const piece of file.pieces) text += piece;
    return text;
  }

  const upload = (content: string | Buffer, runId = faulty.id) =>
    startCorrections(bed.ctx, { teamId: team.teamId, runId, name: 'errors_Stu1.csv', content: Buffer.from(content) });

  async function previewed(previewId: string): Promise<PreviewResult> {
    const preview = await until(async () => {
      const row = await readPreview(bed.ctx.dataSource.manager, team.teamId, previewId);
      return row?.state === 'running' ? null : row;
    });
    assert.equal(preview!.state, 'finished', JSON.stringify(preview!.error));
    return preview!.result as PreviewResult;
  }

  const refusal = (code: string) => (error: unknown) => {
    assert.equal((error as { code?: string }).code, code);
    return true;
  };

  it('are previewed and imported by a run that reads nothing else', async () => {
    const text = (await errorFile(faulty.id)).replace('"716"', '"7165551003"').replace('"10004",""', '"10004","Kim"');
    const config = 'select watermark_at, source_count from import_config where connection_id = $1';
    const before = await team.sql(config, [team.connectionId]);
    // As a spreadsheet saves it elsewhere.
    const { previewId, rows } = await upload(Buffer.from(`\ufeff${text.slice(1).replaceAll('","', '"\t"')}`, 'utf16le'));
    assert.equal(rows, 2);
    assert.deepEqual((await previewed(previewId)).outcomes, {
      read: 2, created: 2, updated: 0, unchanged: 0, skipped: 0, errors: 0,
    });
    const runId = await runCorrections(bed.ctx, { teamId: team.teamId, previewId, ...ASKED });
    await assert.rejects(runCorrections(bed.ctx, { teamId: team.teamId, previewId, ...ASKED }), refusal('preview_outdated'));
    await team.work(runId);
    const run = (await team.runs()).find(({ id }) => id === runId)!;
    assert.deepEqual([run.state, run.kind, run.created, run.left_source], ['succeeded', 'incremental', 2, 0]);
    assert.deepEqual((await team.contacts()).map(({ name, opted_out: out, left }) => [name, out, left]), [
      ['Sam Reed1', false, false],
      ['Sam Reed2', false, false],
      ['Sam =Reed, Jr.', false, false],
      ['Kim Lee', true, false],
    ]);
    assert.deepEqual(await team.sql(config, [team.connectionId]), before, 'the source is where it was');
    const corrected = await readRunDetails(bed.ctx.dataSource.manager, team.teamId, faulty.id);
    assert.deepEqual(corrected!.correctedBy, [{ runId, corrected: 2 }]);
  });

  it('are in error as before when the error file is imported as it is, uploaded or put in the folder', async () => {
    const text = await errorFile(faulty.id);
    const { previewId } = await upload(text);
    assert.equal((await previewed(previewId)).outcomes.errors, 2);
    const runId = await runCorrections(bed.ctx, { teamId: team.teamId, previewId, ...ASKED });
    await team.work(runId);
    const lines = (file: string): string[] => file.split('\r\n').map((line) => line.replace(/("[^"]*",)"Error".*$/, ''));
    assert.deepEqual(lines(await errorFile(runId)), lines(text), 'and make the same error file');
    await team.setOptions({ which: 'all' });
    put('Stu_errors.csv', text, 2);
    const run = await team.run();
    assert.deepEqual([run.rows_read, run.errors], [2, 2]);
  });

  it('lose against a newer file', async () => {
    const { previewId } = await upload('Id,First,Last,Mobile\n10001,Old,Name,7165551001\n');
    await previewed(previewId);
    put('Stu2.csv', csvOf([1, 2], 'New'), 5);
    await team.run();
    const runId = await runCorrections(bed.ctx, { teamId: team.teamId, previewId, ...ASKED });
    await team.work(runId);
    assert.deepEqual((await team.contacts()).map(({ name }) => name).slice(0, 1), ['Sam Reed1']);
    const [issue] = await team.sql('select code from row_issue where run_id = $1', [runId]);
    assert.deepEqual(issue, { code: 'stale_row' });
  });

  it('are refused where there is nothing to correct, or nothing to read', async () => {
    put('Stu2.csv', csvOf([1]), 5);
    const whole = await team.run();
    await assert.rejects(upload('Id\n1\n', whole.id), refusal('no_corrections'));
    await assert.rejects(upload('Id\n1\n', '00000000-0000-4000-8000-000000000000'), refusal('run_missing'));
    await assert.rejects(upload('PK\x03\x04 and so on'), refusal('FILE_WORKBOOK'));
    await assert.rejects(upload(''), refusal('FILE_EMPTY'));
    const { previewId } = await upload(await errorFile(faulty.id));
    await previewed(previewId);
    await team.sql(`update import_config set opt_out = null where connection_id = $1`, [team.connectionId]);
    await assert.rejects(runCorrections(bed.ctx, { teamId: team.teamId, previewId, ...ASKED }), refusal('preview_outdated'));
  });
});
