import { Type } from '@sinclair/typebox';
import { readRunDetails } from '../../../db/reads/runDetails.ts';
import { listRuns } from '../../../db/reads/runs.ts';
import { readRunSummary } from '../../../db/reads/runSummary.ts';
import { answerRun } from '../../../sync/answerRun.ts';
import { findConnection } from '../../../sync/connections/findConnection.ts';
import { cancelRun, startRun } from '../../../sync/startRun.ts';
import type { Route } from '../../api.ts';
import { callerOf, teamOf } from '../../caller.ts';
import { notFound } from '../../errorAnswer.ts';
import { RecordTypeSchema } from '../../schemas/common.ts';
import { AnswerRun, RunDetails, RunList, RunState, RunSummary, StartRun } from '../../schemas/runs.ts';

const tags = ['Runs'];
const params = Type.Object({ id: Type.String() });

/** Executions of imports: history, details, start, cancel. */
export const runs: Route = (app, { ctx }) => {
  const db = ctx.dataSource.manager;

  app.get(
    '/runs',
    {
      schema: {
        tags,
        summary: 'List runs',
        description: 'Newest first, 50 at a time; `next` goes back in as `before`.',
        querystring: Type.Object({
          connection: Type.Optional(Type.String({ description: 'ID of a connection' })),
          recordType: Type.Optional(RecordTypeSchema),
          state: Type.Optional(RunState),
          before: Type.Optional(Type.String()),
        }),
        response: { 200: RunList },
      },
    },
    async (request) => {
      const { connection, ...query } = request.query;
      return listRuns(db, teamOf(request).id, { ...query, connectionId: connection });
    },
  );

  app.get(
    '/runs/:id',
    {
      schema: {
        tags,
        summary: 'Read a run',
        description:
          'With causes of what did not come in, watermarks, log and mails. Its counts add up to the rows read, always.',
        params,
        response: { 200: RunDetails },
      },
    },
    async (request) => (await readRunDetails(db, teamOf(request).id, request.params.id)) ?? missing(),
  );

  app.post(
    '/connections/:id/runs',
    {
      schema: {
        tags,
        summary: 'Start a run',
        description:
          'Queues an import, incremental where it can be; `full` reads everything. `run_busy` (409) when one of this record type is queued ' +
          'or running, `import_not_on` (409) when it is not turned on.',
        params,
        body: StartRun,
        response: { 202: RunSummary },
      },
    },
    async (request, reply) => {
      const teamId = teamOf(request).id;
      const { recordType, full = false } = request.body;
      const { id: connectionId } = await findConnection(db, { teamId, connectionId: request.params.id });
      const runId = await startRun(ctx, { teamId, connectionId, recordType, full, startedBy: callerOf(request).actor });
      reply.code(202);
      return (await readRunSummary(db, teamId, runId)) ?? missing();
    },
  );

  app.post(
    '/runs/:id/cancel',
    {
      schema: {
        tags,
        summary: 'Cancel a run',
        description: 'It stops after the page in hand; what is in stays in. `run_over` (409) when it has ended.',
        params,
        response: { 200: RunSummary },
      },
    },
    async (request) => {
      const teamId = teamOf(request).id;
      await cancelRun(ctx, { teamId, runId: request.params.id });
      return (await readRunSummary(db, teamId, request.params.id)) ?? missing();
    },
  );

  app.post(
    '/runs/:id/answer',
    {
      schema: {
        tags,
        summary: 'Answer a run that stopped to ask',
        description:
          'Its source selects other people than were confirmed, or many more or fewer of them; `question` shows both. `import` accepts ' +
          'exactly what was shown and goes on, from the beginning when the filter changed; `stop` ends the run. `nothing_asked` (409) ' +
          'when it does not ask any more.',
        params,
        body: AnswerRun,
        response: { 200: RunSummary },
      },
    },
    async (request) => {
      const teamId = teamOf(request).id;
      const { id: runId } = request.params;
      await answerRun(ctx, { ...request.body, teamId, runId, actor: callerOf(request).actor });
      return (await readRunSummary(db, teamId, runId)) ?? missing();
    },
  );
};

function missing(): never {
  throw notFound();
}
