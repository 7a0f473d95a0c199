import type { Command } from 'commander';
import { listTeams } from '../../db/accounts/teams.ts';
import { checkConsentChain } from '../../db/reads/chainCheck.ts';
import { chosenTeam } from '../chosenTeam.ts';
import type { CommandLine } from '../commandLine.ts';
import { REFUSED } from '../failure.ts';
import { globalOptions } from '../globalOptions.ts';
import { printRows } from '../print.ts';

/** `rollcall consent verify` */
export function addConsent(program: Command, { withContext }: CommandLine): void {
  program
    .command('consent')
    .description('The ledger of consent')
    .command('verify')
    .description('recompute the hash chain of one team, or of all; exit code 1 when one is broken')
    .action(async (_options, command: Command) => {
      const { json, team } = globalOptions(command);
      const checks = await withContext(async (ctx) => {
        const db = ctx.dataSource.manager;
        const teams = team === null ? await listTeams(db) : [await chosenTeam(ctx, team)];
        const results = [];
        for (const one of teams) results.push({ team: one.slug, ...(await checkConsentChain(db, one.id)) });
        return results;
      });
      printRows(
        checks,
        [
          ['TEAM', (one) => one.team],
          ['EVENTS', (one) => one.events],
          ['CHAIN', (one) => (one.brokenAt === null ? 'whole' : `broken at event ${one.brokenAt}`)],
          ['HEAD', (one) => one.head.slice(0, 16)],
        ],
        json,
      );
      if (checks.some((one) => one.brokenAt !== null)) process.exitCode = REFUSED;
    });
}
