import assert from 'node:assert/strict';
import { createHash, randomBytes } from 'node:crypto';
import { mkdir, mkdtemp, readdir, readFile, rm, symlink, utimes, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import type { Remote, ServerSettings } from '../../../connectors/ftp/remote.ts';
import { sftpProtocol } from '../../../connectors/ftp/sftp.ts';
import { hasOpenSsh, startSftpServer, type SftpServer } from '../../sandbox/files/sftpServer.ts';

const PASSWORD = 'correct horse';
const WHEN = new Date('2026-11-20T15:03:12Z');
const never = (): AbortSignal => new AbortController().signal;
const protocol = sftpProtocol({ allowPrivateHosts: true });

for (const programme of ['built-in', 'openssh'] as const) {
  describe(`SFTP with ${programme === 'openssh' ? 'OpenSSH’s server' : 'the sandbox’s own server'}`, () => {
    let folder: string;
    let server: SftpServer;
    let remote: Remote;

    before(function () {
      if (programme === 'openssh' && !hasOpenSsh()) this.skip();
    });
    beforeEach(async () => {
      folder = await mkdtemp(join(tmpdir(), 'rollcall-sftp-'));
      server = await startSftpServer({ folder, programme, users: [{ name: 'campus', password: PASSWORD }] });
      await put('StudentData_1.csv', 'one');
      await put('notes.txt', 'å\r\n');
      remote = await protocol.connect(settings(), { password: PASSWORD }, () => undefined, never());
    });
    afterEach(async () => {
      await remote.close();
      await server.whenIdle();
      await server.close();
      await rm(folder, { recursive: true, force: true });
    });

    const settings = (): ServerSettings => ({
      protocol: 'sftp',
      host: server.host,
      port: server.port,
      username: 'campus',
      method: 'password',
      oldAlgorithms: false,
    });
    const put = async (name: string, content: string | Uint8Array): Promise<void> => {
      await writeFile(join(folder, name), content);
      await utimes(join(folder, name), WHEN, WHEN);
    };
    const bytesOf = async (name: string): Promise<Buffer> => {
      const chunks: Uint8Array[] = [];
      for await (const chunk of remote.read(server.path(name), never())) chunks.push(chunk);
      return Buffer.concat(chunks);
    };

    it('lists a folder with sizes, whole seconds and what is no plain file', async () => {
      await mkdir(join(folder, 'archive'));
      await symlink(join(folder, 'notes.txt'), join(folder, 'StudentData_link.csv'));
      const entries = await remote.list(server.path(''), () => true, never());
      const facts = entries.map(({ name, kind }) => [name, kind]).sort();
      assert.deepEqual(facts, [
        ['StudentData_1.csv', 'file'],
        ['StudentData_link.csv', 'other'],
        ['archive', 'folder'],
        ['notes.txt', 'file'],
      ]);
      const notes = entries.find(({ name }) => name === 'notes.txt');
      assert.deepEqual(notes, { name: 'notes.txt', kind: 'file', size: 4, modifiedAt: WHEN });
    });

    it('lists hundreds of names whole', async () => {
      await Promise.all(Array.from({ length: 350 }, (_, i) => writeFile(join(folder, `more_${i}`), '')));
      assert.equal((await remote.list(server.path(''), () => false, never())).length, 352);
    });

    it('looks at plain files only, and finds none as null', async () => {
      await symlink(join(folder, 'notes.txt'), join(folder, 'link.txt'));
      const look = (name: string) => remote.look(server.path(name), never());
      assert.deepEqual(await look('notes.txt'), { name: 'notes.txt', size: 4, modifiedAt: WHEN });
      assert.equal(await look('missing.txt'), null);
      assert.equal(await look('missing/missing.txt'), null);
      assert.equal(await look('link.txt'), null);
      assert.equal(await look(''), null);
    });

    it('says which folder is missing instead of listing none', async () => {
      await assert.rejects(remote.list(server.path('import'), () => true, never()), {
        code: 'FOLDER_MISSING',
        retry: { kind: 'never' },
        message: new RegExp(`has no folder ${server.path('import')}\\.`),
      });
    });

    it('signs in to the folder', async () => {
      assert.equal(await remote.home(never()), server.path('').replace(/(?<=.)\/$/, ''));
    });

    it('reads empty, small and big files byte by byte', async () => {
      const big = randomBytes(2_500_001);
      await put('big.csv', big);
      await put('empty.csv', '');
      assert.equal((await bytesOf('empty.csv')).length, 0);
      assert.equal((await bytesOf('notes.txt')).toString(), 'å\r\n');
      const hash = (bytes: Uint8Array): string => createHash('sha256').update(bytes).digest('hex');
      assert.equal(hash(await bytesOf('big.csv')), hash(big));
    });

    it('goes on after a file was left early', async () => {
      await put('big.csv', randomBytes(1_000_000));
      for await (const chunk of remote.read(server.path('big.csv'), never())) {
        assert.ok(chunk.length > 0);
        break;
      }
      assert.equal((await bytesOf('StudentData_1.csv')).toString(), 'one');
    });

    it('says that a file is gone', async () => {
      await assert.rejects(bytesOf('missing.csv'), { code: 'FILE_GONE', retry: { kind: 'never' } });
      await assert.rejects(remote.remove(server.path('missing.csv'), never()), { code: 'FILE_GONE' });
      const gone = remote.rename(server.path('missing.csv'), server.path('b'), never());
      await assert.rejects(gone, { code: 'FILE_GONE' });
    });

    it('moves and deletes', async () => {
      await mkdir(join(folder, 'archive'));
      await remote.rename(server.path('StudentData_1.csv'), server.path('archive/1.csv'), never());
      await remote.remove(server.path('notes.txt'), never());
      assert.deepEqual(await readdir(folder), ['archive']);
      assert.equal(await readFile(join(folder, 'archive/1.csv'), 'utf8'), 'one');
    });

    it('never moves a file onto another one', async () => {
      const onto = remote.rename(server.path('StudentData_1.csv'), server.path('notes.txt'), never());
      await assert.rejects(onto, { code: 'FOLDER_REFUSED', retry: { kind: 'never' } });
      assert.equal(await readFile(join(folder, 'StudentData_1.csv'), 'utf8'), 'one');
      assert.equal(await readFile(join(folder, 'notes.txt'), 'utf8'), 'å\r\n');
    });

    it('counts what was asked of the server', async () => {
      assert.equal(remote.calls(), 1);
      await remote.list(server.path(''), () => true, never());
      await remote.look(server.path('notes.txt'), never());
      await bytesOf('notes.txt');
      assert.equal(remote.calls(), 4);
    });

    it('is closed for good, also twice', async () => {
      await remote.close();
      await remote.close();
      await server.whenIdle();
      await assert.rejects(remote.home(never()), { code: 'UNREACHABLE' });
    });
  });
}
