import { randomBytes } from 'node:crypto';
import { Type } from '@sinclair/typebox';
import type { Route } from '../../api.ts';
import { apiPage } from '../../openApi/apiPage.ts';
import type { OpenApiDocument } from '../../openApi/document.ts';
import { pagePolicy } from '../../plugins/securityHeaders.ts';

/** The API's description, for machines and for people. */
export const openApi: Route = (app) => {
  app.get(
    '/api/openapi.json',
    {
      config: { access: 'open' },
      schema: {
        tags: ['Server'],
        summary: 'This document',
        response: { 200: Type.Object({}, { additionalProperties: true, description: 'OpenAPI 3.1' }) },
      },
    },
    async () => app.swagger() as object,
  );

  app.get('/api', { config: { access: 'open' }, schema: { hide: true } }, async (_request, reply) => {
    const nonce = randomBytes(16).toString('base64');
    const page = apiPage(app.swagger() as unknown as OpenApiDocument, nonce);
    return reply.type('text/html; charset=utf-8').header('content-security-policy', pagePolicy(nonce)).send(page);
  });
};
