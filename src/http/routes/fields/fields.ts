import { Type } from '@sinclair/typebox';
import { readTeamFieldUse } from '../../../db/reads/teamFieldUse.ts';
import { changeField, createField } from '../../../sync/connections/createField.ts';
import type { Route } from '../../api.ts';
import { teamOf } from '../../caller.ts';
import { CreateField, TeamFieldList, TeamFieldSchema, UpdateField } from '../../schemas/contacts.ts';

const tags = ['Contacts'];

/** A team's own contact fields. */
export const fields: Route = (app, { ctx }) => {
  app.get(
    '/fields',
    {
      schema: {
        tags,
        summary: "List the team's own fields",
        description: 'With the imports that fill each.',
        response: { 200: TeamFieldList },
      },
    },
    async (request) => ({ fields: await readTeamFieldUse(ctx.dataSource.manager, teamOf(request).id) }),
  );

  app.post(
    '/fields',
    {
      schema: {
        tags,
        summary: 'Add a field',
        description: '`fields_full` (409) when the team has 25, `field_exists` (422) when it has one of that name.',
        body: CreateField,
        response: { 201: Type.Composite([TeamFieldSchema]) },
      },
    },
    async (request, reply) => {
      reply.code(201);
      return createField(ctx, { ...request.body, teamId: teamOf(request).id });
    },
  );

  app.patch(
    '/fields/:key',
    {
      schema: {
        tags,
        summary: 'Change what a field is good for',
        description: 'Whether files must have its column, and who may see and merge it. `field_missing` (404).',
        params: Type.Object({ key: Type.String({ maxLength: 100 }) }),
        body: UpdateField,
        response: { 200: Type.Composite([TeamFieldSchema]) },
      },
    },
    async (request) => changeField(ctx, { ...request.body, key: request.params.key, teamId: teamOf(request).id }),
  );
};
