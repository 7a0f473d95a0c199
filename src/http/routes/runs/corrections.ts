import { Type } from '@sinclair/typebox';
import { CORRECTIONS_BYTES, startCorrections } from '../../../sync/files/corrections.ts';
import type { Route } from '../../api.ts';
import { teamOf } from '../../caller.ts';
import { takeFileBodies } from '../../plugins/fileBody.ts';
import { CorrectionStarted } from '../../schemas/files.ts';

/** Corrected rows of a run that read a file, uploaded to be imported. */
export const corrections: Route = (app, { ctx }) => {
  takeFileBodies(app);
  app.post(
    '/runs/:id/corrections',
    {
      bodyLimit: CORRECTIONS_BYTES,
      schema: {
        tags: ['Runs'],
        summary: 'Upload corrected rows',
        description:
          'The body is a file of at most 5 MB, such as the error file of the run with its rows corrected; delimiter and encoding are ' +
          'found. Starts a preview of it; `/previews/:id/run` imports it. `no_corrections` (409) when the run read no file, is not over, ' +
          'or has no errors. A file that can’t be read is refused with its code, such as `FILE_WORKBOOK`.',
        consumes: ['application/octet-stream', 'text/csv'],
        params: Type.Object({ id: Type.String() }),
        querystring: Type.Object({ name: Type.String({ default: 'corrections.csv', minLength: 1, maxLength: 255 }) }),
        body: Type.Any({ description: 'The file' }),
        response: { 202: CorrectionStarted },
      },
    },
    async (request, reply) => {
      const content = Buffer.isBuffer(request.body) ? request.body : Buffer.alloc(0);
      const { name } = request.query;
      reply.code(202);
      return startCorrections(ctx, { teamId: teamOf(request).id, runId: request.params.id, name, content });
    },
  );
};
