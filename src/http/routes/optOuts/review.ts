import { readReviewQueue } from '../../../db/reads/optOuts/reviewQueue.ts';
import type { Route } from '../../api.ts';
import { teamOf } from '../../caller.ts';
import { ReviewQueue } from '../../schemas/optOuts.ts';

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
};
