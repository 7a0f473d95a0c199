import { Type } from '@sinclair/typebox';
import { completeAuthorization, type AuthorizationEnd } from '../../../sync/connections/authorization.ts';
import { RequestError } from '../../../sync/errors.ts';
import type { Route } from '../../api.ts';

/** Longest reason put into an address. */
const REASON_MAX = 300;

/**
 * Where a vendor's consent page sends the browser back to. The state is what proves the request; it works once, and
 * only for the person who was sent there.
 */
export const oauthCallback: Route = (app, { ctx }) => {
  app.get(
    '/oauth/callback',
    {
      schema: {
        tags: ['Connections'],
        summary: 'Come back from the vendor’s consent page',
        description:
          'For browsers. Redirects to the connection’s Authentication page with `?connected=1` or `?refused=CODE&reason=…`.',
        querystring: Type.Object({
          state: Type.String({ minLength: 1, maxLength: 200 }),
          code: Type.Optional(Type.String({ maxLength: 4000 })),
          error: Type.Optional(Type.String({ maxLength: 200 })),
          error_description: Type.Optional(Type.String({ maxLength: 1000 })),
        }),
        response: {
          302: Type.Null({ description: 'To the Authentication page' }),
          410: {
            description: 'The state was used already, has expired, or is somebody else’s',
            content: { 'text/html': { schema: Type.String() } },
          },
        },
      },
    },
    async (request, reply) => {
      const { state, code = null, error = null, error_description: errorDescription = null } = request.query;
      let end: AuthorizationEnd;
      try {
        end = await completeAuthorization(ctx, {
          state,
          code,
          error,
          errorDescription,
          userId: request.caller?.userId ?? null,
        });
      } catch (refusal) {
        if (!(refusal instanceof RequestError)) throw refusal;
        return reply.code(410).type('text/html; charset=utf-8').send(deadEnd(refusal.message));
      }
      const query = new URLSearchParams(
        end.refused
          ? { refused: end.refused.code, reason: end.refused.reason.slice(0, REASON_MAX) }
          : { connected: '1' },
      );
      return reply.redirect(
        `/t/${end.teamSlug}/integrations/${end.connectionId}/authentication?${query.toString()}`,
        302,
      );
    },
  );
};

/** A person stands here, with nowhere to be sent to. */
function deadEnd(message: string): string {
  return `<!doctype html><html lang="en"><meta charset="utf-8"><title>Not connected – Rollcall</title><h1>Not connected</h1><p>${message}</p><p><a href="/">Open Rollcall</a></p></html>`;
}
