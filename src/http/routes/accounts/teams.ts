import { adminsOfTeam } from '../../../db/accounts/teams.ts';
import { createTeam } from '../../../sync/accounts/createTeam.ts';
import { RequestError } from '../../../sync/errors.ts';
import type { Route } from '../../api.ts';
import { callerOf } from '../../caller.ts';
import { CreateTeam, TeamSummary } from '../../schemas/account.ts';

/** Making teams. */
export const teams: Route = (app, { ctx }) => {
  app.post(
    '/api/teams',
    {
      schema: {
        tags: ['Accounts'],
        summary: 'Make a team',
        description: 'For owners of the server. Whoever makes a team is its owner.',
        body: CreateTeam,
        response: { 201: TeamSummary },
      },
    },
    async (request, reply) => {
      const caller = callerOf(request);
      if (!caller.isOwner || caller.userId === null) {
        throw new RequestError(
          'not_allowed',
          'owner_only',
          'Only an owner of this server can make teams. Ask one of them.',
        );
      }
      const team = await createTeam(ctx, request.body.name, { userId: caller.userId });
      reply.code(201);
      return {
        id: team.id,
        slug: team.slug,
        name: team.name,
        role: 'owner' as const,
        admins: await adminsOfTeam(ctx.dataSource.manager, team.id),
      };
    },
  );
};
