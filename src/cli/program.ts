import { readFileSync } from 'node:fs';
import { Command } from 'commander';
import { openCommandLine } from './commandLine.ts';
import { addAudits } from './commands/audits.ts';
import { addConnections } from './commands/connections.ts';
import { addConsent } from './commands/consent.ts';
import { addMigrate } from './commands/migrate.ts';
import { addOptOuts } from './commands/optOuts.ts';
import { addRuns } from './commands/runs.ts';
import { addTeam } from './commands/team.ts';
import { addToken } from './commands/token.ts';
import { addUser } from './commands/user.ts';

/**
 * All commands. Errors are thrown, not printed: `rollcall.ts` reports them.
 * @param env - the environment, where the settings are
 */
export function buildProgram(env: Readonly<Record<string, string | undefined>>): Command {
  const line = openCommandLine(env);
  const { version } = JSON.parse(readFileSync(new URL('../../package.json', import.meta.url), 'utf8')) as {
    version: string;
  };
  const program = new Command('rollcall')
    .description('Operates Rollcall: settings come from the environment, as for the service.')
    .version(version)
    .exitOverride()
    .configureHelp({ showGlobalOptions: true })
    .option('--json', 'print JSON, for scripts')
    .option('--team <slug>', 'the team, when there is more than one')
    .addHelpText('after', '\nExit codes: 0 done, 1 refused or failed, 2 the command or a setting is wrong.');
  for (const add of COMMANDS) add(program, line);
  return program;
}

const COMMANDS = [
  addConnections,
  addRuns,
  addOptOuts,
  addAudits,
  addConsent,
  addMigrate,
  addTeam,
  addUser,
  addToken,
];
