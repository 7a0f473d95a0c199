import { InvalidArgumentError, Option, type Command } from 'commander';
import { listApiTokens, revokeApiToken, type TokenScope } from '../../db/accounts/apiTokens.ts';
import { createToken } from '../../sync/accounts/createToken.ts';
import { RequestError } from '../../sync/errors.ts';
import { chosenTeam } from '../chosenTeam.ts';
import type { CommandLine } from '../commandLine.ts';
import { globalOptions } from '../globalOptions.ts';
import { printDone, printRows } from '../print.ts';

/** `rollcall token create|list|revoke` */
export function addToken(program: Command, { withContext, actor }: CommandLine): void {
  const token = program.command('token').description('API tokens of a team');

  token
    .command('create')
    .description('make a token; it is shown this once')
    .requiredOption('--name <name>', 'what uses it')
    .addOption(new Option('--scope <scope>', 'what it may do').choices(['read', 'write']).default('read'))
    .option('--days <days>', 'days until it stops working', wholeDays)
    .action(async (options: { name: string; scope: TokenScope; days?: number }, command: Command) => {
      const { json, team } = globalOptions(command);
      const made = await withContext(async (ctx) => {
        const { id: teamId } = await chosenTeam(ctx, team);
        const { name, scope, days } = options;
        return createToken(ctx, { teamId, name, scope, expiresInDays: days ?? null, createdBy: actor });
      });
      const { id, name, scope, expires_at } = made.row;
      printDone(made.token, { token: made.token, id, name, scope, expiresAt: expires_at?.toISOString() ?? null }, json);
    });

  token
    .command('list')
    .description('list the tokens, without the tokens themselves')
    .action(async (_options, command: Command) => {
      const { json, team } = globalOptions(command);
      const rows = await withContext(async (ctx) =>
        listApiTokens(ctx.dataSource.manager, (await chosenTeam(ctx, team)).id),
      );
      printRows(
        rows.map((row) => ({
          id: row.id,
          name: row.name,
          scope: row.scope,
          createdBy: row.created_by,
          createdAt: row.created_at.toISOString(),
          lastUsedAt: row.last_used_at?.toISOString() ?? null,
          expiresAt: row.expires_at?.toISOString() ?? null,
        })),
        [
          ['ID', (one) => one.id],
          ['NAME', (one) => one.name],
          ['SCOPE', (one) => one.scope],
          ['LAST USED', (one) => one.lastUsedAt ?? 'never'],
          ['EXPIRES', (one) => one.expiresAt ?? 'never'],
        ],
        json,
      );
    });

  token
    .command('revoke <id>')
    .description('make a token stop working at once')
    .action(async (id: string, _options, command: Command) => {
      const { json, team } = globalOptions(command);
      await withContext(async (ctx) => {
        const { id: teamId } = await chosenTeam(ctx, team);
        if (!(await revokeApiToken(ctx.dataSource.manager, teamId, id, ctx.now()))) {
          throw new RequestError('not_found', 'token_missing', `The team has no token ${id}. See: rollcall token list`);
        }
      });
      printDone('The token does not work any more.', { id, revoked: true }, json);
    });
}

function wholeDays(text: string): number {
  const days = Number(text);
  if (!Number.isInteger(days) || days < 1 || days > 3650)
    throw new InvalidArgumentError('It takes a whole number from 1 to 3650.');
  return days;
}
