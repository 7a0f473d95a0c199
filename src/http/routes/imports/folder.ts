import { Type } from '@sinclair/typebox';
import { viewFolder } from '../../../sync/connections/folderView.ts';
import type { Route } from '../../api.ts';
import { teamOf } from '../../caller.ts';
import { RecordTypeSchema } from '../../schemas/common.ts';
import { FileOptions, FolderView } from '../../schemas/files.ts';

/** The folder an import of files reads. */
export const folder: Route = (app, { ctx }) => {
  app.get(
    '/connections/:id/imports/:recordType/folder',
    {
      schema: {
        tags: ['Imports'],
        summary: 'Look into the folder of an import',
        description:
          'Every entry with what a run that starts now would do about it, what matches first. `source` (folder, slash, prefix) and `which` ' +
          'stand for a form that is not saved yet. `import_incomplete` (409) while no folder is chosen.',
        params: Type.Object({ id: Type.String(), recordType: RecordTypeSchema }),
        querystring: Type.Object({
          source: Type.Optional(Type.String({ maxLength: 1200 })),
          which: Type.Optional(FileOptions.properties.which),
        }),
        response: { 200: FolderView },
      },
    },
    async (request) => {
      const { id: connectionId, recordType } = request.params;
      const { source: sourceId, which } = request.query;
      return viewFolder(ctx, { teamId: teamOf(request).id, connectionId }, recordType, { sourceId, which });
    },
  );
};
