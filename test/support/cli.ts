import { buildProgram } from '../../src/cli/program.ts';
import { reportFailure } from '../../src/cli/failure.ts';

export interface CliAnswer {
  readonly code: number;
  readonly out: string;
  readonly err: string;
}

/* eslint-disable no-console -- what the commands print is caught here */

/**
 * Runs one command in this process, with what it prints caught.
 * @param env - replaces what is set of the environment meanwhile
 */
export async function runCli(args: readonly string[], env: Readonly<Record<string, string>>): Promise<CliAnswer> {
  const before = { log: console.log, error: console.error, env: { ...process.env } };
  const [out, err]: [string[], string[]] = [[], []];
  console.log = (...words: unknown[]) => void out.push(words.join(' '));
  console.error = (...words: unknown[]) => void err.push(words.join(' '));
  for (const name of Object.keys(process.env)) if (name.startsWith('ROLLCALL_')) delete process.env[name];
  Object.assign(process.env, env);
  try {
    await buildProgram().parseAsync(['node', 'rollcall', ...args]);
  } catch (error) {
    process.exitCode = reportFailure(error, args.includes('--json'));
  } finally {
    console.log = before.log;
    console.error = before.error;
    for (const name of Object.keys(env)) delete process.env[name];
    Object.assign(process.env, before.env);
  }
  const code = Number(process.exitCode ?? 0);
  process.exitCode = 0;
  return { code, out: out.join('\n'), err: err.join('\n') };
}
