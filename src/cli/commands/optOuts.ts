import { InvalidArgumentError, type Command } from 'commander';
import { searchContacts } from '../../db/reads/contacts.ts';
import { optIn, optOut } from '../../sync/consent.ts';
import type { SyncContext } from '../../sync/context.ts';
import { RequestError } from '../../sync/errors.ts';
import { chosenTeam } from '../chosenTeam.ts';
import type { CommandLine } from '../commandLine.ts';
import { globalOptions } from '../globalOptions.ts';
import { printDone, printRows } from '../print.ts';

/** The API asks for as much: a reason somebody can understand years later. */
const SHORTEST_LIFT_REASON = 10;

/** `rollcall opt-outs list|add|lift` */
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

/** @throws RequestError `contact_missing` unless the text is the whole number or contact ID of one person */
async function chosenContact(ctx: SyncContext, teamId: string, typed: string): Promise<string> {
  const { exact } = await searchContacts(ctx.dataSource.manager, teamId, { q: typed, limit: 1 });
  if (exact !== null) return exact;
  throw new RequestError('not_found', 'contact_missing', `Nobody in the team has the number or contact ID ${typed}.`);
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
