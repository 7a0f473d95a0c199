import { Type } from '@sinclair/typebox';
import { readTeamFieldUse } from '../../../db/reads/teamFieldUse.ts';
import { createField } from '../../../sync/connections/createField.ts';
import type { Route } from '../../api.ts';
import { teamOf } from '../../caller.ts';
import { CreateField, TeamFieldList, TeamFieldSchema } from '../../schemas/contacts.ts';

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
};
