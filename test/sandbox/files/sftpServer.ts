import { spawn, type ChildProcess } from 'node:child_process';
import { createHash, timingSafeEqual } from 'node:crypto';
import { once } from 'node:events';
import { existsSync } from 'node:fs';
import { createServer, type AddressInfo, type Socket } from 'node:net';
import { join } from 'node:path';
import ssh2, { type AuthContext, type Connection, type ServerChannel, type Session } from 'ssh2';
import { SftpFaults, type SftpFault, type SftpRequest } from './sftpFaults.ts';
import { serveFolder } from './sftpFolder.ts';

const { Server, utils } = ssh2;

/** Debian's package openssh-sftp-server. */
const OPENSSH_PROGRAMME = '/usr/lib/openssh/sftp-server';

export interface SftpUser {
  readonly name: string;
  readonly password?: string;
  /** Asks for the password by these prompts (keyboard-interactive) instead, as many campus servers do. */
  readonly prompts?: readonly string[];
  /** The password is right and has to be changed first. */
  readonly expired?: true;
  /** Public keys that sign in, in OpenSSH's or PEM format. */
  readonly publicKeys?: readonly string[];
}

export interface SftpServerOptions {
  /** A folder of this machine. */
  readonly folder: string;
  readonly users: readonly SftpUser[];
  /** Private key in OpenSSH's or PEM format; a new one is made when absent. */
  readonly hostKey?: string;
  /**
   * `built-in` (unless told) shows the folder as `/` and can have faults. `openssh` is the real thing over this
   * machine's own paths, signing in leads to the folder; it needs `hasOpenSsh()`. `none` lets users in and no further.
   */
  readonly programme?: 'built-in' | 'openssh' | 'none';
  /** 0, unless told: any that is free. */
  readonly port?: number;
  /** Overrides of what is offered in the handshake, e.g. to be a server that is too old. */
  readonly algorithms?: ssh2.Algorithms;
  /** A line that is written before anything else. */
  readonly greeting?: string;
}

export interface SftpServer {
  readonly host: '127.0.0.1';
  readonly port: number;
  readonly folder: string;
  /** Fingerprint of the host key, as `ssh-keygen -l` prints it. */
  fingerprint(): string;
  /** Where a file of the folder is for a client: `/name` or, with OpenSSH, the path on this machine. */
  path(name: string): string;
  /** From the next connection on; without a key, a new one. */
  changeHostKey(key?: string): void;
  addFault(fault: SftpFault): void;
  clearFaults(): void;
  /** Requests so far, by kind; with OpenSSH all 0. */
  counts(): Readonly<Record<SftpRequest, number>>;
  /** Connections open now. */
  connections(): number;
  /** Tries to sign in so far, whether let in or not; clients ask with the method `none` what they may try. */
  attempts(): readonly { readonly method: ssh2.AuthenticationType; readonly user: string }[];
  /** Ends every connection as a power cut would; new ones are taken. */
  dropConnections(): void;
  /** Waits until everybody is gone. */
  whenIdle(): Promise<void>;
  close(): Promise<void>;
}

/** Whether OpenSSH's own programme is on this machine. */
export function hasOpenSsh(): boolean {
  return existsSync(OPENSSH_PROGRAMME);
}

/** A fresh pair of keys in OpenSSH's format. `passphrase` encrypts the private one. */
export function makeSshKey(passphrase?: string): { readonly private: string; readonly public: string } {
  const pair =
    passphrase === undefined
      ? utils.generateKeyPairSync('ed25519')
      : utils.generateKeyPairSync('ed25519', { passphrase, cipher: 'aes256-ctr', rounds: 2 });
  // ssh2 drops the zero that one public key in 256 begins with, and nobody can read such a pair.
  return utils.parseKey(pair.private, passphrase) instanceof Error ? makeSshKey(passphrase) : pair;
}

/**
 * Starts an SFTP server on 127.0.0.1 over a folder:
 *
 * ```ts
 * const server = await startSftpServer({ folder, users: [{ name: 'rollcall', password: 'secret' }] });
 * server.addFault({ what: 'hang', on: 'read', afterBytes: 100_000 });
 * …
 * await server.close();
 * ```
 * Files are put into the folder with `node:fs`; a client sees `server.path(name)`.
 */
