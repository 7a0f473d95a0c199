import { buildProgram } from '../../src/cli/program.ts';
import { reportFailure } from '../../src/cli/failure.ts';

export interface CliAnswer {
  readonly code: number;
  readonly out: string;
  readonly err: string;
}

/* eslint-disable no-console -- what the commands print is caught here */

/** Runs one command in this process, with what it prints caught. */
export async function runCli(args: readonly string[], env: Readonly<Record<string, string>>): Promise<CliAnswer> {
  const { log, error: logError } = console;
  const [out, err]: [string[], string[]] = [[], []];
  console.log = (...words: unknown[]) => void out.push(words.join(' '));
  console.error = (...words: unknown[]) => void err.push(words.join(' '));
  try {
    await buildProgram(env).parseAsync(['node', 'rollcall', ...args]);
  } catch (error) {
    process.exitCode = reportFailure(error, args.includes('--json'));
  } finally {
    console.log = log;
    console.error = logError;
  }
  const code = Number(process.exitCode ?? 0);
  process.exitCode = 0;
  return { code, out: out.join('\n'), err: err.join('\n') };
}
