import assert from 'node:assert/strict';
import { mkdir, mkdtemp, readdir, rm, utimes, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { ftpProtocol } from '../../../connectors/ftp/ftp.ts';
import type { Remote, ServerSettings } from '../../../connectors/ftp/remote.ts';
import type { ServerIdentity } from '../../../src/contract/files.ts';
import { until } from '../../support/until.ts';
import { startFtpServer, type FtpServer, type FtpServerOptions } from '../../sandbox/files/ftpServer.ts';

const PASSWORD = 'correct horse';
const WHEN = new Date('2026-11-20T15:03:12Z');
const never = (): AbortSignal => new AbortController().signal;
const protocol = ftpProtocol({ allowPrivateHosts: true, now: () => new Date('2026-11-21T12:00:00Z') });

describe('FTP and FTPS', () => {
  let folder: string;
  let server: FtpServer | null = null;
  let remotes: Remote[] = [];

  beforeEach(async () => {
    folder = await mkdtemp(join(tmpdir(), 'rollcall-ftp-'));
    await mkdir(join(folder, 'imports'));
    for (const name of ['StudentData_1.csv', 'StudentData_2.csv', 'notes.txt']) {
      await writeFile(join(folder, 'imports', name), `${name}\r\nå\r\n`);
      await utimes(join(folder, 'imports', name), WHEN, WHEN);
    }
  });
  afterEach(async () => {
    await Promise.all(remotes.map((remote) => remote.close()));
    remotes = [];
    await server?.close();
    server = null;
    await rm(folder, { recursive: true, force: true });
  });

  const settings = (kind: ServerSettings['protocol']): ServerSettings => ({
    protocol: kind,
    host: '127.0.0.1',
    port: server!.port,
    username: 'campus',
    method: 'password',
    oldAlgorithms: false,
  });
  const start = async (options: Partial<FtpServerOptions> = {}): Promise<FtpServer> => {
    server = await startFtpServer({ folder, user: 'campus', password: PASSWORD, ...options });
    return server;
  };
  const connect = async (
    kind: ServerSettings['protocol'],
    trusted: (identity: ServerIdentity) => void = () => undefined,
    password = PASSWORD,
  ): Promise<Remote> => {
    const remote = await protocol.connect(settings(kind), { password }, trusted, never());
    remotes.push(remote);
    return remote;
  };
  const bytesOf = async (remote: Remote, path: string): Promise<string> => {
    const chunks: Uint8Array[] = [];
    for await (const chunk of remote.read(path, never())) chunks.push(chunk);
    return Buffer.concat(chunks).toString();
  };

  for (const [kind, tls, mlsd] of [
    ['ftp', 'none', false],
    ['ftps', 'explicit', true],
    ['ftps_implicit', 'implicit', false],
  ] as const) {
    it(`lists, looks, reads, moves and deletes over ${kind}${mlsd ? '' : ', without MLSD'}`, async () => {
      await start({ tls, mlsd });
      const remote = await connect(kind);
      assert.equal(await remote.home(never()), '/');
      const entries = await remote.list('/imports', (name) => name.startsWith('StudentData'), never());
      assert.deepEqual(
        entries.map(({ name, size, kind: of }) => [name, size, of]),
        [
          ['StudentData_1.csv', 23, 'file'],
          ['StudentData_2.csv', 23, 'file'],
          ['notes.txt', 15, 'file'],
        ],
      );
      // Exact where it matters; a listing of words tells the minute only.
      assert.deepEqual(entries[0]!.modifiedAt, WHEN);
      assert.equal(entries[2]!.modifiedAt.getTime(), mlsd ? WHEN.getTime() : Date.parse('2026-11-20T15:03:00Z'));
      assert.deepEqual(await remote.look('/imports/StudentData_1.csv', never()), {
        name: 'StudentData_1.csv',
        size: 23,
        modifiedAt: WHEN,
      });
      assert.equal(await remote.look('/imports/none.csv', never()), null);
      assert.equal(await bytesOf(remote, '/imports/StudentData_1.csv'), 'StudentData_1.csv\r\nå\r\n');
      await remote.rename('/imports/StudentData_1.csv', '/done.csv', never());
      await remote.remove('/imports/StudentData_2.csv', never());
      assert.deepEqual(await readdir(folder), ['done.csv', 'imports']);
      assert.deepEqual(await readdir(join(folder, 'imports')), ['notes.txt']);
      assert.ok(remote.calls() > 5);
    });
  }

  it('tells a folder that is not there, although the server lists it as empty', async () => {
    await start();
    await assert.rejects((await connect('ftp')).list('/nowhere', () => true, never()), { code: 'FOLDER_MISSING' });
  });

  it('shows who answers without sending a password, and asks before it sends one', async () => {
    const { passwords } = await start({ tls: 'explicit' });
    const identity = await protocol.identity(settings('ftps'), never());
    assert.ok(identity.kind === 'tls');
    assert.match(identity.fingerprint, /^[0-9a-f]{64}$/);
    assert.equal(identity.verified, false);
    assert.equal(identity.subject, 'files.example.test');
    assert.match(identity.reason, /made it itself/);
    const refusal = new Error('not trusted');
    await assert.rejects(
      connect('ftps', (seen) => {
        assert.deepEqual(seen, identity);
        throw refusal;
      }),
      refusal,
    );
    assert.deepEqual(passwords, []);
    assert.deepEqual(await (async () => (await startPlain()).kind)(), 'none');
  });
  const startPlain = async (): Promise<ServerIdentity> => {
    await server?.close();
    await start();
    return protocol.identity(settings('ftp'), never());
  };

  it('takes nothing from a data connection that shows another certificate', async () => {
    await start({ tls: 'explicit', otherDataCertificate: true });
    const remote = await connect('ftps');
    await assert.rejects(remote.list('/imports', () => true, never()), { code: 'HOST_KEY_CHANGED' });
  });

  it('tells a wrong password from a server that wants encryption, and from one that speaks something else', async () => {
    await start({ tls: 'explicit' });
    await assert.rejects(connect('ftps', () => undefined, 'wrong'), { code: 'LOGIN_REFUSED', retry: { kind: 'reauthorise' } });
    await assert.rejects(connect('ftp'), { code: 'PROTOCOL_REFUSED' });
    await assert.rejects(connect('ftps_implicit'), { code: 'PROTOCOL_REFUSED' });
  });

  it('names what is not permitted, and a file that is gone', async () => {
    await start();
    const remote = await connect('ftp');
    server!.addFault('read_only');
    await assert.rejects(remote.remove('/imports/notes.txt', never()), { code: 'FOLDER_REFUSED', vendorMessage: 'Permission denied' });
    await assert.rejects(bytesOf(remote, '/imports/none.csv'), { code: 'FILE_GONE' });
  });

  for (const fault of ['stall', 'drip'] as const) {
    it(`stops within a second with the signal’s reason while a download is in its ${fault}`, async () => {
      await start({ tls: 'explicit' });
      const remote = await connect('ftps');
      server!.addFault(fault);
      const stopping = new AbortController();
      const reason = new Error('stop');
      const reading = remote.read('/imports/notes.txt', stopping.signal)[Symbol.asyncIterator]().next();
      if (fault === 'drip') await reading;
      const next = fault === 'drip' ? drain(remote.read('/imports/notes.txt', stopping.signal)) : reading;
      const ended = assert.rejects(next);
      const from = performance.now();
      stopping.abort(reason);
      await ended;
      assert.ok(performance.now() - from < 1000);
    });
  }
  const drain = async (bytes: AsyncIterable<Uint8Array>): Promise<void> => {
    for await (const chunk of bytes) void chunk;
  };

  it('gives what came of a download that is called complete too early; whoever asked compares sizes', async () => {
    await start();
    const remote = await connect('ftp');
    server!.addFault('cut_and_praise');
    assert.equal(await bytesOf(remote, '/imports/notes.txt'), 'notes.t');
    server!.clearFaults();
    server!.addFault('drop');
    await assert.rejects(bytesOf(remote, '/imports/notes.txt'), { code: 'UNREACHABLE' });
  });

  it('leaves no connection behind, left half-way or failed', async () => {
    await start({ tls: 'explicit' });
    const remote = await connect('ftps');
    for await (const chunk of remote.read('/imports/notes.txt', never())) {
      assert.ok(chunk.length > 0);
      break;
    }
    await assert.rejects(connect('ftps', () => undefined, 'wrong'));
    await remote.close();
    await remote.close();
    await until(() => server!.connections() === 0);
  });
});
