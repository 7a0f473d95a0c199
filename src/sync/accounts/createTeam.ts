import { putMember } from '../../db/accounts/members.ts';
import { insertTeam } from '../../db/accounts/teams.ts';
import type { TeamRow } from '../../db/entities.ts';
import type { SyncContext } from '../context.ts';
import { RequestError } from '../errors.ts';

/**
 * Makes a team; the person who makes it becomes its owner.
 * @param by - null on the command line
 */
export async function createTeam(
  ctx: SyncContext,
  name: string,
  by: { readonly userId: string } | null,
): Promise<TeamRow> {
  if (name.trim() === '') {
    throw new RequestError('refused', 'team_refused', 'A team needs a name. Type one, then try again.', [
      { field: 'name', message: 'Type a name.' },
    ]);
  }
  return ctx.dataSource.transaction(async (db) => {
    const team = await insertTeam(db, name);
    if (by) await putMember(db, { teamId: team.id, userId: by.userId, role: 'owner', staffId: undefined });
    return team;
  });
}
