import { Type } from '@sinclair/typebox';
import { trustServer, viewIdentity } from '../../../sync/connections/trust.ts';
import { viewConnection } from '../../../sync/connections/viewConnection.ts';
import type { Route } from '../../api.ts';
import { teamOf } from '../../caller.ts';
import { Connection } from '../../schemas/connections.ts';
import { ServerIdentity, TrustServer } from '../../schemas/files.ts';

const tags = ['Connections'];
const params = Type.Object({ id: Type.String() });

/** Servers that show who they are: looking, and trusting. */
export const trust: Route = (app, { ctx }) => {
  app.get(
    '/connections/:id/identity',
    {
      schema: {
        tags,
        summary: 'See who answers',
        description:
          'The host key or certificate of a server of files, and whether it is the one that was trusted. No user name or password is sent. ' +
          '`no_identity` (409) for connections that have none.',
        params,
        response: { 200: ServerIdentity },
      },
    },
    async (request) => viewIdentity(ctx, { teamId: teamOf(request).id, connectionId: request.params.id }),
  );

  app.post(
    '/connections/:id/trust',
    {
      schema: {
        tags,
        summary: 'Trust a server',
        description:
          'Pins the host key or certificate with this fingerprint; any other one stops imports from then on. `identity_moved` (409) when ' +
          'another one answers now. Replacing one needs the end of the new fingerprint as `confirm`.',
        params,
        body: TrustServer,
        response: { 200: Connection },
      },
    },
    async (request) => {
      const key = { teamId: teamOf(request).id, connectionId: request.params.id };
      await trustServer(ctx, key, request.body);
      return viewConnection(ctx, key);
    },
  );
};
