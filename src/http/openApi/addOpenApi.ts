import swagger from '@fastify/swagger';
import type { Api } from '../api.ts';
import { ApiError } from '../schemas/common.ts';
import { describeRoute } from './describeRoute.ts';
import { nameSchemas } from './nameSchemas.ts';

const TAGS = [
  { name: 'Overview', description: 'What waits for a person, what runs, what runs next' },
  { name: 'Contacts', description: 'People who may be texted, and how we know' },
  { name: 'Opt-outs', description: 'What is not yet honoured everywhere, what needs a person, and the proof of it' },
  { name: 'Connections', description: 'Where contacts come from, and the authorization for it' },
  { name: 'Imports', description: 'What a connection imports, and previews of it' },
  { name: 'Runs', description: 'Imports that were made, are being made, or wait' },
  { name: 'Live', description: 'Changes as they happen' },
  { name: 'Settings', description: "A team's people, tokens, fields and texting numbers" },
  { name: 'Accounts', description: 'Signing in, and teams' },
  { name: 'Webhooks', description: 'Called by others' },
  { name: 'Server', description: 'About this server' },
];

/** Collects the routes that are registered after it into an OpenAPI 3.1 document; `app.swagger()` gives it. */
export function addOpenApi(app: Api, publicUrl: string, version: string): void {
  app.addSchema(ApiError);
  app.addHook('onRoute', describeRoute);
  void app.register(swagger, {
    openapi: {
      openapi: '3.1.0',
      info: {
        title: 'Rollcall',
        version,
        description:
          'Everything the console does. Send a token of the team as `Authorization: Bearer rc_…`; make one under Settings, or with ' +
          '`npx rollcall token create`. Times are ISO 8601 in UTC. Every refusal is an ApiError.',
      },
      servers: [{ url: publicUrl }],
      tags: TAGS,
      components: {
        securitySchemes: {
          token: { type: 'http', scheme: 'bearer', description: 'An API token of the team' },
          session: {
            type: 'apiKey',
            in: 'cookie',
            name: publicUrl.startsWith('https:') ? '__Host-rollcall' : 'rollcall',
            description: 'A browser session; changing requests also send `x-csrf-token`',
          },
        },
      },
    },
    convertConstToEnum: false,
    refResolver: { buildLocalReference: (schema, _base, _fragment, index) => String(schema.$id ?? `def-${index}`) },
    transformObject: (document) => {
      if (!('openapiObject' in document)) return document.swaggerObject;
      nameSchemas(document.openapiObject);
      return document.openapiObject;
    },
  });
}
