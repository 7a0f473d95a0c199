import { Type } from '@sinclair/typebox';
import { listApiTokens, revokeApiToken, type ApiTokenRow } from '../../../db/accounts/apiTokens.ts';
import { createToken } from '../../../sync/accounts/createToken.ts';
import { NoContent } from '../../answers.ts';
import type { Route } from '../../api.ts';
import { callerOf, teamOf } from '../../caller.ts';
import { notFound } from '../../errorAnswer.ts';
import { ApiToken, CreateToken, CreatedToken } from '../../schemas/account.ts';

/** The team's API tokens. */
export const tokens: Route = (app, { ctx }) => {
  app.get(
    '/tokens',
    {
      schema: {
        tags: ['Settings'],
        summary: "List the team's API tokens",
        description: 'Without the tokens themselves, which nobody can read again.',
        response: { 200: Type.Object({ tokens: Type.Array(ApiToken) }) },
      },
    },
    async (request) => ({ tokens: (await listApiTokens(ctx.dataSource.manager, teamOf(request).id)).map(toApiToken) }),
  );

  app.post(
    '/tokens',
    {
      schema: {
        tags: ['Settings'],
        summary: 'Make an API token',
        description: 'The answer is the only place where the token is ever shown.',
        body: CreateToken,
        response: { 201: CreatedToken },
      },
    },
    async (request, reply) => {
      const { token, row } = await createToken(ctx, {
        ...request.body,
        teamId: teamOf(request).id,
        createdBy: callerOf(request).actor,
      });
      reply.code(201);
      return { token, info: toApiToken(row) };
    },
  );

  app.delete(
    '/tokens/:id',
    {
      schema: {
        tags: ['Settings'],
        summary: 'Revoke an API token',
        description: 'It stops working at once.',
        params: Type.Object({ id: Type.String() }),
        response: { 204: NoContent },
      },
    },
    async (request, reply) => {
      const revoked = await revokeApiToken(ctx.dataSource.manager, teamOf(request).id, request.params.id, ctx.now());
      if (!revoked) throw notFound();
      return reply.code(204).send(null);
    },
  );
};

function toApiToken(row: ApiTokenRow): ApiToken {
  return {
    id: row.id,
    name: row.name,
    scope: row.scope,
    createdBy: row.created_by,
    createdAt: row.created_at.toISOString(),
    lastUsedAt: row.last_used_at?.toISOString() ?? null,
    expiresAt: row.expires_at?.toISOString() ?? null,
  };
}
