import assert from 'node:assert/strict';
import { mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import type { Remote } from '../../../connectors/ftp/remote.ts';
import { sftpProtocol } from '../../../connectors/ftp/sftp.ts';
import { until } from '../../support/until.ts';
import type { SftpRequest } from '../../sandbox/files/sftpFaults.ts';
import { startSftpServer, type SftpServer } from '../../sandbox/files/sftpServer.ts';

const never = (): AbortSignal => new AbortController().signal;
const CONTENT = Buffer.alloc(700_000, 'student,');
/** Ends a call that is not answered, so that a test need not wait half a minute. */
const IMPATIENT = { readyMs: 5_000, answerMs: 150 };

describe('SFTP when the server fails', () => {
  let folder: string;
  let server: SftpServer;
  const remotes: Remote[] = [];

  beforeEach(async () => {
    folder = await mkdtemp(join(tmpdir(), 'rollcall-sftp-'));
    await writeFile(join(folder, 'data.csv'), CONTENT);
    server = await startSftpServer({ folder, users: [{ name: 'campus', password: 'secret' }] });
  });
  afterEach(async () => {
    await Promise.all(remotes.splice(0).map((remote) => remote.close()));
    // Waits for ever when a socket was left open.
    await server.whenIdle();
    await server.close();
    await rm(folder, { recursive: true, force: true });
  });

  const connect = async (patience?: typeof IMPATIENT): Promise<Remote> => {
    const { host, port } = server;
    const given = { protocol: 'sftp', host, port, username: 'campus', method: 'password', oldAlgorithms: false } as const;
    const protocol = sftpProtocol({ allowPrivateHosts: true }, patience);
    const remote = await protocol.connect(given, { password: 'secret' }, () => undefined, never());
    remotes.push(remote);
    return remote;
  };
  const read = async (remote: Remote, signal = never()): Promise<Buffer> => {
    const chunks: Uint8Array[] = [];
    for await (const chunk of remote.read('/data.csv', signal)) chunks.push(chunk);
    return Buffer.concat(chunks);
  };
  const CALLS: readonly [SftpRequest, (remote: Remote, signal: AbortSignal) => Promise<unknown>][] = [
    ['list', (remote, signal) => remote.list('/', () => true, signal)],
    ['stat', (remote, signal) => remote.look('/data.csv', signal)],
    ['open', (remote, signal) => read(remote, signal)],
    ['read', (remote, signal) => read(remote, signal)],
    ['rename', (remote, signal) => remote.rename('/data.csv', '/other.csv', signal)],
    ['remove', (remote, signal) => remote.remove('/data.csv', signal)],
    ['realpath', (remote, signal) => remote.home(signal)],
  ];

  for (const [on, call] of CALLS) {
    it(`ends within a second when it is aborted while ${on} hangs`, async () => {
      const remote = await connect();
      server.addFault({ what: 'hang', on });
      const aborting = new AbortController();
      const reason = new Error('stopped');
      const ended = assert.rejects(call(remote, aborting.signal), reason);
      await until(() => server.counts()[on] > 0);
      const since = performance.now();
      aborting.abort(reason);
      await ended;
      assert.ok(performance.now() - since < 1_000);
    });

    it(`gives up when ${on} is never answered`, async () => {
      const remote = await connect(IMPATIENT);
      server.addFault({ what: 'hang', on });
      await assert.rejects(call(remote, never()), { code: 'TIMEOUT', retry: { kind: 'after', delayMs: 60_000 } });
    });

    it(`says that the connection was lost at ${on}`, async () => {
      const remote = await connect();
      server.addFault({ what: 'cut', on });
      await assert.rejects(call(remote, never()), { code: 'UNREACHABLE', retry: { kind: 'after', delayMs: 60_000 } });
      await assert.rejects(call(remote, never()), { code: 'UNREACHABLE' });
    });
  }

  it('says so when the connection ended while nothing was asked', async () => {
    const remote = await connect();
    server.dropConnections();
    await server.whenIdle();
    await assert.rejects(read(remote), { code: 'UNREACHABLE' });
  });

  it('asks for the rest of what came short, byte by byte', async () => {
    const remote = await connect();
    server.addFault({ what: 'drip', on: 'read', bytes: 5_000, everyMs: 0 });
    assert.ok((await read(remote)).equals(CONTENT));
  });

  it('is aborted within a second from a file that drips in', async () => {
    const remote = await connect();
    server.addFault({ what: 'drip', on: 'read', bytes: 1, everyMs: 10 });
    const aborting = new AbortController();
    const reason = new Error('stopped');
    let since = 0;
    const reading = async (): Promise<void> => {
      let came = 0;
      for await (const chunk of remote.read('/data.csv', aborting.signal)) {
        came += chunk.length;
        if (came < 3) continue;
        since = performance.now();
        aborting.abort(reason);
      }
    };
    await assert.rejects(reading, reason);
    assert.ok(performance.now() - since < 1_000);
  });

  it('breaks off where the connection is cut in the middle of a file', async () => {
    const remote = await connect();
    server.addFault({ what: 'cut', on: 'read', afterBytes: 300_000 });
    let came = 0;
    const reading = async (): Promise<void> => {
      for await (const chunk of remote.read('/data.csv', never())) came += chunk.length;
    };
    await assert.rejects(reading, { code: 'UNREACHABLE' });
    assert.ok(came <= 300_000);
  });

  it('gives what came of a file that ends too early, for whoever reads to compare', async () => {
    const remote = await connect();
    server.addFault({ what: 'end', on: 'read', afterBytes: 300_000 });
    const came = await read(remote);
    assert.ok(came.length > 0 && came.length <= 300_000);
    server.addFault({ what: 'size', path: '/data.csv', bytes: 7, times: 1 });
    assert.equal((await remote.look('/data.csv', never()))?.size, CONTENT.length + 7);
  });

  it('reads ahead, within half a megabyte', async () => {
    await writeFile(join(folder, 'data.csv'), Buffer.alloc(2_000_000, 'student,'));
    const remote = await connect();
    let came = 0;
    let mostAhead = 0;
    for await (const chunk of remote.read('/data.csv', never())) {
      came += chunk.length;
      // Requests arrive in their order, so with this answer all reads sent before it are counted.
      await remote.look('/data.csv', never());
      mostAhead = Math.max(mostAhead, server.counts().read * chunk.length - came);
      if (came > 1_000_000) break;
    }
    assert.ok(mostAhead > 250_000 && mostAhead < 600_000, `${mostAhead} bytes ahead`);
  });

  it('tells a refusal by what was asked', async () => {
    const remote = await connect();
    server.addFault({ what: 'refuse' });
    const refused = { retry: { kind: 'never' } };
    await assert.rejects(remote.list('/', () => true, never()), { ...refused, code: 'FOLDER_REFUSED' });
    await assert.rejects(read(remote), { ...refused, code: 'FILE_REFUSED' });
    await assert.rejects(remote.look('/data.csv', never()), { ...refused, code: 'FILE_REFUSED' });
    await assert.rejects(remote.rename('/data.csv', '/b.csv', never()), { ...refused, code: 'FOLDER_REFUSED' });
    await assert.rejects(remote.remove('/data.csv', never()), { ...refused, code: 'FOLDER_REFUSED' });
  });

  it('tries again later when the server fails and does not say why', async () => {
    const remote = await connect();
    server.addFault({ what: 'fail' });
    const later = { code: 'OUTAGE', retry: { kind: 'after', delayMs: 60_000 } };
    await assert.rejects(remote.list('/', () => true, never()), later);
    await assert.rejects(read(remote), later);
    await assert.rejects(remote.remove('/data.csv', never()), { code: 'FOLDER_REFUSED' });
  });
});
