import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { existsSync } from 'node:fs';
import { readdir, stat } from 'node:fs/promises';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';

const ROOT = fileURLToPath(new URL('../..', import.meta.url));
const BUILT = join(ROOT, 'dist', 'console', 'index.html');
const SOURCES = join(ROOT, 'src', 'console');

/**
 * Builds the console when it was never built or its sources are newer.
 * @returns whether it had to
 */
export async function ensureConsole(): Promise<boolean> {
  if (existsSync(BUILT) && (await stat(BUILT)).mtimeMs >= (await newest(SOURCES))) return false;
  const vite = spawn(
    process.execPath,
    [join(ROOT, 'node_modules', 'vite', 'bin', 'vite.js'), 'build', SOURCES, '--logLevel', 'warn'],
    {
      cwd: ROOT,
      stdio: ['ignore', 'pipe', 'pipe'],
    },
  );
  let printed = '';
  vite.stdout.on('data', (chunk) => (printed += chunk));
  vite.stderr.on('data', (chunk) => (printed += chunk));
  const [code] = (await once(vite, 'exit')) as [number];
  if (code !== 0) throw new Error(`The console could not be built:\n${printed}`);
  return true;
}

async function newest(folder: string): Promise<number> {
  const entries = await readdir(folder, { withFileTypes: true, recursive: true });
  const times = await Promise.all(
    entries
      .filter((entry) => entry.isFile())
      .map(async (entry) => (await stat(join(entry.parentPath, entry.name))).mtimeMs),
  );
  return Math.max(0, ...times);
}
