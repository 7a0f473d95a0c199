import { Type } from '@sinclair/typebox';
import type { FolderListing } from '../../../contract/files.ts';
import { beginAuthorization } from '../../../sync/connections/authorization.ts';
import { testConnection } from '../../../sync/connections/testConnection.ts';
import type { Route } from '../../api.ts';
import { callerOf, teamOf } from '../../caller.ts';
import { Authorize, TestReport } from '../../schemas/connections.ts';
import type { FolderSeen } from '../../schemas/files.ts';

const tags = ['Connections'];
const params = Type.Object({ id: Type.String() });

/** Connecting to the vendor's account, and proving that it works. */
export const authorization: Route = (app, { ctx }) => {
  app.post(
    '/connections/:id/authorize',
    {
      schema: {
        tags,
        summary: 'Connect to the vendor',
        description:
          'Answers with the page to send the browser to; it comes back to `/oauth/callback`, which leads to the Authentication page with ' +
          '`?connected=1` or `?refused=CODE&reason=…`. With a certificate or client credentials `url` is null and the connection is connected.',
        params,
        response: { 200: Authorize },
      },
    },
    async (request) => {
      const { userId, actor } = callerOf(request);
      return {
        url: await beginAuthorization(
          ctx,
          { teamId: teamOf(request).id, connectionId: request.params.id },
          { userId, actor },
        ),
      };
    },
  );

  app.post(
    '/connections/:id/test',
    {
      schema: {
        tags,
        summary: 'Test a connection',
        description:
          'Account, user, API version, calls left today, and each permission with what to do when it is missing.',
        params,
        response: { 200: TestReport },
      },
    },
    async (request) => {
      const report = await testConnection(ctx, { teamId: teamOf(request).id, connectionId: request.params.id });
      const { folder, permissions } = report;
      return {
        ...report,
        permissions: [...permissions],
        folder: folder ? folderSeen(folder) : null,
        testedAt: ctx.now().toISOString(),
      };
    },
  );
};

/** Entries told of a folder; a test shows what kind of place it is, not all of it. */
const ENTRIES_SHOWN = 100;

function folderSeen({ folder, entries }: FolderListing): FolderSeen {
  return {
    folder,
    total: entries.length,
    entries: entries
      .slice(0, ENTRIES_SHOWN)
      .map(({ name, kind, size, modifiedAt }) => ({ name, kind, size, modifiedAt: modifiedAt.toISOString() })),
  };
}
