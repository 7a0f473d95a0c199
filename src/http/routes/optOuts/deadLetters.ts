import { Type } from '@sinclair/typebox';
import type { FastifyRequest } from 'fastify';
import { isRowNumber } from '../../../db/reads/ids.ts';
import { readDeadLetter, readDeadLetters } from '../../../db/reads/optOuts/deadLetters.ts';
import { openRecordUrls } from '../../../sync/connections/recordUrls.ts';
import { RequestError } from '../../../sync/errors.ts';
import { handleDeadLetter } from '../../../sync/handleDeadLetter.ts';
import { retryWriteBacks } from '../../../sync/retryWriteBack.ts';
import type { Route } from '../../api.ts';
import { callerOf, teamOf } from '../../caller.ts';
import { notFound } from '../../errorAnswer.ts';
import {
  DeadLetterGroups,
  DeadLetterState,
  HandleDeadLetter,
  RetriedDeadLetters,
  RetryDeadLetters,
} from '../../schemas/optOuts.ts';
import { withRecordUrl } from '../contacts/recordUrls.ts';

const tags = ['Opt-outs'];
/** As the schema says, without the spaces around it. */
const SHORTEST_NOTE = 3;
const params = Type.Object({ id: Type.String() });

/** Write-backs that need a person: by cause, sent again, or marked as handled. */
export const deadLetters: Route = (app, { ctx }) => {
  const db = ctx.dataSource.manager;

  const stateOf = async (request: FastifyRequest, id: string): Promise<DeadLetterState> => {
    const teamId = teamOf(request).id;
    const line = isRowNumber(id) ? await readDeadLetter(db, teamId, id) : null;
    if (!line) throw notFound();
    return { writeBack: withRecordUrl(await openRecordUrls(ctx, teamId), line) };
  };

  app.get(
    '/opt-outs/dead-letters',
    {
      schema: {
        tags,
        summary: 'List dead letters',
        description:
          'Write-backs that need a person, by cause: the same connection, code and words of the CRM. The group with the oldest first, ' +
          'at most 50 of each.',
        response: { 200: DeadLetterGroups },
      },
    },
    async (request) => {
      const teamId = teamOf(request).id;
      const [{ groups, total }, urls] = await Promise.all([
        readDeadLetters(db, teamId, ctx.now()),
        openRecordUrls(ctx, teamId),
      ]);
      return {
        total,
        groups: groups.map((group) => ({
          ...group,
          items: group.items.map((item) => ({ ...item, writeBack: withRecordUrl(urls, item.writeBack) })),
        })),
      };
    },
  );

  app.get(
    '/opt-outs/dead-letters/:id',
    {
      schema: {
        tags,
        summary: 'Follow a dead letter',
        description: 'The write-back as it is now; after a retry it is followed here until the CRM’s value was read back.',
        params,
        response: { 200: DeadLetterState },
      },
    },
    async (request) => stateOf(request, request.params.id),
  );

  app.post(
    '/opt-outs/dead-letters/retry',
    {
      schema: {
        tags,
        summary: 'Send dead letters again',
        description:
          'Those named, or all of one cause, at once. `retried` counts what was queued; what is no dead letter any more is passed over.',
        body: RetryDeadLetters,
        response: { 200: RetriedDeadLetters },
      },
    },
    async (request) => ({
      retried: await retryWriteBacks(ctx, {
        ...request.body,
        teamId: teamOf(request).id,
        actor: callerOf(request).actor,
      }),
    }),
  );

  app.post(
    '/opt-outs/dead-letters/:id/handled',
    {
      schema: {
        tags,
        summary: 'Mark a dead letter as handled',
        description:
          'Somebody recorded the change in the CRM by hand; the note stays with it. `write_back_done` (409) when it is no dead letter ' +
          'any more.',
        params,
        body: HandleDeadLetter,
        response: { 200: DeadLetterState },
      },
    },
    async (request) => {
      const { id } = request.params;
      const note = request.body.note.trim();
      if (note.length < SHORTEST_NOTE) throw noteRefused();
      await handleDeadLetter(ctx, { teamId: teamOf(request).id, id, note, actor: callerOf(request).actor });
      return stateOf(request, id);
    },
  );
};

function noteRefused(): RequestError {
  return new RequestError('refused', 'note_refused', 'The note is empty. Write what was done in the CRM, and by whom.', [
    { field: 'note', message: 'Write what was done in the CRM, and by whom.' },
  ]);
}
