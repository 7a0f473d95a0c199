import { closeSession } from '../../../db/accounts/sessions.ts';
import { signIn } from '../../../sync/accounts/signIn.ts';
import type { Route } from '../../api.ts';
import { Done, NoContent } from '../../answers.ts';
import { callerOf } from '../../caller.ts';
import { SignIn } from '../../schemas/account.ts';

/** Signing in and out. */
export const session: Route = (app, { ctx, cookie }) => {
  app.post(
    '/api/session',
    {
      config: { access: 'open' },
      schema: {
        tags: ['Accounts'],
        summary: 'Sign in',
        description:
          'Sets the session cookie. `sign_in_refused` (401) for an unknown address and a wrong password alike; `sign_in_wait` (429) after ' +
          'too many tries says how long.',
        body: SignIn,
        response: { 200: Done },
      },
    },
    async (request, reply) => {
      const token = await signIn(ctx, { ...request.body, address: request.ip });
      cookie.set(reply, token);
      return { ok: true as const };
    },
  );

  app.delete(
    '/api/session',
    { schema: { tags: ['Accounts'], summary: 'Sign out', response: { 204: NoContent } } },
    async (request, reply) => {
      const caller = callerOf(request);
      if (caller.kind === 'session') await closeSession(ctx.dataSource.manager, caller.tokenHash);
      cookie.clear(reply);
      return reply.code(204).send(null);
    },
  );
};
