import { Type } from '@sinclair/typebox';
import { listTextingNumbers, removeTextingNumber, type TextingNumberRow } from '../../../db/accounts/textingNumbers.ts';
import { showMobile } from '../../../domain/phone.ts';
import { saveTextingNumber } from '../../../sync/accounts/saveTextingNumber.ts';
import { saveTextingScope } from '../../../sync/accounts/saveTextingScope.ts';
import { NoContent } from '../../answers.ts';
import type { Route } from '../../api.ts';
import { callerOf, teamOf } from '../../caller.ts';
import { notFound } from '../../errorAnswer.ts';
import { SaveTextingNumber, SaveTextingScope, TextingNumber, TextingNumberList } from '../../schemas/overview.ts';
import { TWILIO_WEBHOOK } from '../webhooks/twilioSms.ts';

const params = Type.Object({ number: Type.String({ description: 'E.164' }) });

/** The numbers the team texts from, and the webhook that tells us of messages to them. */
export const textingNumbers: Route = (app, { ctx }) => {
  const toTextingNumber = (row: TextingNumberRow): TextingNumber => ({
    number: row.number,
    numberShown: showMobile(row.number),
    provider: 'twilio',
    webhookUrl: `${ctx.publicUrl}${TWILIO_WEBHOOK}`,
    scope: row.scope,
    sharedWith: row.shared_with,
    tokenSetAt: row.set_at.toISOString(),
    lastMessageAt: row.last_message_at?.toISOString() ?? null,
  });
  const list = async (teamId: string): Promise<TextingNumber[]> =>
    (await listTextingNumbers(ctx.dataSource.manager, teamId)).map(toTextingNumber);

  app.get(
    '/texting-numbers',
    {
      schema: { tags: ['Settings'], summary: "List the team's texting numbers", response: { 200: TextingNumberList } },
    },
    async (request) => ({ numbers: await list(teamOf(request).id) }),
  );

  app.put(
    '/texting-numbers',
    {
      schema: {
        tags: ['Settings'],
        summary: 'Save a texting number',
        description:
          'Adds the number, or replaces the token that signs its webhook. `number_refused` (422) when it is no number we can read, ' +
          '`number_taken` (409) when another team has it.',
        body: SaveTextingNumber,
        response: { 200: TextingNumber },
      },
    },
    async (request) => {
      const team = teamOf(request);
      const number = await saveTextingNumber(ctx, { ...request.body, teamId: team.id, setBy: callerOf(request).actor });
      const saved = (await list(team.id)).find((one) => one.number === number);
      if (!saved) throw notFound();
      return saved;
    },
  );

  app.put(
    '/texting-numbers/:number/scope',
    {
      schema: {
        tags: ['Settings'],
        summary: 'Say in which teams a STOP to the number counts',
        description:
          'For messages from then on. `owner_only` (403): only an owner of the server may reach beyond the team, or take such a reach ' +
          'back. `team_unknown` (422) names a slug that no team has.',
        params,
        body: SaveTextingScope,
        response: { 200: TextingNumber },
      },
    },
    async (request) => {
      const { number } = request.params;
      const team = teamOf(request);
      const known = await saveTextingScope(ctx, {
        ...request.body,
        teamId: team.id,
        number,
        byOwner: callerOf(request).isOwner,
      });
      const saved = known ? (await list(team.id)).find((one) => one.number === number) : undefined;
      if (!saved) throw notFound();
      return saved;
    },
  );

  app.delete(
    '/texting-numbers/:number',
    {
      schema: {
        tags: ['Settings'],
        summary: 'Remove a texting number',
        description: 'Messages to it are refused from then on. What was recorded stays.',
        params,
        response: { 204: NoContent },
      },
    },
    async (request, reply) => {
      if (!(await removeTextingNumber(ctx.dataSource.manager, teamOf(request).id, request.params.number)))
        throw notFound();
      return reply.code(204).send(null);
    },
  );
};
