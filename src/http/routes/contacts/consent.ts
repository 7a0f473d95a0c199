import { Type } from '@sinclair/typebox';
import type { FastifyRequest } from 'fastify';
import { readContact } from '../../../db/reads/contactDetails.ts';
import { optIn, optOut } from '../../../sync/staffConsent.ts';
import { correctMobile } from '../../../sync/correctMobile.ts';
import { retryWriteBack } from '../../../sync/retryWriteBack.ts';
import type { Route } from '../../api.ts';
import { callerOf, teamOf } from '../../caller.ts';
import { notFound } from '../../errorAnswer.ts';
import { ContactDetails, CorrectMobile, OptInRequest, OptOutRequest } from '../../schemas/contacts.ts';
import { withRecordUrls } from './recordUrls.ts';

const tags = ['Contacts'];
const params = Type.Object({ id: Type.String() });

/** Changing a contact's texting preference or number, and sending the change to the CRM again. */
export const consent: Route = (app, { ctx }) => {
  const answer = async (request: FastifyRequest, contactId: string): Promise<ContactDetails> => {
    const teamId = teamOf(request).id;
    const contact = await readContact(ctx.dataSource.manager, teamId, contactId);
    if (!contact) throw notFound();
    return withRecordUrls(ctx, teamId, contact);
  };

  app.post(
    '/contacts/:id/opt-out',
    {
      schema: {
        tags,
        summary: 'Opt a contact out',
        description: 'At once, with a written reason; the change is written back. `already_opted_out` (409).',
        params,
        body: OptOutRequest,
        response: { 200: ContactDetails },
      },
    },
    async (request) => {
      const { actor, cause } = callerOf(request);
      const { id } = request.params;
      await optOut(ctx, { teamId: teamOf(request).id, contactId: id, actor, cause, reason: request.body.reason });
      return answer(request, id);
    },
  );

  app.post(
    '/contacts/:id/opt-in',
    {
      schema: {
        tags,
        summary: "Lift a contact's opt-out",
        description:
          'Needs a written reason and how the person gave consent again; both stay in the ledger. `already_opted_in` (409).',
        params,
        body: OptInRequest,
        response: { 200: ContactDetails },
      },
    },
    async (request) => {
      const { actor, cause } = callerOf(request);
      const { id } = request.params;
      await optIn(ctx, { ...request.body, teamId: teamOf(request).id, contactId: id, actor, cause });
      return answer(request, id);
    },
  );

  app.put(
    '/contacts/:id/mobile',
    {
      schema: {
        tags,
        summary: "Correct a contact's mobile number",
        description:
          'Later imports do not put the old number back. An opt-out stays, and a number that texted STOP opts out. ' +
          '`number_refused` (422), `number_same`, `number_taken` (409).',
        params,
        body: CorrectMobile,
        response: { 200: ContactDetails },
      },
    },
    async (request) => {
      const { actor } = callerOf(request);
      const { id } = request.params;
      await correctMobile(ctx, { teamId: teamOf(request).id, contactId: id, mobile: request.body.mobile, actor });
      return answer(request, id);
    },
  );

  app.post(
    '/contacts/:id/write-backs/:writeBackId/retry',
    {
      schema: {
        tags,
        summary: 'Send a write-back again',
        description:
          'At once: a dead letter, or one that waits for its next try. `write_back_done` (409) when nothing is left to send.',
        params: Type.Object({ id: Type.String(), writeBackId: Type.String() }),
        response: { 200: ContactDetails },
      },
    },
    async (request) => {
      const { id, writeBackId } = request.params;
      await retryWriteBack(ctx, {
        teamId: teamOf(request).id,
        contactId: id,
        writeBackId,
        actor: callerOf(request).actor,
      });
      return answer(request, id);
    },
  );
};
