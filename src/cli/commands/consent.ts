import type { Command } from 'commander';
import { listTeams } from '../../db/accounts/teams.ts';
import { checkConsentChain } from '../../db/reads/chainCheck.ts';
import { readEvidence } from '../../db/reads/evidence.ts';
import { evidenceHtml } from '../../sync/evidenceHtml.ts';
import { chosenContact } from '../chosenContact.ts';
import { chosenTeam } from '../chosenTeam.ts';
import type { CommandLine } from '../commandLine.ts';
import { REFUSED } from '../failure.ts';
import { globalOptions } from '../globalOptions.ts';
import { printRows } from '../print.ts';

/** `rollcall consent verify|export` */
export function addConsent(program: Command, { withContext }: CommandLine): void {
  const consent = program.command('consent').description('The ledger of consent');

  consent
    .command('export <contact>')
    .description('print the evidence of one contact’s consent, by number or contact ID, as JSON')
    .option('--html', 'as a page to keep or print')
    .action(async (typed: string, { html }: { html?: true }, command: Command) => {
      const { team: slug } = globalOptions(command);
      const found = await withContext(async (ctx) => {
        const team = await chosenTeam(ctx, slug);
        const id = await chosenContact(ctx, team.id, typed);
        return (await readEvidence(ctx.dataSource.manager, team, id, ctx.now()))!;
      });
      console.log(html ? evidenceHtml(found) : JSON.stringify(found, null, 2));
      if (!found.chain.whole) process.exitCode = REFUSED;
    });

  consent
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
