import assert from 'node:assert/strict';
import type { lookup } from 'node:dns';
import { once } from 'node:events';
import { createServer, type AddressInfo, type Server } from 'node:net';
import { dial } from '../../../connectors/ftp/dial.ts';

const never = (): AbortSignal => new AbortController().signal;
const LATER = { retry: { kind: 'after', delayMs: 60_000 } };
const anywhere = { allowPrivateHosts: true };
const publicOnly = { allowPrivateHosts: false };

/** A resolver that knows one answer, or none and never says so. */
function resolver(addresses: readonly string[] | 'unknown' | 'silent'): typeof lookup {
  return ((name: string, _options: unknown, answer: (error: Error | null, found: unknown[]) => void) => {
    if (addresses === 'silent') return;
    const unknown = Object.assign(new Error(`getaddrinfo ENOTFOUND ${name}`), { code: 'ENOTFOUND' });
    process.nextTick(() =>
      addresses === 'unknown'
        ? answer(unknown, [])
        : answer(null, addresses.map((address) => ({ address, family: address.includes(':') ? 6 : 4 }))));
  }) as unknown as typeof lookup;
}

describe('dial', () => {
  let listener: Server;
  let port: number;
  let taken: number;

  before(async () => {
    listener = createServer((socket) => {
      taken += 1;
      socket.on('error', () => undefined).resume();
    }).listen(0, '127.0.0.1');
    await once(listener, 'listening');
    ({ port } = listener.address() as AddressInfo);
  });
  beforeEach(() => {
    taken = 0;
  });
  after(() => new Promise((resolve) => listener.close(resolve)));

  it('connects by address and by name', async () => {
    for (const host of ['127.0.0.1', 'files.campus.example']) {
      const socket = await dial({ host, port }, anywhere, never(), resolver(['127.0.0.1']));
      assert.equal(socket.remotePort, port);
      socket.destroy();
    }
  });

  it('calls nothing inside a private network', async () => {
    const refused = { code: 'HOST_REFUSED', retry: { kind: 'never' } };
    for (const host of ['127.0.0.1', '[::1]', '::ffff:127.0.0.1', 'localhost', '10.1.2.3', '169.254.169.254']) {
      await assert.rejects(dial({ host, port }, publicOnly, never()), refused, host);
    }
    const rebound = resolver(['192.0.43.7', '127.0.0.1']);
    await assert.rejects(dial({ host: 'files.campus.example', port }, publicOnly, never(), rebound), refused);
    assert.equal(taken, 0);
  });

  it('says that nobody has the name, or takes no connections', async () => {
    const unknown = dial({ host: 'files.campus.example', port }, publicOnly, never(), resolver('unknown'));
    await assert.rejects(unknown, { ...LATER, code: 'UNREACHABLE', message: /No server is known by the name files/ });
    const other = createServer().listen(0, '127.0.0.1');
    await once(other, 'listening');
    const closed = (other.address() as AddressInfo).port;
    await new Promise((resolve) => other.close(resolve));
    const refused = dial({ host: '127.0.0.1', port: closed }, anywhere, never());
    await assert.rejects(refused, { ...LATER, code: 'UNREACHABLE', message: /takes no connections at port/ });
  });

  it('gives up after its time, and at once when it is aborted', async () => {
    const to = { host: 'files.campus.example', port };
    await assert.rejects(dial(to, anywhere, never(), resolver('silent'), 20), { ...LATER, code: 'TIMEOUT' });
    const reason = new Error('stopped');
    const aborting = new AbortController();
    const ended = assert.rejects(dial(to, anywhere, aborting.signal, resolver('silent')), reason);
    aborting.abort(reason);
    await ended;
    await assert.rejects(dial(to, anywhere, aborting.signal), reason);
  });
});
