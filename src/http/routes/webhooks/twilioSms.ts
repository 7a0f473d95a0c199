import { Type } from '@sinclair/typebox';
import { findWebhookKey } from '../../../db/accounts/textingNumbers.ts';
import { RequestError } from '../../../sync/errors.ts';
import { createMessageIntake } from '../../../sync/messageIntake.ts';
import type { Route } from '../../api.ts';
import { askTogether } from '../../askTogether.ts';
import { isSignedByTwilio, type PostedFields } from './twilioSignature.ts';

/** Entered as the number's messaging webhook at Twilio. */
export const TWILIO_WEBHOOK = '/webhooks/twilio/sms';

/** Compared with when nobody has the number, so that the answer takes as long. */
const NOBODYS_TOKEN = '0'.repeat(32);

const VERDICTS = { STOP: 'stop', START: 'start', HELP: 'help' } as const;

interface PostedBody {
  readonly fields: PostedFields;
  readonly raw: Buffer;
}

const EMPTY: PostedBody = { fields: {}, raw: Buffer.alloc(0) };

/** Messages people send to a team's number. */
export const twilioSms: Route = (app, { ctx }) => {
  const intake = createMessageIntake(ctx);
  const findKey = askTogether((number) => findWebhookKey(ctx.dataSource.manager, ctx.sealer, number));
  app.addContentTypeParser('application/x-www-form-urlencoded', { parseAs: 'buffer' }, (_request, raw, done) => {
    done(null, { fields: formFields(raw.toString()), raw });
  });
  app.removeContentTypeParser('application/json');
  app.addContentTypeParser('application/json', { parseAs: 'buffer' }, (_request, raw, done) => {
    done(null, { fields: jsonFields(raw.toString()), raw });
  });

  app.post(
    TWILIO_WEBHOOK,
    {
      schema: {
        tags: ['Webhooks'],
        summary: 'A message to one of the texting numbers',
        description:
          'For Twilio: form fields as Twilio posts them, signed with `X-Twilio-Signature`. Stored before it is answered, with empty TwiML; ' +
          'the same MessageSid counts once. `OptOutType` beats our own reading of the words. A number nobody has and a signature that ' +
          'does not fit are answered alike (`webhook_refused`, 403).',
        consumes: ['application/x-www-form-urlencoded', 'application/json'],
        produces: ['text/xml'],
        response: { 200: Type.String({ description: 'TwiML without instructions' }) },
      },
    },
    async (request, reply) => {
      const { fields, raw: rawBody } = (request.body as PostedBody | undefined) ?? EMPTY;
      const [to, from, providerId] = [field(fields, 'To'), field(fields, 'From'), field(fields, 'MessageSid')];
      const key = await findKey(to);
      const signature = String(request.headers['x-twilio-signature'] ?? '');
      const url = `${ctx.publicUrl}${request.raw.url ?? ''}`;
      const isSigned = isSignedByTwilio(key?.authToken ?? NOBODYS_TOKEN, signature, { url, fields, rawBody });
      if (!key || !isSigned || from === '' || providerId === '') {
        ctx.log.warn('A message at the webhook was refused', { requestId: request.id, numberKnown: key !== null });
        throw new RequestError(
          'not_allowed',
          'webhook_refused',
          'The message was not taken: the number or the signature is not known here.',
        );
      }
      const verdict = VERDICTS[field(fields, 'OptOutType').toUpperCase() as keyof typeof VERDICTS] ?? null;
      await intake.take({
        provider: 'twilio',
        providerId,
        teamId: key.teamId,
        from,
        to,
        body: field(fields, 'Body'),
        verdict,
      });
      return reply.type('text/xml').send('<?xml version="1.0" encoding="UTF-8"?><Response/>');
    },
  );
};

/** One value of a field, the first when there are several. */
function field(fields: PostedFields, name: string): string {
  return [fields[name] ?? ''].flat()[0] ?? '';
}

function formFields(text: string): PostedFields {
  const fields: Record<string, string | string[]> = Object.create(null) as Record<string, string | string[]>;
  for (const [name, value] of new URLSearchParams(text)) {
    const before = fields[name];
    fields[name] = before === undefined ? value : [...[before].flat(), value];
  }
  return fields;
}

function jsonFields(text: string): PostedFields {
  try {
    const body: unknown = JSON.parse(text);
    if (typeof body !== 'object' || body === null) return {};
    return Object.fromEntries(
      Object.entries(body).filter((entry): entry is [string, string] => typeof entry[1] === 'string'),
    );
  } catch {
    // Its signature is checked over the raw body; without fields it names no number and is refused.
    return {};
  }
}
