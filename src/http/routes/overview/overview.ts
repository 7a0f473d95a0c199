import { readOverview } from '../../../db/reads/overview.ts';
import type { Route } from '../../api.ts';
import { teamOf } from '../../caller.ts';
import { Overview } from '../../schemas/overview.ts';

/** The team's first page in one answer. */
export const overview: Route = (app, { ctx }) => {
  app.get(
    '/overview',
    {
      schema: {
        tags: ['Overview'],
        summary: 'Read the overview',
        description:
          'What waits for a person (oldest first), what runs, how connections stand, what starts next, and the last 24 hours.',
        response: { 200: Overview },
      },
    },
    async (request) => readOverview(ctx.dataSource.manager, teamOf(request).id, ctx.now()),
  );
};
