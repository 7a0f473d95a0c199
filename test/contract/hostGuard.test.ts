import assert from 'node:assert/strict';
import type { lookup, LookupAddress } from 'node:dns';
import { createServer, request as httpRequest, type Server } from 'node:http';
import type { AddressInfo } from 'node:net';
import { ConnectorError } from '../../src/contract/errors.ts';
import {
  assertHostAllowed,
  isPrivateAddress,
  isPrivateHostText,
  openGuardedAgents,
  type GuardedAgents,
} from '../../src/contract/hostGuard.ts';

const PRIVATE = [
  '0.0.0.0',
  '0.1.2.3',
  '10.0.0.1',
  '100.64.0.1',
  '100.127.255.255',
  '127.0.0.1',
  '127.255.255.254',
  '169.254.169.254',
  '172.16.0.1',
  '172.31.255.255',
  '192.0.0.8',
  '192.168.1.1',
  '198.18.0.1',
  '224.0.0.1',
  '239.255.255.255',
  '240.0.0.1',
  '255.255.255.255',
  '::',
  '::1',
  '::ffff:127.0.0.1',
  '::ffff:7f00:1',
  '::ffff:10.1.2.3',
  '::127.0.0.1',
  '64:ff9b::10.0.0.1',
  '64:ff9b::7f00:1',
  '64:ff9b:1::1',
  '2001:db8::1',
  '2002:7f00:1::',
  'fc00::1',
  'fd12:3456::1',
  'fe80::1',
  'fe80::1%eth0',
  'febf::1',
  'fec0::1',
  'ff02::1',
  'not an address',
  '',
];
const PUBLIC = [
  '1.1.1.1',
  '8.8.8.8',
  '100.63.255.255',
  '100.128.0.1',
  '172.15.255.255',
  '172.32.0.1',
  '192.167.1.1',
  '223.255.255.255',
  '2606:4700::1111',
  '2a00:1450:4001::200e',
  '::ffff:8.8.8.8',
  '64:ff9b::8.8.8.8',
];

/** A resolver that gives each of the answers in turn, the last one from then on. */
function resolver(...answers: readonly string[][]): typeof lookup {
  let asked = 0;
  const resolve = (_host: string, _options: unknown, callback: (error: null, found: LookupAddress[]) => void): void => {
    const addresses = answers[Math.min(asked, answers.length - 1)]!;
    asked += 1;
    process.nextTick(() =>
      callback(
        null,
        addresses.map((address) => ({ address, family: address.includes(':') ? 6 : 4 })),
      ),
    );
  };
  return resolve as unknown as typeof lookup;
}

function get(url: string, agents: GuardedAgents): Promise<number> {
  return new Promise((resolve, reject) => {
    const request = httpRequest(url, { agent: agents.http }, (response) => {
      response.resume();
      response.on('end', () => resolve(response.statusCode ?? 0));
    });
    request.on('error', reject);
    request.end();
  });
}

const isRefusal = (error: unknown): boolean => error instanceof ConnectorError && error.code === 'HOST_REFUSED';

describe('hostGuard', () => {
  for (const address of PRIVATE) {
    it(`counts ${address || 'an empty text'} as private`, () => assert.equal(isPrivateAddress(address), true));
  }
  for (const address of PUBLIC) {
    it(`counts ${address} as public`, () => assert.equal(isPrivateAddress(address), false));
  }

  it('knows a private host by its text, as URLs write it', () => {
    for (const url of [
      'http://localhost',
      'http://LOCALHOST.',
      'http://a.localhost',
      'http://127.1',
      'http://2130706433',
      'http://0x7f.1',
      'http://[::1]',
      'http://[::ffff:127.0.0.1]',
    ]) {
      assert.equal(isPrivateHostText(new URL(url).hostname), true, url);
    }
    assert.equal(isPrivateHostText('acme.my.salesforce.com'), false);
  });

  it('refuses a name that resolves to a private address, unless private hosts are allowed', async () => {
    await assert.rejects(assertHostAllowed('localhost', false), isRefusal);
    await assert.rejects(assertHostAllowed('[::1]', false), isRefusal);
    await assertHostAllowed('localhost', true);
  });

  describe('agents', () => {
    let server: Server;
    let port: number;
    let connections = 0;
    const opened: GuardedAgents[] = [];
    const agents = (allowPrivateHosts: boolean, resolve?: typeof lookup): GuardedAgents => {
      const made = openGuardedAgents({ allowPrivateHosts }, resolve);
      opened.push(made);
      return made;
    };

    before(async () => {
      server = createServer((_request, response) => response.end('ok'));
      server.on('connection', () => {
        connections += 1;
      });
      await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
      port = (server.address() as AddressInfo).port;
    });
    beforeEach(() => {
      connections = 0;
    });
    after(async () => {
      for (const one of opened) one.close();
      await new Promise((resolve) => server.close(resolve));
    });

    it('refuse an address, also one written as IPv6, without opening a socket', async () => {
      await assert.rejects(get(`http://127.0.0.1:${port}/`, agents(false)), isRefusal);
      await assert.rejects(get(`http://[::ffff:127.0.0.1]:${port}/`, agents(false)), isRefusal);
      assert.equal(connections, 0);
    });

    it('refuse a name whose answer holds one private address among public ones', async () => {
      await assert.rejects(
        get(`http://crm.example:${port}/`, agents(false, resolver(['93.184.216.34', '127.0.0.1']))),
        isRefusal,
      );
      assert.equal(connections, 0);
    });

    it('refuse a name that was public when checked and is private when connected to', async () => {
      const rebinding = resolver(['93.184.216.34'], ['127.0.0.1']);
      await assertHostAllowed('crm.example', false, rebinding);
      await assert.rejects(get(`http://crm.example:${port}/`, agents(false, rebinding)), isRefusal);
      assert.equal(connections, 0);
    });

    it('connect to private addresses when they are allowed', async () => {
      assert.equal(await get(`http://127.0.0.1:${port}/`, agents(true)), 200);
      assert.equal(connections, 1);
    });
  });
});
