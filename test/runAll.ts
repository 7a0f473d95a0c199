import { spawn, type ChildProcess } from 'node:child_process';
import { createRequire } from 'node:module';

/**
 * `npm test`: all tests, in two processes side by side, for those in a browser leave the machine idle half of the time.
 * The second one's output follows the first one's, and the sums of both come last. With arguments (`npm test -- …`) it
 * is mocha alone, with these.
 */
const SHARES: readonly (readonly string[])[] = [
  ['test/console/**/*.test.ts'],
  ['test/**/*.test.ts', '--ignore', 'test/console/**/*.test.ts'],
];

const mocha = createRequire(import.meta.url).resolve('mocha/bin/mocha.js');
const children: ChildProcess[] = [];

/** Runs mocha and hands over its output as it comes. @returns its exit code */
function run(args: readonly string[], take: (text: string) => void): Promise<number> {
  const child = spawn(process.execPath, [mocha, ...args], { stdio: ['ignore', 'pipe', 'pipe'] });
  children.push(child);
  for (const stream of [child.stdout, child.stderr]) stream.setEncoding('utf8').on('data', take);
  return new Promise((resolve, reject) => {
    child.on('error', reject);
    child.on('close', (code) => resolve(code ?? 1));
  });
}

async function runShares(): Promise<number> {
  const texts = SHARES.map(() => '');
  let showing = 0;
  const take = (share: number) => (text: string) => {
    texts[share] += text;
    if (share === showing) process.stdout.write(text);
  };
  const runs = SHARES.map((args, share) => run(args, take(share)));
  const codes: number[] = [];
  for (const [share, running] of runs.entries()) {
    if (share > 0) process.stdout.write(texts[share]!);
    showing = share;
    codes.push(await running);
  }
  for (const word of ['passing', 'pending', 'failing']) {
    const sum = texts.reduce((total, text) => total + counted(text, word), 0);
    if (sum > 0 || word === 'passing') process.stdout.write(`  ${sum} ${word} in all\n`);
  }
  return Math.max(...codes);
}

/** The number in mocha's closing line, such as `  12 passing (3s)`. */
function counted(text: string, word: string): number {
  // eslint-disable-next-line no-control-regex -- mocha colours its output
  const lines = [...text.replace(/\x1b\[[0-9;]*m/g, '').matchAll(new RegExp(`^ +(\\d+) ${word}\\b`, 'gm'))];
  return Number(lines.at(-1)?.[1] ?? 0);
}

for (const signal of ['SIGINT', 'SIGTERM'] as const) {
  process.on(signal, () => children.forEach((child) => child.kill(signal)));
}
const args = process.argv.slice(2);
process.exitCode = args.length > 0 ? await run(args, (text) => void process.stdout.write(text)) : await runShares();
