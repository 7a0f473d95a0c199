import { Type } from '@sinclair/typebox';
import { Done } from '../../answers.ts';
import type { Route } from '../../api.ts';

const NotReady = Type.Object({ ok: Type.Literal(false), reason: Type.String() }, { description: 'Not ready' });

/** For load balancers and process supervisors. */
export const health: Route = (app, { ctx }) => {
  app.get(
    '/healthz',
    { schema: { tags: ['Server'], summary: 'Is the process alive?', response: { 200: Done } } },
    async () => ({ ok: true as const }),
  );

  app.get(
    '/readyz',
    {
      schema: {
        tags: ['Server'],
        summary: 'Can it serve?',
        description: 'The database answers and its schema is up to date.',
        response: { 200: Done, 503: NotReady },
      },
    },
    async (_request, reply) => {
      try {
        if (await ctx.dataSource.showMigrations()) {
          return await reply
            .code(503)
            .send({ ok: false, reason: 'The database schema is older than this program. Run: npx rollcall migrate' });
        }
      } catch (error) {
        ctx.log.warn('Not ready: the database does not answer', { error });
        return reply.code(503).send({ ok: false, reason: 'The database does not answer.' });
      }
      return { ok: true as const };
    },
  );
};
