import { Type } from '@sinclair/typebox';
import { createConnection } from '../../../sync/connections/createConnection.ts';
import { disconnect } from '../../../sync/connections/disconnect.ts';
import { updateConnection } from '../../../sync/connections/updateConnection.ts';
import { listConnections, viewConnection } from '../../../sync/connections/viewConnection.ts';
import { NoContent } from '../../answers.ts';
import type { Route } from '../../api.ts';
import { callerOf, teamOf } from '../../caller.ts';
import { Connection, CreateConnection, UpdateConnection } from '../../schemas/connections.ts';

const tags = ['Connections'];
const params = Type.Object({ id: Type.String() });

/** A team's connections: list, make, read, change, disconnect. */
export const connections: Route = (app, { ctx }) => {
  app.get(
    '/connections',
    {
      schema: {
        tags,
        summary: "List the team's connections",
        description:
          'With health (standing faults and last finished runs) and activity (what runs now), which are never mixed.',
        response: { 200: Type.Object({ connections: Type.Array(Connection) }) },
      },
    },
    async (request) => ({ connections: await listConnections(ctx, teamOf(request).id) }),
  );

  app.post(
    '/connections',
    {
      schema: {
        tags,
        summary: 'Make a connection',
        description:
          'It is not connected yet: save its settings, then authorize it. `name_taken` (409) when the team has one of that name.',
        body: CreateConnection,
        response: { 201: Connection },
      },
    },
    async (request, reply) => {
      const teamId = teamOf(request).id;
      const connectionId = await createConnection(ctx, { ...request.body, teamId });
      reply.code(201);
      return viewConnection(ctx, { teamId, connectionId });
    },
  );

  app.get(
    '/connections/:id',
    { schema: { tags, summary: 'Read a connection', params, response: { 200: Connection } } },
    async (request) => viewConnection(ctx, { teamId: teamOf(request).id, connectionId: request.params.id }),
  );

  app.patch(
    '/connections/:id',
    {
      schema: {
        tags,
        summary: 'Change a connection',
        description:
          'Name, settings, secrets, pause or call budget; an absent part is left alone. A raised budget lets runs that wait ' +
          'for it go on. Settings are sent whole. Changed settings need every typed secret again and the connection to be authorized again. `settings_refused` (422) names each field, `edit_clash` (409) when ' +
          'somebody saved meanwhile.',
        params,
        body: UpdateConnection,
        response: { 200: Connection },
      },
    },
    async (request) => {
      const key = { teamId: teamOf(request).id, connectionId: request.params.id };
      await updateConnection(ctx, { ...request.body, ...key, actor: callerOf(request).actor });
      return viewConnection(ctx, key);
    },
  );

  app.delete(
    '/connections/:id',
    {
      schema: {
        tags,
        summary: 'Disconnect',
        description:
          'Deletes the secrets, stops runs and the schedule. Contacts, consent and history stay. Opt-outs that were not sent yet are ' +
          'marked as failed. `name_differs` (422) unless `confirm` is the connection’s name.',
        params,
        querystring: Type.Object({ confirm: Type.String({ description: 'The connection’s name' }) }),
        response: { 204: NoContent },
      },
    },
    async (request, reply) => {
      await disconnect(ctx, { teamId: teamOf(request).id, connectionId: request.params.id }, request.query.confirm);
      return reply.code(204).send(null);
    },
  );
};
