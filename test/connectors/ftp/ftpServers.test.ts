import assert from 'node:assert/strict';
import { chmod, mkdir, mkdtemp, readdir, rm, utimes, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { ftpProtocol } from '../../../connectors/ftp/ftp.ts';
import type { Remote } from '../../../connectors/ftp/remote.ts';
import { canStart, DEBIAN_SERVERS, startDebianServer, type RunningServer } from '../../sandbox/files/debianServers.ts';

const WHEN = new Date('2026-11-20T15:03:12Z');
const never = (): AbortSignal => new AbortController().signal;
const protocol = ftpProtocol({ allowPrivateHosts: true, now: () => new Date('2026-11-21T12:00:00Z') });
/** Larger than what sockets hold, so that a transfer takes its time. */
const LARGE = Buffer.alloc(3_000_000, 'S10001,Ana,Ångström\r\n');

for (const name of DEBIAN_SERVERS) {
  for (const tls of name === 'vsftpd' ? [false, true] : [false]) {
    describe(`${name}${tls ? ' with TLS and reused sessions required' : ''}`, () => {
      let base = '';
      let folder: string;
      let server: RunningServer | null = null;
      let remote: Remote | null = null;

      before(async function () {
        if (!canStart(name)) return this.skip();
        base = await mkdtemp(join(tmpdir(), 'rollcall-ftpd-'));
        await chmod(base, 0o755);
        folder = join(base, 'files');
        await mkdir(join(folder, 'imports'), { recursive: true });
        await mkdir(join(base, 'work'));
        for (const file of ['StudentData 1.csv', 'StudentData_2.csv']) {
          await writeFile(join(folder, 'imports', file), LARGE);
          await utimes(join(folder, 'imports', file), WHEN, WHEN);
        }
        server = await startDebianServer(name, { work: join(base, 'work'), folder, tls });
        const { port, user, password } = server;
        const settings = {
          protocol: tls ? ('ftps' as const) : ('ftp' as const),
          host: '127.0.0.1',
          port,
          username: user,
          method: 'password' as const,
          oldAlgorithms: false,
        };
        remote = await protocol.connect(settings, { password }, () => undefined, never());
      });
      after(async () => {
        await remote?.close();
        await server?.close();
        if (base) await rm(base, { recursive: true, force: true });
      });

      it('lists files with their exact times, the same over two looks', async () => {
        for (let look = 0; look < 2; look += 1) {
          const entries = await remote!.list('/imports', () => true, never());
          assert.deepEqual(
            entries.filter(({ kind }) => kind === 'file').map(({ name: of, size, modifiedAt }) => [of, size, modifiedAt]),
            [
              ['StudentData 1.csv', LARGE.length, WHEN],
              ['StudentData_2.csv', LARGE.length, WHEN],
            ],
          );
        }
        assert.deepEqual(await remote!.look('/imports/StudentData 1.csv', never()), {
          name: 'StudentData 1.csv',
          size: LARGE.length,
          modifiedAt: WHEN,
        });
        assert.equal(await remote!.look('/imports/none.csv', never()), null);
      });

      it('tells a folder that is not there', async () => {
        await assert.rejects(remote!.list('/nowhere', () => true, never()), { code: 'FOLDER_MISSING' });
      });

      it('hands out the same bytes, again and again', async () => {
        for (const file of ['StudentData 1.csv', 'StudentData_2.csv', 'StudentData 1.csv']) {
          const chunks: Uint8Array[] = [];
          for await (const chunk of remote!.read(`/imports/${file}`, never())) chunks.push(chunk);
          assert.ok(LARGE.equals(Buffer.concat(chunks)), file);
        }
      });

      it('moves and deletes', async () => {
        await remote!.rename('/imports/StudentData 1.csv', '/imports/done 1.csv', never());
        await remote!.remove('/imports/StudentData_2.csv', never());
        assert.deepEqual(await readdir(join(folder, 'imports')), ['done 1.csv']);
        await assert.rejects(remote!.remove('/imports/none.csv', never()), { code: 'FOLDER_REFUSED' });
      });
    });
  }
}
