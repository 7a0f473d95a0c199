import { spawn, type ChildProcess } from 'node:child_process';
import { once } from 'node:events';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { build } from 'vite';
import type { Turn } from './killWorker.ts';

/** Below the packages, so that those left out of it are found. */
const BUNDLE = fileURLToPath(new URL('../../node_modules/.cache/rollcall-kills/', import.meta.url));
const COMPILE_CACHE = new URL('../../src/wiring/compileCache.js', import.meta.url).href;

/**
 * Puts the worker and what it imports into one file: a worker lives for a turn or two, and reading a thousand files is
 * most of what one costs.
 * @returns the file to start, for `KillProcess`
 */
export async function bundleWorker(): Promise<string> {
  await build({
    configFile: false,
    logLevel: 'silent',
    build: { ssr: fileURLToPath(new URL('killWorker.ts', import.meta.url)), outDir: BUNDLE, emptyOutDir: true },
    ssr: { noExternal: true, external: ['typeorm', 'pg', 'ssh2'] },
  });
  return join(BUNDLE, 'killWorker.js');
}

/** A process that is started in advance, takes turns, and dies in one of them. */
export class KillProcess {
  readonly #child: ChildProcess;
  readonly #ready: Promise<unknown>;
  readonly #exit: Promise<unknown[]>;
  #printed = '';

  constructor(worker: string, args: readonly string[]) {
    this.#child = spawn(process.execPath, ['--import', COMPILE_CACHE, worker, ...args], {
      stdio: ['ignore', 'ignore', 'pipe', 'ipc'],
    });
    this.#child.stderr!.on('data', (chunk: Buffer) => (this.#printed = (this.#printed + chunk.toString()).slice(-8000)));
    this.#exit = once(this.#child, 'exit');
    this.#ready = Promise.race([once(this.#child, 'message'), this.#exit]);
  }

  /**
   * Lets it do a turn.
   * @returns whether it was killed in it
   * @throws with what it printed when it ended in any other way
   */
  async take(turn: Turn): Promise<boolean> {
    await this.#ready;
    const survived = once(this.#child, 'message');
    if (this.#child.exitCode === null) this.#child.send(turn);
    const ended = await Promise.race([survived.then(() => null), this.#exit]);
    if (this.#printed !== '') throw new Error(this.#printed);
    if (ended && ended[1] !== 'SIGKILL') throw new Error(`A worker ended with ${String(ended[0] ?? ended[1])}.`);
    return ended !== null;
  }

  async end(): Promise<void> {
    if (this.#child.exitCode === null && this.#child.signalCode === null) this.#child.kill('SIGKILL');
    await this.#exit;
  }
}
