#!/usr/bin/env node
import { existsSync } from 'node:fs';
import { reportFailure } from './failure.ts';
import { buildProgram } from './program.ts';

/** The command line for operators: `npx rollcall …`. Settings are the service's: environment and `.env`. */
try {
  if (existsSync('.env')) process.loadEnvFile('.env');
  await buildProgram(process.env).parseAsync();
} catch (error) {
  process.exitCode = reportFailure(error, process.argv.includes('--json'));
}
