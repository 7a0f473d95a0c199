import { Type } from '@sinclair/typebox';
import { isFirstRunLinkOpen } from '../../../db/accounts/firstRunLink.ts';
import { createOwner, firstRunUsed } from '../../../sync/accounts/firstAdmin.ts';
import { Done } from '../../answers.ts';
import type { Route } from '../../api.ts';
import { FirstRun } from '../../schemas/account.ts';

const LinkToken = Type.Object({
  token: Type.String({ description: 'From the one-time link that the first start prints' }),
});

/** The one-time link that makes the first admin. */
export const firstRun: Route = (app, { ctx, cookie }) => {
  app.get(
    '/api/first-run/:token',
    {
      config: { access: 'open' },
      schema: {
        tags: ['Accounts'],
        summary: 'Does the one-time link still work?',
        description: '`first_run_used` (410) when it does not.',
        params: LinkToken,
        response: { 200: Type.Object({ open: Type.Boolean() }) },
      },
    },
    async (request) => {
      if (!(await isFirstRunLinkOpen(ctx.dataSource.manager, request.params.token, ctx.now()))) throw firstRunUsed();
      return { open: true };
    },
  );

  app.post(
    '/api/first-run/:token',
    {
      config: { access: 'open' },
      schema: {
        tags: ['Accounts'],
        summary: 'Make the owner and sign in',
        description: 'Sets the session cookie. `first_run_used` (410) when the link does not work any more.',
        params: LinkToken,
        body: FirstRun,
        response: { 200: Done },
      },
    },
    async (request, reply) => {
      cookie.set(reply, await createOwner(ctx, request.params.token, request.body));
      return { ok: true as const };
    },
  );
};
