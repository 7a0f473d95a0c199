import assert from 'node:assert/strict';
import { generateKeyPairSync } from 'node:crypto';
import { once } from 'node:events';
import { mkdtemp, rm } from 'node:fs/promises';
import { createServer, type AddressInfo } from 'node:net';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import ssh2 from 'ssh2';
import type { ServerSettings } from '../../../connectors/ftp/remote.ts';
import { sftpProtocol } from '../../../connectors/ftp/sftp.ts';
import type { ServerIdentity } from '../../../src/contract/files.ts';
import { makeSshKey, startSftpServer, type SftpServer, type SftpServerOptions } from '../../sandbox/files/sftpServer.ts';

const never = (): AbortSignal => new AbortController().signal;
const protocol = sftpProtocol({ allowPrivateHosts: true });
const REFUSED = { code: 'LOGIN_REFUSED', retry: { kind: 'reauthorise' } };

/** Settings for whatever listens at a port of this machine. */
function at(port: number, more: Partial<ServerSettings> = {}): ServerSettings {
  const host = '127.0.0.1';
  return { protocol: 'sftp', host, port, username: 'campus', method: 'password', oldAlgorithms: false, ...more };
}

describe('signing in over SFTP', () => {
  let folder: string;
  let server: SftpServer;

  beforeEach(async () => {
    folder = await mkdtemp(join(tmpdir(), 'rollcall-sftp-'));
  });
  afterEach(async () => {
    await server.whenIdle();
    await server.close();
    await rm(folder, { recursive: true, force: true });
  });

  const start = async (
    user: Partial<SftpServerOptions['users'][number]>,
    options: Partial<SftpServerOptions> = {},
  ): Promise<void> => {
    server = await startSftpServer({ folder, users: [{ name: 'campus', ...user }], ...options });
  };
  const signIn = async (
    secrets: Record<string, string>,
    more: Partial<ServerSettings> = {},
    trusted: (identity: ServerIdentity) => void = () => undefined,
  ): Promise<void> => {
    const remote = await protocol.connect(at(server.port, more), secrets, trusted, never());
    await remote.close();
  };
  const withKey = (privateKey: string, passphrase?: string): Promise<void> =>
    signIn(passphrase === undefined ? { privateKey } : { privateKey, passphrase }, { method: 'private_key' });
  const methods = (): string[] => server.attempts().map(({ method }) => method);

  it('shows the host key and names nobody', async () => {
    await start({ password: 'secret' });
    const identity = await protocol.identity(at(server.port), never());
    assert.deepEqual(identity, { kind: 'ssh', fingerprint: server.fingerprint(), algorithm: 'ssh-ed25519' });
    server.changeHostKey(ssh2.utils.generateKeyPairSync('ecdsa', { bits: 256 }).private);
    const other = await protocol.identity(at(server.port), never());
    assert.deepEqual(other, { kind: 'ssh', fingerprint: server.fingerprint(), algorithm: 'ecdsa-sha2-nistp256' });
    await server.whenIdle();
    assert.deepEqual(server.attempts(), []);
  });

  it('names nobody to a server that is not trusted', async () => {
    await start({ password: 'secret' });
    const distrust = new Error('another server');
    let seen: ServerIdentity | null = null;
    const asked = signIn({ password: 'secret' }, {}, (identity) => {
      seen = identity;
      throw distrust;
    });
    await assert.rejects(asked, distrust);
    assert.deepEqual(seen, { kind: 'ssh', fingerprint: server.fingerprint(), algorithm: 'ssh-ed25519' });
    await server.whenIdle();
    assert.deepEqual(server.attempts(), []);
  });

  it('signs in with a password', async () => {
    await start({ password: 'secret' });
    await signIn({ password: 'secret' });
    assert.deepEqual(methods(), ['none', 'password']);
  });

  it('tries a wrong password once', async () => {
    await start({ password: 'secret' });
    const refused = { ...REFUSED, message: /did not accept this user with this password\./, vendorMessage: '' };
    await assert.rejects(signIn({ password: 'Secret' }), refused);
    await server.whenIdle();
    assert.deepEqual(methods(), ['none', 'password']);
  });

  it('changes no password', async () => {
    await start({ password: 'secret', expired: true });
    await assert.rejects(signIn({ password: 'secret' }), { ...REFUSED, message: /wants this user’s password changed/ });
  });

  it('answers a prompt for the password', async () => {
    await start({ password: 'secret', prompts: ['campus@files’s Password: '] });
    await signIn({ password: 'secret' });
    await assert.rejects(signIn({ password: 'wrong' }), REFUSED);
  });

  for (const prompts of [['Verification code: '], ['Password: ', 'Code: '], ['New password: '], ['One-time password: ']]) {
    it(`gives the password to no other prompt, as ${prompts.join('and ')}`, async () => {
      await start({ password: 'secret', prompts });
      await assert.rejects(signIn({ password: 'secret' }), { ...REFUSED, message: /more than one password/ });
    });
  }

  it('signs in with a key, encrypted or not', async () => {
    const plain = makeSshKey();
    const encrypted = makeSshKey('open sesame');
    await start({ publicKeys: [plain.public, encrypted.public] });
    await withKey(plain.private);
    await withKey(plain.private, '');
    await withKey(encrypted.private, 'open sesame');
    await withKey(`\n${plain.private.replaceAll('\n', '\r\n')}\r\n`);
  });

  it('reads PEM of every age', async () => {
    const { privateKey } = generateKeyPairSync('rsa', { modulusLength: 2048 });
    const pem = (type: 'pkcs1' | 'pkcs8', passphrase?: string): string =>
      privateKey.export({ type, format: 'pem', ...(passphrase ? { cipher: 'aes-256-cbc', passphrase } : {}) }).toString();
    const key = ssh2.utils.parseKey(pem('pkcs1'));
    assert.ok(!(key instanceof Error));
    await start({ publicKeys: [`ssh-rsa ${key.getPublicSSH().toString('base64')}`] });
    await withKey(pem('pkcs1'));
    await withKey(pem('pkcs8'));
    await withKey(pem('pkcs8', 'open sesame'), 'open sesame');
    await assert.rejects(withKey(pem('pkcs8', 'open sesame'), 'wrong'), { ...REFUSED, message: /passphrase does not open/ });
  });

  it('says what is wrong with a key, without calling the server', async () => {
    const encrypted = makeSshKey('open sesame');
    await start({ publicKeys: [encrypted.public] });
    await assert.rejects(withKey(encrypted.private), { ...REFUSED, message: /no passphrase is entered/ });
    await assert.rejects(withKey(encrypted.private, 'wrong'), { ...REFUSED, message: /passphrase does not open/ });
    await assert.rejects(withKey(encrypted.public), { ...REFUSED, message: /This is a public key/ });
    await assert.rejects(withKey('hunter2'), { ...REFUSED, message: /can’t be read/ });
    assert.deepEqual(methods(), []);
  });

  it('says that the server takes no such key', async () => {
    await start({ password: 'secret', publicKeys: [makeSshKey().public] });
    await assert.rejects(withKey(makeSshKey().private), { ...REFUSED, message: /with this private key\./ });
  });

  it('says that the server takes no keys, or no passwords', async () => {
    await start({}, { users: [{ name: 'campus', password: 'secret' }, { name: 'robot', publicKeys: [makeSshKey().public] }] });
    await assert.rejects(withKey(makeSshKey().private), { ...REFUSED, message: /Choose password under Authentication/ });
    const robot = signIn({ password: 'secret' }, { username: 'robot' });
    await assert.rejects(robot, { ...REFUSED, message: /Choose private key under Authentication/ });
    await server.whenIdle();
    assert.deepEqual(methods(), ['none', 'none']);
  });

  it('says that a user may not use SFTP', async () => {
    await start({ password: 'secret' }, { programme: 'none' });
    await assert.rejects(signIn({ password: 'secret' }), { code: 'PROTOCOL_REFUSED', message: /not switched on/ });
  });

  it('speaks to old servers only when that is allowed', async () => {
    await start({ password: 'secret' }, { algorithms: { cipher: ['aes128-cbc'], kex: ['diffie-hellman-group14-sha1'] } });
    const refused = { code: 'PROTOCOL_REFUSED', message: /Allow old algorithms/ };
    await assert.rejects(signIn({ password: 'secret' }), refused);
    await assert.rejects(protocol.identity(at(server.port), never()), refused);
    await signIn({ password: 'secret' }, { oldAlgorithms: true });
  });

  it('reads past the lines that some servers write before', async () => {
    await start({ password: 'secret' }, { greeting: 'Authorised use only.' });
    await signIn({ password: 'secret' });
  });

  it('takes no host key that is signed with SHA-1', async () => {
    const hostKey = ssh2.utils.generateKeyPairSync('rsa', { bits: 2048 }).private;
    await start({ password: 'secret' }, { hostKey, algorithms: { serverHostKey: ['ssh-rsa'] } });
    await assert.rejects(signIn({ password: 'secret' }), { code: 'PROTOCOL_REFUSED' });
    await signIn({ password: 'secret' }, { oldAlgorithms: true });
  });
});

