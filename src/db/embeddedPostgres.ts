import { spawn } from 'node:child_process';
import { randomBytes } from 'node:crypto';
import { once } from 'node:events';
import { existsSync } from 'node:fs';
import { mkdir, readFile, stat, writeFile } from 'node:fs/promises';
import { createServer } from 'node:net';
import { dirname, join, resolve } from 'node:path';
import { createInterface } from 'node:readline';
import { setTimeout as pause } from 'node:timers/promises';
import { fileURLToPath } from 'node:url';
import pg from 'pg';
import type { PostgresProcessOptions } from './postgresProcess.ts';

export interface RunningPostgres {
  readonly url: string;
  /** True when this process started the server; false when it joined one that was running. */
  readonly started: boolean;
  /** Stops the server when this process started it. */
  stop(): Promise<void>;
}

/** A server whose process has just died takes about this long to shut down. */
const SHUTDOWN_MS = 20_000;

/**
 * Starts a real PostgreSQL from the npm package in `dataDir`, or joins the one that another Rollcall process runs
 * there. Listens on loopback only, with a random password kept beside the data (mode 0600). It ends with the process
 * that started it.
 *
 * @param options.temporary - throw-away data: no fsync, for tests and the demo
 * @throws when it can't start, with PostgreSQL's last words
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
  const stop = await startProcess({ dataDir: resolve(dataDir), port, password, temporary: options.temporary ?? false });
  const url = `postgres://rollcall:${password}@127.0.0.1:${port}/rollcall`;
  await writeFile(urlFile(dataDir), url, { mode: 0o600 });
  return { url, started: true, stop };
}

const urlFile = (dataDir: string): string => join(dataDir, 'postgres.url');

/** @returns the way to stop it */
async function startProcess(options: PostgresProcessOptions): Promise<() => Promise<void>> {
  const script = fileURLToPath(new URL('./postgresProcess.ts', import.meta.url));
  const child = spawn(process.execPath, [script, JSON.stringify(options)], {
    detached: true,
    stdio: ['pipe', 'pipe', 'ignore'],
  });
  child.stdin.on('error', () => undefined);
  const exited = once(child, 'exit');
  const lines = createInterface({ input: child.stdout });
  const [answer] = (await Promise.race([
    once(lines, 'line'),
    exited.then(() => ['The embedded PostgreSQL ended while it started.']),
  ])) as [string];
  lines.close();
  if (answer !== '') throw new Error(answer);
  return async () => {
    child.stdin.end();
    await exited;
  };
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

/**
 * The server another process runs in this folder, if it answers. One that does not answer is shutting down, because its
 * process ended, or it was cut off with the whole machine; PostgreSQL itself tells the two apart when it starts again.
 */
async function joinRunning(dataDir: string): Promise<RunningPostgres | null> {
  const deadline = Date.now() + SHUTDOWN_MS;
  while (existsSync(urlFile(dataDir)) && existsSync(join(dataDir, 'postgres', 'postmaster.pid'))) {
    const url = (await readFile(urlFile(dataDir), 'utf8')).trim();
    const state = await ask(url);
    if (state === 'answers') return { url, started: false, stop: async () => undefined };
    if (state === 'gone' || Date.now() > deadline) return null;
    await pause(100);
  }
  return null;
}

async function ask(url: string): Promise<'answers' | 'busy' | 'gone'> {
  const client = new pg.Client({ connectionString: url, connectionTimeoutMillis: 2000 });
  client.on('error', () => undefined);
  try {
    await client.connect();
    await client.end();
    return 'answers';
  } catch (error) {
    // 57P03: starting up or shutting down.
    return (error as { code?: string }).code === '57P03' ? 'busy' : 'gone';
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
  return new Promise((resolvePort, reject) => {
    const probe = createServer();
    probe.once('error', reject);
    probe.listen(0, '127.0.0.1', () => {
      const { port } = probe.address() as { port: number };
      probe.close(() => resolvePort(port));
    });
  });
}
