import { readConflictList } from '../../../db/reads/optOuts/conflicts.ts';
import { openRecordUrls } from '../../../sync/connections/recordUrls.ts';
import { sendConflicts } from '../../../sync/sendConflicts.ts';
import type { Route } from '../../api.ts';
import { callerOf, teamOf } from '../../caller.ts';
import { ConflictList, SendConflicts, SentConflicts } from '../../schemas/optOuts.ts';

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

  app.post(
    '/opt-outs/conflicts/send',
    {
      schema: {
        tags,
        summary: 'Send our state to the CRM again',
        description:
          'Queues a write-back of the opt-out for each contact and settles its conflicts; those settled meanwhile are passed over. ' +
          '`conflict_settled` (409) when none of them stands any more, `conflict_unsendable` (422) when none can be sent.',
        body: SendConflicts,
        response: { 200: SentConflicts },
      },
    },
    async (request) => ({
      sent: await sendConflicts(ctx, {
        teamId: teamOf(request).id,
        ids: request.body.ids,
        actor: callerOf(request).actor,
      }),
    }),
  );
};
