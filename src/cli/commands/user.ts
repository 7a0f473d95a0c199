import { randomBytes } from 'node:crypto';
import { text } from 'node:stream/consumers';
import { Option, type Command } from 'commander';
import type { TeamRole } from '../../db/accounts/teams.ts';
import { addUser as addToTeam } from '../../sync/accounts/addUser.ts';
import { resetPassword } from '../../sync/accounts/resetPassword.ts';
import { chosenTeam } from '../chosenTeam.ts';
import type { CommandLine } from '../commandLine.ts';
import { globalOptions } from '../globalOptions.ts';
import { printDone } from '../print.ts';

/** `rollcall user add|reset-password` */
export function addUser(program: Command, { withContext }: CommandLine): void {
  const user = program.command('user').description('People who sign in');
  const passwordOption = [
    '--password-stdin',
    'read the password from standard input; without it one is made and shown',
  ] as const;

  user
    .command('add <email>')
    .description('add somebody to a team, making their account when there is none')
    .requiredOption('--name <name>', "the person's name")
    .addOption(new Option('--role <role>', 'what they may do').choices(['owner', 'admin', 'viewer']).default('admin'))
    .option('--user-id <id>', "what a source's User ID column holds for them")
    .option(...passwordOption)
    .action(async (email: string, options: AddOptions, command: Command) => {
      const { json, team } = globalOptions(command);
      const { password, isMade } = await choosePassword(options.passwordStdin);
      const { name, role, userId } = options;
      await withContext(async (ctx) => {
        const { id: teamId, slug } = await chosenTeam(ctx, team);
        const staff = userId === undefined ? {} : { staffId: userId };
        const added = await addToTeam(ctx, { teamId, name, email, role, password, ...staff, addedBy: 'owner' });
        const shown = isMade && added.isNew ? { password } : {};
        printDone(
          `${added.name} is ${added.role} of ${slug}.${isMade && added.isNew ? ` First password: ${password}` : ''}`,
          { id: added.user_id, email: added.email, name: added.name, role: added.role, team: slug, ...shown },
          json,
        );
      });
    });

  user
    .command('reset-password <email>')
    .description('set a new password and end the sessions of the account')
    .option(...passwordOption)
    .action(async (email: string, options: { passwordStdin?: boolean }, command: Command) => {
      const { json } = globalOptions(command);
      const { password, isMade } = await choosePassword(options.passwordStdin);
      await withContext((ctx) => resetPassword(ctx, email, password));
      printDone(
        `${email} has a new password${isMade ? `: ${password}` : '.'}`,
        { email, ...(isMade ? { password } : {}) },
        json,
      );
    });
}

interface AddOptions {
  readonly name: string;
  readonly role: TeamRole;
  readonly userId?: string;
  readonly passwordStdin?: boolean;
}

/** Never taken from the command itself: other users of the machine can read that. */
async function choosePassword(fromInput: boolean | undefined): Promise<{ password: string; isMade: boolean }> {
  if (!fromInput) return { password: randomBytes(15).toString('base64url'), isMade: true };
  return { password: (await text(process.stdin)).replace(/\r?\n$/, ''), isMade: false };
}
