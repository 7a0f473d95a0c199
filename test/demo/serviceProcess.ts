import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { readFileSync } from 'node:fs';
import { createServer } from 'node:net';
import { fileURLToPath } from 'node:url';

const ROOT = fileURLToPath(new URL('../..', import.meta.url));

/** What `npm start` runs, flags and all, so that what is shown and measured here is what runs there. */
const { scripts } = JSON.parse(readFileSync(`${ROOT}package.json`, 'utf8')) as { scripts: { start: string } };
const START = scripts.start.split(' ').slice(1);

export interface ServiceProcess {
  readonly url: string;
  readonly pid: number;
  /** What it has printed so far. */
  output(): string;
  /** SIGTERM, then waits for it to end. @returns its exit code */
  stop(): Promise<number | null>;
  /** `kill -9`, then waits. */
  kill(): Promise<unknown>;
}

export interface ServiceOptions {
  readonly dataDir: string;
  readonly mode?: 'all' | 'serve' | 'worker';
  readonly port?: number;
  readonly env?: Readonly<Record<string, string>>;
}

/**
 * Starts the real service, `node src/main.ts`, as a process of its own and waits until it answers.
 * @throws with everything it printed when it ends before
 */
export async function startServiceProcess(options: ServiceOptions): Promise<ServiceProcess> {
  const port = options.port ?? (await freePort());
  const url = `http://127.0.0.1:${port}`;
  let printed = '';
  const child = spawn(process.execPath, [...START, options.mode ?? 'all'], {
    cwd: ROOT,
    // Its own group: Ctrl-C reaches the demo, which stops it in order.
    detached: true,
    stdio: ['ignore', 'pipe', 'pipe'],
    env: {
      PATH: process.env['PATH'],
      HOME: process.env['HOME'],
      ROLLCALL_PORT: String(port),
      ROLLCALL_PUBLIC_URL: url,
      ROLLCALL_DATA_DIR: options.dataDir,
      ROLLCALL_ALLOW_PRIVATE_HOSTS: 'true',
      ROLLCALL_LOG_LEVEL: 'warn',
      ROLLCALL_LOG_FORMAT: 'text',
      ...options.env,
    },
  });
  const keep = (chunk: Buffer): void => void (printed = (printed + chunk.toString()).slice(-20_000));
  child.stdout.on('data', keep);
  child.stderr.on('data', keep);
  const exited = once(child, 'exit');
  const end = async (signal: NodeJS.Signals): Promise<number | null> => {
    if (child.exitCode === null && child.signalCode === null) child.kill(signal);
    await exited;
    return child.exitCode;
  };
  const killWithParent = (): void => void child.kill('SIGKILL');
  process.once('exit', killWithParent);
  void exited.then(() => process.off('exit', killWithParent));

  while (!printed.includes('Rollcall is open at') && !printed.includes('worker is running')) {
    const ended = await Promise.race([exited.then(() => true), once(child.stdout, 'data').then(() => false)]);
    if (ended) throw new Error(`The service did not start. It printed:\n${printed}`);
  }
  return { url, pid: child.pid!, output: () => printed, stop: () => end('SIGTERM'), kill: () => end('SIGKILL') };
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
