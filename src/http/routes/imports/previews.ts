import { Type } from '@sinclair/typebox';
import { readRunSummary } from '../../../db/reads/runSummary.ts';
import { readMore, startPreview, stopPreviews } from '../../../sync/connections/preview.ts';
import { viewPreview } from '../../../sync/connections/viewPreview.ts';
import { runCorrections } from '../../../sync/files/corrections.ts';
import type { Route } from '../../api.ts';
import { callerOf, teamOf } from '../../caller.ts';
import { notFound } from '../../errorAnswer.ts';
import { RecordTypeSchema } from '../../schemas/common.ts';
import { Preview, ReadMore } from '../../schemas/previews.ts';
import { RunSummary } from '../../schemas/runs.ts';

const tags = ['Imports'];

/** Dry runs: what an import would do, without doing it. */
export const previews: Route = (app, { ctx }) => {
  app.addHook('onClose', () => stopPreviews(ctx));

  app.post(
    '/connections/:id/imports/:recordType/preview',
    {
      schema: {
        tags,
        summary: 'Preview an import',
        description:
          'Starts a dry run of the saved settings: the first five pages, at most 10,000 rows, go through the same mapping, rules and merge ' +
          'as a run, and nothing is kept. Follow it at `/previews/:id` or in the event stream; read on with `/previews/:id/more`. ' +
          '`import_incomplete` (409) without a source and a mapping.',
        params: Type.Object({ id: Type.String(), recordType: RecordTypeSchema }),
        response: { 202: Preview },
      },
    },
    async (request, reply) => {
      const teamId = teamOf(request).id;
      const { id: connectionId, recordType } = request.params;
      const previewId = await startPreview(ctx, { teamId, connectionId }, recordType);
      reply.code(202);
      return toAnswer(await viewPreview(ctx, teamId, previewId));
    },
  );

  app.post(
    '/previews/:id/more',
    {
      schema: {
        tags,
        summary: 'Read on for a preview',
        description:
          'Goes on where the preview stopped: another five pages, or with `all` to the source’s end, and adds them to what it tells. After ' +
          'a failure it goes on behind the last rows that were taken in. `preview_complete`, `preview_outdated` (settings were changed), ' +
          '`preview_busy` (409).',
        params: Type.Object({ id: Type.String() }),
        body: ReadMore,
        response: { 202: Preview },
      },
    },
    async (request, reply) => {
      const of = { teamId: teamOf(request).id, previewId: request.params.id };
      await readMore(ctx, of, { all: request.body.all ?? false });
      reply.code(202);
      return toAnswer(await viewPreview(ctx, of.teamId, of.previewId));
    },
  );

  app.post(
    '/previews/:id/run',
    {
      schema: {
        tags,
        summary: 'Import the upload of a preview',
        description:
          'Queues a run that imports the corrected rows a preview shows, and no others; nobody leaves the source by it. `run_busy`, ' +
          '`import_not_on`, `preview_outdated` (settings were changed, or the rows are in), `preview_busy`, `no_corrections` (409).',
        params: Type.Object({ id: Type.String() }),
        response: { 202: RunSummary },
      },
    },
    async (request, reply) => {
      const teamId = teamOf(request).id;
      const startedBy = callerOf(request).actor;
      const runId = await runCorrections(ctx, { teamId, previewId: request.params.id, startedBy });
      const run = await readRunSummary(ctx.dataSource.manager, teamId, runId);
      if (!run) throw notFound();
      reply.code(202);
      return run;
    },
  );

  app.get(
    '/previews/:id',
    {
      schema: {
        tags,
        summary: 'Read a preview',
        params: Type.Object({ id: Type.String() }),
        response: { 200: Preview },
      },
    },
    async (request) => toAnswer(await viewPreview(ctx, teamOf(request).id, request.params.id)),
  );
};

function toAnswer(view: Awaited<ReturnType<typeof viewPreview>>): Preview {
  return view;
}
