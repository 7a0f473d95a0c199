import { Type } from '@sinclair/typebox';
import { readEvidence } from '../../../db/reads/evidence.ts';
import { evidenceHtml, EVIDENCE_CSP } from '../../../sync/evidenceHtml.ts';
import type { Route } from '../../api.ts';
import { teamOf } from '../../caller.ts';
import { notFound } from '../../errorAnswer.ts';
import { OneOf } from '../../schemas/common.ts';
import { Evidence } from '../../schemas/evidence.ts';

/** The file that proves a contact's consent: every event, both time zones, the check of the chain. */
export const evidence: Route = (app, { ctx }) => {
  app.get(
    '/contacts/:id/evidence',
    {
      schema: {
        tags: ['Contacts'],
        summary: 'Download the evidence of consent',
        description:
          'A page of its own to keep or print, or JSON with `?format=json`: every event as recorded, Eastern and UTC, what each CRM was ' +
          'told, and whether the team’s ledger is whole, checked while you wait.',
        params: Type.Object({ id: Type.String() }),
        querystring: Type.Object({ format: OneOf(['html', 'json'] as const, { default: 'html' }) }),
        response: {
          200: {
            description: 'The evidence',
            content: { 'text/html': { schema: Type.String() }, 'application/json': { schema: Evidence } },
          },
        },
      },
    },
    async (request, reply) => {
      const found = await readEvidence(ctx.dataSource.manager, teamOf(request), request.params.id, ctx.now());
      if (!found) throw notFound();
      const name = `consent-${found.contact.contactId.replace(/[^\w-]+/g, '_')}-${found.madeAt.slice(0, 10)}`;
      const { format } = request.query;
      reply.header('content-disposition', `attachment; filename="${name}.${format}"`);
      if (format === 'json') return reply.type('application/json').send(found);
      return reply
        .type('text/html; charset=utf-8')
        .header('content-security-policy', EVIDENCE_CSP)
        .send(evidenceHtml(found));
    },
  );
};
