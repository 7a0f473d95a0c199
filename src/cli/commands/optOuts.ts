import { InvalidArgumentError, type Command } from 'commander';
import { searchContacts } from '../../db/reads/contacts.ts';
import { readOptOutReport } from '../../db/reads/optOuts/report.ts';
import { optOutReportCsv } from '../../db/reads/optOuts/reportCsv.ts';
import { readWaiting } from '../../db/reads/optOuts/waiting.ts';
import { optIn, optOut } from '../../sync/staffConsent.ts';
import { RequestError } from '../../sync/errors.ts';
import { reportRange } from '../../sync/reportRange.ts';
import { chosenContact } from '../chosenContact.ts';
import { chosenTeam } from '../chosenTeam.ts';
import type { CommandLine } from '../commandLine.ts';
import { globalOptions } from '../globalOptions.ts';
import { printDone, printPieces, printRows } from '../print.ts';

/** The API asks for as much: a reason somebody can understand years later. */
const SHORTEST_LIFT_REASON = 10;

/** `rollcall opt-outs list|waiting|report|add|lift` */
export function addOptOuts(program: Command, { withContext, actor }: CommandLine): void {
  const optOuts = program.command('opt-outs').description('People who may not be texted');

  optOuts
    .command('list')
    .description('list contacts that are opted out')
    .option('--search <text>', 'name, number or start of a contact ID', '')
    .option('--limit <count>', 'how many at most', upTo500, 100)
    .option('--after <cursor>', '`next` of the page before, as --json prints it')
    .action(async (options: { search: string; limit: number; after?: string }, command: Command) => {
      const { json, team } = globalOptions(command);
      const page = await withContext(async (ctx) => {
        const { search: q, ...rest } = options;
        return searchContacts(ctx.dataSource.manager, (await chosenTeam(ctx, team)).id, {
          q,
          texting: 'opted_out',
          ...rest,
        });
      });
      if (json) return printDone('', { total: page.total, next: page.next, contacts: page.contacts }, true);
      printRows(
        page.contacts,
        [
          ['CONTACT ID', (one) => one.contactId],
          ['NAME', (one) => `${one.firstName} ${one.lastName}`],
          ['NUMBER', (one) => one.mobileShown],
          ['SOURCE', (one) => one.sourceName],
          ['WRITE-BACK', (one) => (one.writeBackPending ? 'waiting' : '')],
        ],
        false,
      );
      if (page.next !== null) console.log(`… of ${page.total}.`);
    });

  optOuts
    .command('waiting')
    .description('list opt-outs that are not honoured in both systems yet, by the day they are due')
    .option('--after <cursor>', '`next` of the page before, as --json prints it')
    .action(async (options: { after?: string }, command: Command) => {
      const { json, team } = globalOptions(command);
      const list = await withContext(async (ctx) =>
        readWaiting(ctx.dataSource.manager, (await chosenTeam(ctx, team)).id, { ...options, now: ctx.now() }),
      );
      if (json) return printDone('', list, true);
      printRows(
        list.items,
        [
          ['DUE', ({ due }) => `${due.day}${due.late ? ' LATE' : ''}`],
          ['SINCE', (one) => one.since],
          ['WHO', ({ whom }) => whom.name ?? whom.mobileShown],
          ['HOW THEY SAID IT', (one) => one.said],
          ['WAITS FOR', (one) => one.waitsForName],
          ['NEXT STEP', (one) => one.nextStep],
        ],
        false,
      );
      if (list.next !== null) console.log(`… of ${list.counts.waiting}.`);
    });

  optOuts
    .command('report')
    .description('print the opt-out changes of some Eastern days as CSV, both days included')
    .requiredOption('--from <day>', 'first day, as 2026-11-01')
    .requiredOption('--to <day>', 'last day, as 2026-11-20')
    .action(async (options: { from: string; to: string }, command: Command) => {
      const { json, team: slug } = globalOptions(command);
      const range = reportRange(options.from, options.to);
      await withContext(async (ctx) => {
        const team = await chosenTeam(ctx, slug);
        const db = ctx.dataSource.manager;
        if (json) printDone('', await readOptOutReport(db, team, range), true);
        else await printPieces(optOutReportCsv(db, team, range));
      });
    });

  optOuts
    .command('add <contact>')
    .description('opt a contact out, by number or contact ID; it is written back to the CRM')
    .requiredOption('--reason <text>', 'why')
    .action(async (typed: string, { reason }: { reason: string }, command: Command) => {
      const { json, team } = globalOptions(command);
      const change = { reason: words(reason, 1), actor, cause: 'staff' as const };
      const contactId = await withContext(async (ctx) => {
        const { id: teamId } = await chosenTeam(ctx, team);
        const id = await chosenContact(ctx, teamId, typed);
        await optOut(ctx, { teamId, contactId: id, ...change });
        return id;
      });
      printDone('Opted out. The CRM is told by the running service.', { contactId, texting: 'opted_out' }, json);
    });

  optOuts
    .command('lift <contact>')
    .description("lift an opt-out, also the person's own STOP")
    .requiredOption('--reason <text>', 'why, in ten characters or more')
    .requiredOption('--consent-given <text>', 'how the person gave consent again')
    .action(async (typed: string, options: { reason: string; consentGiven: string }, command: Command) => {
      const { json, team } = globalOptions(command);
      const change = {
        reason: words(options.reason, SHORTEST_LIFT_REASON),
        consentGiven: words(options.consentGiven, 1),
        actor,
        cause: 'staff' as const,
      };
      const contactId = await withContext(async (ctx) => {
        const { id: teamId } = await chosenTeam(ctx, team);
        const id = await chosenContact(ctx, teamId, typed);
        await optIn(ctx, { teamId, contactId: id, ...change });
        return id;
      });
      printDone('Opted in. The CRM is told by the running service.', { contactId, texting: 'opted_in' }, json);
    });
}

function words(text: string, shortest: number): string {
  const trimmed = text.trim();
  if (trimmed.length >= shortest && trimmed.length <= 500) return trimmed;
  throw new RequestError(
    'refused',
    'reason_refused',
    `A reason has ${shortest} to 500 characters. Nothing was changed.`,
  );
}

function upTo500(text: string): number {
  const count = Number(text);
  if (!Number.isInteger(count) || count < 1 || count > 500)
    throw new InvalidArgumentError('It takes a whole number from 1 to 500.');
  return count;
}