export async function startSftpServer(options: SftpServerOptions): Promise<SftpServer> {
  const { folder, programme = 'built-in', algorithms, greeting } = options;
  const faults = new SftpFaults();
  const sockets = new Set<Socket>();
  const children = new Set<ChildProcess>();
  const attempts: { method: ssh2.AuthenticationType; user: string }[] = [];
  let hostKey = options.hostKey ?? makeSshKey().private;

  const serve = (session: Session, cut: () => void): void => {
    if (programme === 'none') return;
    if (programme === 'built-in') {
      session.on('sftp', (accept) => serveFolder(accept(), folder, faults, cut));
      return;
    }
    // Without a listener to 'sftp' the request comes as any other subsystem: its bytes go to the real programme.
    session.on('subsystem', (accept) => {
      const channel = accept();
      children.add(pipeToOpenSsh(channel, folder, (child) => children.delete(child)));
    });
  };
  const onClient = (client: Connection, cut: () => void): void => {
    client.on('authentication', (context) => {
      attempts.push({ method: context.method, user: context.username });
      authenticate(context, options.users.find(({ name }) => name === context.username));
    });
    client.on('session', (accept) => serve(accept(), cut));
    // Clients that go away in the middle are what tests are about.
    client.on('error', () => undefined);
  };

  const listener = createServer((socket) => {
    sockets.add(socket);
    socket.on('close', () => {
      sockets.delete(socket);
      if (sockets.size === 0) listener.emit('idle');
    });
    socket.on('error', () => undefined);
    // Answers leave in several small writes; without this each waits for the other side's delayed acknowledgement.
    socket.setNoDelay(true);
    const cut = (): void => void socket.destroy();
    new Server({ hostKeys: [hostKey], algorithms, greeting }, (client) => onClient(client, cut)).injectSocket(socket);
  });
  listener.listen(options.port ?? 0, '127.0.0.1');
  await once(listener, 'listening');
  const { port } = listener.address() as AddressInfo;

  const drop = (): void => {
    for (const socket of sockets) socket.destroy();
  };
  return {
    host: '127.0.0.1',
    port,
    folder,
    fingerprint: () => fingerprintOf(hostKey),
    path: (name) => (programme === 'openssh' ? join(folder, name) : join('/', name)),
    changeHostKey(key = makeSshKey().private) {
      hostKey = key;
    },
    addFault: (fault) => faults.add(fault),
    clearFaults: () => faults.clear(),
    counts: () => ({ ...faults.counts }),
    connections: () => sockets.size,
    attempts: () => [...attempts],
    dropConnections: drop,
    async whenIdle() {
      if (sockets.size > 0) await once(listener, 'idle');
    },
    async close() {
      drop();
      const gone = [...children].map((child) => once(child, 'exit'));
      for (const child of children) child.kill();
      await Promise.all([new Promise((resolve) => listener.close(resolve)), ...gone]);
    },
  };
}

function fingerprintOf(privateKey: string): string {
  const key = utils.parseKey(privateKey);
  if (key instanceof Error) throw key;
  return `SHA256:${createHash('sha256').update(key.getPublicSSH()).digest('base64').replace(/=+$/, '')}`;
}

function authenticate(context: AuthContext, user: SftpUser | undefined): void {
  const methods: ssh2.AuthenticationType[] = [];
  if (user?.publicKeys) methods.push('publickey');
  if (user?.password !== undefined || !user) methods.push(user?.prompts ? 'keyboard-interactive' : 'password');
  if (context.method === 'password' && user?.expired) {
    return context.requestChange('Your password has expired.', () => context.reject(methods));
  }
  if (context.method === 'password' && !user?.prompts && isPassword(user, context.password)) {
    return context.accept();
  }
  if (context.method === 'keyboard-interactive' && user?.prompts) {
    const prompts = user.prompts.map((prompt) => ({ prompt, echo: false }));
    return context.prompt(prompts, (answers) => {
      if (isPassword(user, answers[0] ?? '')) context.accept();
      else context.reject(methods);
    });
  }
  if (context.method === 'publickey' && isKey(context, user)) return context.accept();
  context.reject(methods);
}

function isPassword(user: SftpUser | undefined, given: string): boolean {
  if (user?.password === undefined) return false;
  const [wanted, got] = [Buffer.from(user.password), Buffer.from(given)];
  return wanted.length === got.length && timingSafeEqual(wanted, got);
}

function isKey(context: ssh2.PublicKeyAuthContext, user: SftpUser | undefined): boolean {
  for (const text of user?.publicKeys ?? []) {
    const key = utils.parseKey(text);
    if (key instanceof Error) throw key;
    if (!key.getPublicSSH().equals(context.key.data)) continue;
    // Without a signature the client only asks whether the key would do.
    return context.signature === undefined || key.verify(context.blob!, context.signature, context.hashAlgo) === true;
  }
  return false;
}

function pipeToOpenSsh(channel: ServerChannel, folder: string, onExit: (child: ChildProcess) => void): ChildProcess {
  const child = spawn(OPENSSH_PROGRAMME, ['-d', folder], { stdio: ['pipe', 'pipe', 'ignore'] });
  channel.pipe(child.stdin!);
  child.stdout!.pipe(channel);
  child.stdin!.on('error', () => undefined);
  channel.on('error', () => undefined);
  channel.on('close', () => child.kill());
  child.on('exit', () => {
    onExit(child);
    channel.end();
  });
  return child;
}
