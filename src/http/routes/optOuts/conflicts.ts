import { readConflictList } from '../../../db/reads/optOuts/conflicts.ts';
import { openRecordUrls } from '../../../sync/connections/recordUrls.ts';
import type { Route } from '../../api.ts';
import { teamOf } from '../../caller.ts';
import { ConflictList } from '../../schemas/optOuts.ts';

const tags = ['Opt-outs'];

/** CRM values that would lift an opt-out: the list, and sending our state. */
export const conflicts: Route = (app, { ctx }) => {
  app.get(
    '/opt-outs/conflicts',
    {
      schema: {
        tags,
        summary: 'List conflicts',
        description:
          'Values of a CRM that would have lifted an opt-out and were not applied, with both sides’ times: the newest of each contact, ' +
          'oldest first, at most 200.',
        response: { 200: ConflictList },
      },
    },
    async (request) => {
      const teamId = teamOf(request).id;
      const [{ items, total }, urls] = await Promise.all([
        readConflictList(ctx.dataSource.manager, teamId),
        openRecordUrls(ctx, teamId),
      ]);
      return {
        total,
        items: items.map(({ connectionId, there, ...conflict }) => ({
          ...conflict,
          there: { ...there, recordUrl: urls(connectionId, there.recordType, there.recordId) },
        })),
      };
    },
  );
};
