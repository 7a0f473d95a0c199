import { randomBytes } from 'node:crypto';
import { createReadStream } from 'node:fs';
import { readdir, rename, stat, unlink } from 'node:fs/promises';
import { createServer, type AddressInfo, type Server, type Socket } from 'node:net';
import { join, posix } from 'node:path';
import { once } from 'node:events';
import { createSecureContext, TLSSocket, type SecureContext } from 'node:tls';
import { certificates } from '../../../connectors/salesforce/certificates.ts';

/** Something that goes wrong on purpose, until `clearFaults`. */
export type FtpFault =
  /** A download begins and never goes on. */
  | 'stall'
  /** A download sends one byte at a time. */
  | 'drip'
  /** A download ends half-way and is called complete, as of a file that is still being uploaded. */
  | 'cut_and_praise'
  /** A download ends half-way with the connection. */
  | 'drop'
  /** Moving and deleting is not permitted. */
  | 'read_only';

export interface FtpServerOptions {
  /** A folder of this machine, shown as `/`. */
  readonly folder: string;
  readonly user: string;
  readonly password: string;
  /** `explicit` also takes plain sessions up to the password, which it refuses then. */
  readonly tls?: 'explicit' | 'implicit' | 'none';
  /** Knows MLSD and MLST, which tell exact times. */
  readonly mlsd?: boolean;
  /** Data connections show another certificate than the control connection. */
  readonly otherDataCertificate?: boolean;
}

export interface FtpServer {
  readonly host: '127.0.0.1';
  readonly port: number;
  /** Passwords that were sent. */
  readonly passwords: readonly string[];
  addFault(fault: FtpFault): void;
  clearFaults(): void;
  /** Shows another certificate from the next connection on. */
  changeCertificate(): Promise<void>;
  /** Control connections open now. */
  connections(): number;
  close(): Promise<void>;
}

/**
 * A small FTP server on 127.0.0.1 (RFC 959, 2228, 3659, 4217 as far as clients of files need them): passive transfers
 * only, one folder tree, one user, and faults. Real servers are tested as well where a machine has them; this one is
 * everywhere.
 */
export async function startFtpServer(options: FtpServerOptions): Promise<FtpServer> {
  const { tls = 'none' } = options;
  let context = await makeContext();
  let dataContext = options.otherDataCertificate ? await makeContext() : context;
  const sockets = new Set<Socket>();
  const faults = new Set<FtpFault>();
  const passwords: string[] = [];
  const listener = createServer((socket) => {
    sockets.add(socket);
    socket.on('error', () => undefined).on('close', () => sockets.delete(socket));
    const control = tls === 'implicit' ? secure(socket, context) : socket;
    const session = new Session(control, { options, faults, passwords, context, dataContext });
    void session.greet();
  });
  listener.listen(0, '127.0.0.1');
  await once(listener, 'listening');
  return {
    host: '127.0.0.1',
    port: (listener.address() as AddressInfo).port,
    passwords,
    addFault: (fault) => void faults.add(fault),
    clearFaults: () => faults.clear(),
    async changeCertificate() {
      context = await makeContext();
      dataContext = context;
    },
    connections: () => sockets.size,
    async close() {
      for (const socket of sockets) socket.destroy();
      await new Promise((resolve) => listener.close(resolve));
    },
  };
}

async function makeContext(): Promise<SecureContext> {
  const { certificate, privateKey } = await certificates.create('files.example.test', new Date());
  return createSecureContext({ cert: certificate, key: privateKey });
}

function secure(socket: Socket, secureContext: SecureContext): TLSSocket {
  const over = new TLSSocket(socket, { isServer: true, secureContext });
  over.on('error', () => undefined).on('close', () => socket.destroy());
  return over;
}

interface Around {
  readonly options: FtpServerOptions;
  readonly faults: ReadonlySet<FtpFault>;
  readonly passwords: string[];
  readonly context: SecureContext;
  readonly dataContext: SecureContext;
}

/** One control connection. Commands are answered one after another. */
class Session {
  private control: Socket;
  private readonly around: Around;
  private folder = '/';
  private signedIn = false;
  private protects = false;
  private renames: string | null = null;
  private passive: Server | null = null;
  private data: Promise<Socket> | null = null;
  private rest = '';
  private working: Promise<void> = Promise.resolve();

