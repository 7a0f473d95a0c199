import assert from 'node:assert/strict';
import { mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { sftpProtocol } from '../../../connectors/ftp/sftp.ts';
import { spawnSftpServer } from './spawnSftpServer.ts';

describe('spawnSftpServer', () => {
  it('serves a folder from a process of its own, until it is closed', async () => {
    const folder = await mkdtemp(join(tmpdir(), 'rollcall-sftp-'));
    await writeFile(join(folder, 'a.csv'), 'one');
    const { host, port, fingerprint, close } = await spawnSftpServer({ folder, users: [{ name: 'campus', password: 'x' }] });
    const given = { protocol: 'sftp', host, port, username: 'campus', method: 'password', oldAlgorithms: false } as const;
    const signal = new AbortController().signal;
    const protocol = sftpProtocol({ allowPrivateHosts: true });
    const remote = await protocol.connect(given, { password: 'x' }, (seen) => {
      assert.equal(seen.kind === 'ssh' && seen.fingerprint, fingerprint);
    }, signal);
    assert.equal((await remote.look('/a.csv', signal))?.size, 3);
    await remote.close();
    await close();
    await assert.rejects(protocol.identity(given, signal), { code: 'UNREACHABLE' });
    await rm(folder, { recursive: true });
  });
});
