import { Type } from '@sinclair/typebox';
import { readContact } from '../../../db/reads/contactDetails.ts';
import { searchContacts } from '../../../db/reads/contacts.ts';
import type { Route } from '../../api.ts';
import { teamOf } from '../../caller.ts';
import { notFound } from '../../errorAnswer.ts';
import { ContactDetails, ContactList, TextingStateSchema } from '../../schemas/contacts.ts';
import { withRecordUrls } from './recordUrls.ts';

const tags = ['Contacts'];

/** Contacts: search, details. */
export const contacts: Route = (app, { ctx }) => {
  app.get(
    '/contacts',
    {
      schema: {
        tags,
        summary: 'Search contacts',
        description:
          'By name, number in any spelling, or the start of a contact ID, ordered by last and first name; `next` goes back in as `after`. ' +
          '`exact` is set when one person’s whole number or ID was asked for.',
        querystring: Type.Object({
          q: Type.String({ default: '', maxLength: 200 }),
          texting: Type.Optional(TextingStateSchema),
          left: Type.Optional(
            Type.Boolean({ description: '`true`: only people whose source no longer holds them; `false` is as absent' }),
          ),
          tag: Type.Optional(Type.String({ maxLength: 40, description: 'Only people with exactly this tag' })),
          after: Type.Optional(Type.String({ maxLength: 1000 })),
          limit: Type.Integer({ default: 100, minimum: 1, maximum: 200 }),
        }),
        response: { 200: ContactList },
      },
    },
    async (request) => searchContacts(ctx.dataSource.manager, teamOf(request).id, request.query),
  );

  app.get(
    '/contacts/:id',
    {
      schema: {
        tags,
        summary: 'Read a contact',
        description: 'May this person be texted, since when and by what; every consent event and write-back.',
        params: Type.Object({ id: Type.String() }),
        response: { 200: ContactDetails },
      },
    },
    async (request) => {
      const teamId = teamOf(request).id;
      const contact = await readContact(ctx.dataSource.manager, teamId, request.params.id);
      if (!contact) throw notFound();
      return withRecordUrls(ctx, teamId, contact);
    },
  );
};
