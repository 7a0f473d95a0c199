import { adminsOfTeam, findTeamById, listTeamsOfUser, type TeamOfUser } from '../../../db/accounts/teams.ts';
import type { Db } from '../../../db/database.ts';
import type { Route } from '../../api.ts';
import { callerOf, type Caller } from '../../caller.ts';
import { Me } from '../../schemas/account.ts';

/** Who is signed in, and what this server is. */
export const me: Route = (app, { ctx, demo, version }) => {
  app.get(
    '/api/me',
    { schema: { tags: ['Accounts'], summary: 'Who is signed in', response: { 200: Me } } },
    async (request) => {
      const caller = callerOf(request);
      return {
        user: {
          id: caller.userId ?? caller.token?.id ?? '',
          name: caller.token?.name ?? caller.actor,
          email: caller.email,
        },
        teams: await teamsOf(ctx.dataSource.manager, caller),
        canCreateTeams: caller.isOwner,
        csrfToken: caller.csrfToken,
        demo,
        version,
      };
    },
  );
};

async function teamsOf(db: Db, caller: Caller): Promise<TeamOfUser[]> {
  if (caller.userId !== null) return listTeamsOfUser(db, caller.userId);
  const team = caller.token && (await findTeamById(db, caller.token.teamId));
  if (!team || !caller.token) return [];
  return [
    { id: team.id, slug: team.slug, name: team.name, role: caller.token.role, admins: await adminsOfTeam(db, team.id) },
  ];
}
