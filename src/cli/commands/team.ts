import type { Command } from 'commander';
import { listTeams } from '../../db/accounts/teams.ts';
import { createTeam } from '../../sync/accounts/createTeam.ts';
import type { CommandLine } from '../commandLine.ts';
import { globalOptions } from '../globalOptions.ts';
import { printDone, printRows } from '../print.ts';

/** `rollcall team add|list` */
export function addTeam(program: Command, { withContext }: CommandLine): void {
  const team = program.command('team').description('Teams');

  team
    .command('list')
    .description('list the teams')
    .action(async (_options, command: Command) => {
      const { json } = globalOptions(command);
      const teams = await withContext((ctx) => listTeams(ctx.dataSource.manager));
      printRows(
        teams.map(({ id, slug, name, created_at }) => ({ id, slug, name, createdAt: created_at.toISOString() })),
        [
          ['SLUG', (one) => one.slug],
          ['NAME', (one) => one.name],
          ['ID', (one) => one.id],
        ],
        json,
      );
    });

  team
    .command('add <name>')
    .description('make a team')
    .action(async (name: string, _options, command: Command) => {
      const { json } = globalOptions(command);
      const made = await withContext((ctx) => createTeam(ctx, name, null));
      printDone(`Made the team ${made.name}: ${made.slug}`, { id: made.id, slug: made.slug, name: made.name }, json);
    });
}
