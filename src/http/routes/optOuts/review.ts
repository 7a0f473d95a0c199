import { Type } from '@sinclair/typebox';
import { readReviewQueue } from '../../../db/reads/optOuts/reviewQueue.ts';
import { decideReview } from '../../../sync/review.ts';
import { NoContent } from '../../answers.ts';
import type { Route } from '../../api.ts';
import { callerOf, teamOf } from '../../caller.ts';
import { DecideReview, ReviewQueue } from '../../schemas/optOuts.ts';

const tags = ['Opt-outs'];

/** Messages that may mean STOP: the queue, and deciding about one. */
export const review: Route = (app, { ctx }) => {
  app.get(
    '/opt-outs/review',
    {
      schema: {
        tags,
        summary: 'Read the review queue',
        description:
          'Messages that may mean STOP, oldest first, at most 100. Texting is paused for whoever has the number until somebody decides.',
        response: { 200: ReviewQueue },
      },
    },
    async (request) => readReviewQueue(ctx.dataSource.manager, teamOf(request).id, ctx.now()),
  );

  app.post(
    '/opt-outs/review/:id',
    {
      schema: {
        tags,
        summary: 'Decide about a message',
        description:
          '`opt_out` and `wrong_number` opt out at once, by the person’s own word and from when they said it, and are written back; ' +
          '`keep` resumes texting. `review_decided` (409) when somebody was quicker.',
        params: Type.Object({ id: Type.String() }),
        body: DecideReview,
        response: { 204: NoContent },
      },
    },
    async (request, reply) => {
      await decideReview(ctx, {
        teamId: teamOf(request).id,
        itemId: request.params.id,
        decision: request.body.decision,
        actor: callerOf(request).actor,
      });
      return reply.code(204).send(null);
    },
  );
};
