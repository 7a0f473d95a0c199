#!/usr/bin/env node
import { buildProgram } from './program.ts';
import { reportFailure } from './failure.ts';

/** The command line for operators: `npx rollcall …`. */
try {
  await buildProgram().parseAsync();
} catch (error) {
  process.exitCode = reportFailure(error, process.argv.includes('--json'));
}
