import { execFile, spawn, type ChildProcess } from 'node:child_process';
import { existsSync } from 'node:fs';
import { chmod, mkdir, writeFile } from 'node:fs/promises';
import { createServer, connect, type AddressInfo } from 'node:net';
import { once } from 'node:events';
import { delimiter, join } from 'node:path';
import { certificates } from '../../../connectors/salesforce/certificates.ts';
import { until } from '../../support/until.ts';

/**
 * FTP servers as campuses run them, where this machine has them (Debian's packages of the same names). Each is started
 * on loopback over one folder, for one user.
 */
export const DEBIAN_SERVERS = ['vsftpd', 'proftpd', 'pure-ftpd'] as const;
export type DebianServer = (typeof DEBIAN_SERVERS)[number];

export interface RunningServer {
  readonly port: number;
  readonly user: string;
  readonly password: string;
  /** Where the folder is for a client. */
  readonly root: string;
  close(): Promise<void>;
}

/** Account that owns the files and whose home is there on every Debian. */
const OWNER = 'daemon';

/** Whether it can be started here: it is installed, and we may switch users. */
export function canStart(server: DebianServer): boolean {
  return process.getuid?.() === 0 && find(server) !== null;
}

function find(name: string): string | null {
  const places = [...(process.env['PATH'] ?? '').split(delimiter), '/usr/sbin', '/usr/bin'];
  return places.map((place) => join(place, name)).find((path) => existsSync(path)) ?? null;
}

/**
 * @param work - an empty folder for its configuration
 * @param folder - what it serves; becomes the server's user's
 * @param tls - explicit TLS is required, with sessions reused on data connections; vsftpd alone
 */
export async function startDebianServer(
  server: DebianServer,
  { work, folder, tls = false }: { readonly work: string; readonly folder: string; readonly tls?: boolean },
): Promise<RunningServer> {
  await run('chown', ['-R', `${OWNER}:${OWNER}`, folder]);
  // Some refuse a root that can be written to.
  await run('chown', ['root:root', folder]);
  await chmod(folder, 0o755);
  await chmod(work, 0o755);
  const port = await freePort();
  const started = await START[server]({ work, folder, port, tls });
  const child = started.child.once('error', () => undefined);
  let said = '';
  for (const stream of [child.stdout, child.stderr]) stream?.on('data', (bytes) => (said += String(bytes)));
  await until(async () => {
    if (child.exitCode !== null) throw new Error(`${server} ended at once: ${said}`);
    return answers(port);
  });
  return {
    port,
    user: started.user,
    password: 'correct horse',
    root: started.root,
    async close() {
      if (child.exitCode !== null || child.signalCode !== null) return;
      child.kill('SIGKILL');
      await once(child, 'close');
    },
  };
}

interface Start {
  readonly work: string;
  readonly folder: string;
  readonly port: number;
  readonly tls: boolean;
}

interface Started {
  readonly child: ChildProcess;
  readonly user: string;
  readonly root: string;
}

const START: Readonly<Record<DebianServer, (start: Start) => Promise<Started>>> = {
  async vsftpd({ work, folder, port, tls }) {
    await mkdir(join(work, 'empty'));
    const settings = [
      'listen=YES',
      'listen_address=127.0.0.1',
      `listen_port=${port}`,
      'background=NO',
      'anonymous_enable=YES',
      'local_enable=NO',
      `ftp_username=${OWNER}`,
      `anon_root=${folder}`,
      'anon_world_readable_only=NO',
      'allow_writeable_chroot=YES',
      'write_enable=YES',
      'anon_other_write_enable=YES',
      'nopriv_user=nobody',
      `secure_chroot_dir=${join(work, 'empty')}`,
      'xferlog_enable=NO',
      'seccomp_sandbox=NO',
      'isolate=NO',
      'isolate_network=NO',
    ];
    if (tls) {
      const { certificate, privateKey } = await certificates.create('files.example.test', new Date());
      await writeFile(join(work, 'server.pem'), `${privateKey}\n${certificate}`, { mode: 0o600 });
      settings.push(
        'ssl_enable=YES',
        'allow_anon_ssl=YES',
        'force_anon_logins_ssl=YES',
        'force_anon_data_ssl=YES',
        'require_ssl_reuse=YES',
        `rsa_cert_file=${join(work, 'server.pem')}`,
      );
    }
    await writeFile(join(work, 'vsftpd.conf'), `${settings.join('\n')}\n`, { mode: 0o600 });
    return { child: start('vsftpd', [join(work, 'vsftpd.conf')]), user: 'anonymous', root: '/' };
  },
  async proftpd({ work, folder, port }) {
    const settings = `
      ServerType standalone
      DefaultAddress 127.0.0.1
      SocketBindTight on
      UseIPv6 off
      Port ${port}
      User nobody
      Group nogroup
      PidFile ${work}/pid
      ScoreboardFile ${work}/scoreboard
      SystemLog ${work}/log
      TransferLog none
      WtmpLog off
      RequireValidShell off
      <Anonymous ${folder}>
        User ${OWNER}
        Group ${OWNER}
        UserAlias anonymous ${OWNER}
        AllowOverwrite on
      </Anonymous>
    `;
    await writeFile(join(work, 'proftpd.conf'), settings);
    return { child: start('proftpd', ['-n', '-q', '-c', join(work, 'proftpd.conf')]), user: 'anonymous', root: '/' };
  },
  async 'pure-ftpd'({ work, folder, port }) {
    const [users, database] = [join(work, 'users'), join(work, 'users.pdb')];
    const made = run(find('pure-pw')!, ['useradd', 'campus', '-f', users, '-F', database, '-m', '-u', OWNER, '-d', folder]);
    made.child.stdin?.end('correct horse\ncorrect horse\n');
    await made;
    // No anonymous users, users of numbers from 1 on, and none of this machine's own.
    const flags = ['-S', `127.0.0.1,${port}`, '-l', `puredb:${database}`, '-E', '-u', '1', '-A', '-H', '-g', join(work, 'pid')];
    return { child: start('pure-ftpd', flags), user: 'campus', root: '/' };
  },
};

/** Nothing at its standard input: a socket there would make it believe that inetd had started it for one client. */
function start(name: string, args: readonly string[]): ChildProcess {
  return spawn(find(name)!, args, { stdio: ['ignore', 'pipe', 'pipe'] });
}

function run(programme: string, args: readonly string[]): Promise<void> & { readonly child: ChildProcess } {
  const { promise, resolve, reject } = Promise.withResolvers<void>();
  const child = execFile(programme, args, (error, _out, said) => {
    if (error) reject(new Error(said || error.message));
    else resolve();
  });
  return Object.assign(promise, { child });
}

async function freePort(): Promise<number> {
  const server = createServer().listen(0, '127.0.0.1');
  await once(server, 'listening');
  const { port } = server.address() as AddressInfo;
  await new Promise((resolve) => server.close(resolve));
  return port;
}

function answers(port: number): Promise<boolean> {
  const socket = connect(port, '127.0.0.1');
  return new Promise<boolean>((resolve) => {
    socket.once('data', () => resolve(true)).once('error', () => resolve(false)).once('close', () => resolve(false));
  }).finally(() => socket.destroy());
}
