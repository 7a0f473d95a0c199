import { spawn, type ChildProcess } from 'node:child_process';
import { createRequire } from 'node:module';

/**
 * `npm test`: all tests, two processes side by side, for those in a browser leave the machine idle half of the time.
 * There are more shares than processes, so that neither waits long for the other at the end; the longest begin. Output
 * comes share by share; what failed is told again at the end, before the sums of all, for there are thousands of lines
 * between. With arguments (`npm test -- …`) it is mocha alone, with these.
 */
const SHARES: readonly (readonly string[])[] = [
  ['test/console/{pages,journeys}/**/*.test.ts'],
  ['test/{sync,service,jobs}/**/*.test.ts'],
  ['test/**/*.test.ts', '--ignore', 'test/{console,sync,service,jobs}/**/*.test.ts'],
  ['test/console/**/*.test.ts', '--ignore', 'test/console/{pages,journeys}/**/*.test.ts'],
];
const AT_ONCE = 2;

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
  const ended = SHARES.map(() => Promise.withResolvers<number>());
  const waiting = SHARES.entries();
  const work = async (): Promise<void> => {
    for (const [share, args] of waiting) ended[share]!.resolve(await run(args, take(share)));
  };
  const working = Promise.all(Array.from({ length: AT_ONCE }, work));
  const codes: number[] = [];
  for (const [share, { promise }] of ended.entries()) {
    if (share > 0) process.stdout.write(texts[share]!);
    showing = share;
    codes.push(await promise);
  }
  await working;
  for (const text of texts) process.stdout.write(failures(text));
  for (const word of ['passing', 'pending', 'failing']) {
    const sum = texts.reduce((total, text) => total + counted(text, word), 0);
    if (sum > 0 || word === 'passing') process.stdout.write(`  ${sum} ${word} in all\n`);
  }
  return Math.max(...codes);
}

/** Mocha colours its output. */
function plain(text: string): string {
  // eslint-disable-next-line no-control-regex -- a colour begins with Escape
  return text.replace(/\x1b\[[0-9;]*m/g, '');
}

/** What mocha tells of failed tests after its sums: all from `  1 failing`; empty when none failed. */
function failures(text: string): string {
  return /^ +\d+ failing$[^]*/m.exec(plain(text))?.[0] ?? '';
}

/** The number in mocha's closing line, such as `  12 passing (3s)`. */
function counted(text: string, word: string): number {
  const lines = [...plain(text).matchAll(new RegExp(`^ +(\\d+) ${word}\\b`, 'gm'))];
  return Number(lines.at(-1)?.[1] ?? 0);
}

for (const signal of ['SIGINT', 'SIGTERM'] as const) {
  process.on(signal, () => children.forEach((child) => child.kill(signal)));
}
const args = process.argv.slice(2);
process.exitCode = args.length > 0 ? await run(args, (text) => void process.stdout.write(text)) : await runShares();