  constructor(control: Socket, around: Around) {
    this.control = control;
    this.around = around;
  }

  greet(): void {
    this.listen();
    this.say('220 Sandbox ready');
  }

  private listen(): void {
    this.control.on('data', (bytes: Buffer) => {
      this.rest += bytes.toString('utf8');
      for (let end = this.rest.indexOf('\r\n'); end >= 0; end = this.rest.indexOf('\r\n')) {
        const line = this.rest.slice(0, end);
        this.rest = this.rest.slice(end + 2);
        this.working = this.working.then(() => this.obey(line)).catch(() => this.say('451 It did not work'));
      }
    });
    this.control.once('close', () => this.passive?.close());
  }

  private say(line: string): void {
    if (!this.control.destroyed) this.control.write(`${line}\r\n`);
  }

  private async obey(line: string): Promise<void> {
    const [, verb = '', argument = ''] = /^(\S+) ?(.*)$/.exec(line) ?? [];
    const command = verb.toUpperCase();
    if (OPEN.has(command)) return this.obeyUnsigned(command, argument);
    if (!this.signedIn) return this.say('530 Sign in first');
    switch (command) {
      case 'PWD':
        return this.say(`257 "${this.folder.replaceAll('"', '""')}"`);
      case 'CWD':
        return this.enter(this.pathOf(argument));
      case 'TYPE':
      case 'STRU':
      case 'NOOP':
        return this.say('200 Done');
      case 'EPSV':
        return this.offerData((port) => `229 Entering extended passive mode (|||${port}|)`);
      case 'PASV':
        return this.offerData((port) => `227 Entering passive mode (127,0,0,1,${port >> 8},${port & 255})`);
      case 'LIST':
        return this.list(this.pathOf(argument.replace(/^-\S+ ?/, '')), longLine);
      case 'MLSD':
        return this.around.options.mlsd ? this.list(this.pathOf(argument), factsLine) : this.say('500 Unknown');
      case 'SIZE':
        return this.tell(argument, ({ size }) => String(size));
      case 'MDTM':
        return this.tell(argument, ({ mtime }) => compact(mtime));
      case 'RETR':
        return this.send(this.pathOf(argument));
      case 'RNFR':
        this.renames = this.pathOf(argument);
        return this.say('350 To which name?');
      case 'RNTO':
        return this.change(() => rename(this.local(this.renames ?? ''), this.local(this.pathOf(argument))));
      case 'DELE':
        return this.change(() => unlink(this.local(this.pathOf(argument))));
      default:
        return this.say('500 Unknown');
    }
  }

  private obeyUnsigned(command: string, argument: string): void {
    const { tls = 'none', user, password, mlsd } = this.around.options;
    const encrypted = this.control instanceof TLSSocket;
    switch (command) {
      case 'USER':
        return this.say(tls === 'explicit' && !encrypted ? '530 Use TLS: AUTH TLS first' : '331 And the password?');
      case 'PASS':
        this.around.passwords.push(argument);
        this.signedIn = argument === password && user !== '';
        return this.say(this.signedIn ? '230 Welcome' : '530 Login incorrect');
      case 'AUTH':
        if (tls !== 'explicit') return this.say('502 No TLS here');
        this.say('234 Go on');
        this.control.removeAllListeners('data');
        this.control = secure(this.control, this.around.context);
        return this.listen();
      case 'FEAT':
        return this.say(['211-Features', ' SIZE', ' MDTM', ' UTF8', ...(mlsd ? [' MLST size*;modify*;type*;'] : []), '211 End'].join('\r\n'));
      case 'PROT':
        this.protects = argument.toUpperCase() === 'P';
        return this.say('200 Done');
      case 'QUIT':
        this.say('221 Goodbye');
        return void this.control.end();
      default:
        return this.say('200 Done');
    }
  }

  private pathOf(argument: string): string {
    return posix.resolve(this.folder, argument);
  }

  private local(path: string): string {
    return join(this.around.options.folder, path);
  }

  private async enter(path: string): Promise<void> {
    const found = await stat(this.local(path)).catch(() => null);
    if (!found?.isDirectory()) return this.say('550 No such folder');
    if ((found.mode & 0o500) === 0) return this.say('550 Permission denied');
    this.folder = path;
    this.say('250 Done');
  }

