import { Type } from '@sinclair/typebox';
import { listMembers, type MemberRow } from '../../../db/accounts/members.ts';
import { addUser } from '../../../sync/accounts/addUser.ts';
import type { Route } from '../../api.ts';
import { teamOf } from '../../caller.ts';
import { AddUser, TeamUser } from '../../schemas/account.ts';

/** The team's people. */
export const users: Route = (app, { ctx }) => {
  app.get(
    '/users',
    {
      schema: {
        tags: ['Settings'],
        summary: "List the team's people",
        response: { 200: Type.Object({ users: Type.Array(TeamUser) }) },
      },
    },
    async (request) => ({ users: (await listMembers(ctx.dataSource.manager, teamOf(request).id)).map(toTeamUser) }),
  );

  app.post(
    '/users',
    {
      schema: {
        tags: ['Settings'],
        summary: 'Add somebody to the team, or change their role',
        description:
          'Makes an account when the mail address has none; an account that is there keeps its name and password. `user_refused` (422) ' +
          'names the fields; only owners make or change owners (`owner_only`, 403).',
        body: AddUser,
        response: { 200: TeamUser },
      },
    },
    async (request) => {
      const { id: teamId, role: addedBy } = teamOf(request);
      const { name, email, role, password, userId } = request.body;
      return toTeamUser(
        await addUser(ctx, {
          teamId,
          addedBy,
          name,
          email,
          role,
          ...(password === undefined ? {} : { password }),
          staffId: userId,
        }),
      );
    },
  );
};

function toTeamUser(row: MemberRow): TeamUser {
  return { id: row.user_id, name: row.name, email: row.email, role: row.role, userId: row.staff_id };
}