describe('what answers instead of SFTP', () => {
  /** Something that listens: says this at once or when it is spoken to, and then hangs up or not. */
  async function against(
    says: { readonly first?: string; readonly answer?: string; readonly hangsUp?: true },
    work: (port: number) => Promise<void>,
  ): Promise<void> {
    const listener = createServer((socket) => {
      socket.on('error', () => undefined);
      socket.on('data', () => {
        if (says.answer !== undefined) socket.write(says.answer);
      });
      socket.write(says.first ?? '');
      if (says.hangsUp) socket.end();
    }).listen(0, '127.0.0.1');
    await once(listener, 'listening');
    await work((listener.address() as AddressInfo).port);
    // Ends only when the other side has closed every connection.
    await new Promise((resolve) => listener.close(resolve));
  }
  const impatient = sftpProtocol({ allowPrivateHosts: true }, { readyMs: 150, answerMs: 150 });
  const look = (port: number, signal = never()): Promise<unknown> => protocol.identity(at(port), signal);

  it('knows FTP, web and TLS servers at once', async () => {
    const refused = { code: 'PROTOCOL_REFUSED', retry: { kind: 'never' } };
    await against({ first: '220 Campus FTP\r\n' }, (port) =>
      assert.rejects(look(port), { ...refused, vendorMessage: '220 Campus FTP' }));
    await against({ answer: 'HTTP/1.1 400 Bad Request\r\n\r\n' }, (port) => assert.rejects(look(port), refused));
    await against({ answer: '\u0015\u0003\u0001\u0000\u0002\u0002\u0046' }, (port) => assert.rejects(look(port), refused));
    await against({ first: 'login: ', hangsUp: true }, (port) => assert.rejects(look(port), refused));
  });

  it('knows what says something else and waits, when the time is up', () =>
    against({ first: 'welcome\r\n' }, (port) =>
      assert.rejects(impatient.identity(at(port), never()), { code: 'PROTOCOL_REFUSED' })));

  it('tries again later when a server hangs up or says nothing', async () => {
    const later = { retry: { kind: 'after', delayMs: 60_000 } };
    await against({ hangsUp: true }, (port) => assert.rejects(look(port), { ...later, code: 'UNREACHABLE' }));
    await against({ first: 'SSH-2.0-OpenSSH_9.2\r\n', hangsUp: true }, (port) =>
      assert.rejects(look(port), { ...later, code: 'UNREACHABLE' }));
    await against({}, (port) => assert.rejects(impatient.identity(at(port), never()), { ...later, code: 'TIMEOUT' }));
  });

  it('ends within a second when it is aborted while nothing is said', () =>
    against({}, async (port) => {
      const aborting = new AbortController();
      const reason = new Error('stopped');
      const ended = assert.rejects(look(port, aborting.signal), reason);
      const since = performance.now();
      setImmediate(() => aborting.abort(reason));
      await ended;
      assert.ok(performance.now() - since < 1_000);
    }));
});