  private async offerData(words: (port: number) => string): Promise<void> {
    this.passive?.close();
    const listener = createServer();
    this.passive = listener;
    const { promise, resolve } = Promise.withResolvers<Socket>();
    this.data = promise;
    listener.once('connection', (socket: Socket) => {
      listener.close();
      socket.on('error', () => undefined);
      this.control.once('close', () => socket.destroy());
      resolve(this.protects ? secure(socket, this.around.dataContext) : socket);
    });
    listener.listen(0, '127.0.0.1');
    await once(listener, 'listening');
    this.say(words((listener.address() as AddressInfo).port));
  }

  private async list(path: string, lineOf: (name: string, of: Facts) => string): Promise<void> {
    // As vsftpd does it: a folder that is not there lists as nothing.
    const names = await readdir(this.local(path)).catch(() => []);
    const lines = await Promise.all(
      names.sort().map(async (name) => lineOf(name, await stat(this.local(posix.join(path, name))))),
    );
    this.say('150 Here it comes');
    const data = await this.data!;
    data.end(lines.map((line) => `${line}\r\n`).join(''));
    await once(data, 'close');
    this.say('226 Done');
  }

  private async tell(argument: string, words: (of: Facts) => string): Promise<void> {
    const found = await stat(this.local(this.pathOf(argument))).catch(() => null);
    this.say(found?.isFile() ? `213 ${words(found)}` : '550 No such file');
  }

  private async send(path: string): Promise<void> {
    const found = await stat(this.local(path)).catch(() => null);
    if (!found?.isFile()) return this.say('550 No such file');
    this.say('150 Here it comes');
    const data = await this.data!;
    const { faults } = this.around;
    if (faults.has('stall')) return void (await once(data, 'close'));
    const half = faults.has('cut_and_praise') || faults.has('drop');
    const pieces = createReadStream(this.local(path), {
      ...(faults.has('drip') ? { highWaterMark: 1 } : {}),
      ...(half ? { end: Math.max(Math.floor(found.size / 2) - 1, 0) } : {}),
    });
    for await (const piece of pieces) {
      if (data.destroyed) break;
      if (!data.write(piece as Buffer)) await Promise.race([once(data, 'drain'), once(data, 'close')]);
      // Other work comes between two bytes; a file takes minutes that way.
      if (faults.has('drip')) await new Promise((resolve) => setTimeout(resolve, 20));
    }
    if (faults.has('drop')) return void this.control.destroy();
    data.end();
    if (!data.destroyed) await once(data, 'close');
    this.say('226 Done');
  }

  private async change(work: () => Promise<void>): Promise<void> {
    if (this.around.faults.has('read_only')) return this.say('550 Permission denied');
    await work().then(
      () => this.say('250 Done'),
      () => this.say('550 It did not work'),
    );
  }
}

/** What may be said before signing in. */
const OPEN: ReadonlySet<string> = new Set(['USER', 'PASS', 'AUTH', 'PBSZ', 'PROT', 'FEAT', 'OPTS', 'SYST', 'QUIT']);

interface Facts {
  readonly size: number;
  readonly mtime: Date;
  isDirectory(): boolean;
}

/** `20261120150312` */
function compact(time: Date): string {
  return time.toISOString().replace(/[-:T]|\..*$/g, '');
}

function factsLine(name: string, of: Facts): string {
  return `type=${of.isDirectory() ? 'dir' : 'file'};size=${of.size};modify=${compact(of.mtime)}; ${name}`;
}

/** As `ls -l` writes it, by UTC; the seconds, and for old files the time, are not told. */
function longLine(name: string, of: Facts): string {
  const [, day = '', month = '', year = '', clock = ''] =
    /^\w+, (\d+) (\w+) (\d+) (\d+:\d+)/.exec(of.mtime.toUTCString())?.map(String) ?? [];
  const old = Date.now() - of.mtime.getTime() > 180 * 86_400_000;
  const kind = of.isDirectory() ? 'd' : '-';
  return `${kind}rw-r--r-- 1 campus campus ${of.size} ${month} ${day.padStart(2, '0')} ${old ? year : clock} ${name}`;
}

/** A password nobody guesses, for tests that look for it where it must not be. */
export function makePassword(): string {
  return randomBytes(9).toString('base64url');
}
