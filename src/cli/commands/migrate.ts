import type { Command } from 'commander';
import { migrate } from '../../db/database.ts';
import type { CommandLine } from '../commandLine.ts';
import { globalOptions } from '../globalOptions.ts';
import { printDone } from '../print.ts';

/** `rollcall migrate` */
export function addMigrate(program: Command, { withContext }: CommandLine): void {
  program
    .command('migrate')
    .description('bring the database schema up to date')
    .action(async (_options, command: Command) => {
      const { json } = globalOptions(command);
      const ran = await withContext((ctx) => migrate(ctx.dataSource), { anySchema: true });
      const words = ran.length === 0 ? 'The schema was up to date.' : `Ran ${ran.join(', ')}.`;
      printDone(words, { migrations: ran }, json);
    });
}
