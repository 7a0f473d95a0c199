import { Type } from '@sinclair/typebox';
import { startPreview, stopPreviews } from '../../../sync/connections/preview.ts';
import { viewPreview } from '../../../sync/connections/viewPreview.ts';
import type { Route } from '../../api.ts';
import { teamOf } from '../../caller.ts';
import { RecordTypeSchema } from '../../schemas/common.ts';
import { Preview } from '../../schemas/connections.ts';

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
          'Starts a dry run of the saved settings: at most 10,000 rows go through the same mapping, rules and merge as a run, and nothing ' +
          'is kept. Follow it at `/previews/:id` or in the event stream. `import_incomplete` (409) without a source and a mapping.',
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
