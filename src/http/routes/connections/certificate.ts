import { Type } from '@sinclair/typebox';
import { readCertificate, saveCertificate } from '../../../sync/connections/certificate.ts';
import { viewConnection } from '../../../sync/connections/viewConnection.ts';
import type { Route } from '../../api.ts';
import { callerOf, teamOf } from '../../caller.ts';
import { Connection, SaveCertificate } from '../../schemas/connections.ts';

const tags = ['Connections'];
const params = Type.Object({ id: Type.String() });

/** The certificate a connection signs in with. Its private key comes in and never goes out. */
export const certificate: Route = (app, { ctx }) => {
  app.post(
    '/connections/:id/certificate',
    {
      schema: {
        tags,
        summary: 'Create or upload a certificate',
        description:
          'With `certificate` and `privateKey` it stores them, with neither it makes a new pair, valid for two years. Give the public half ' +
          'to the app in the CRM, then authorize the connection: until then an open session goes on. `settings_refused` (422) names ' +
          'the half that is wrong.',
        params,
        body: SaveCertificate,
        response: { 200: Connection },
      },
    },
    async (request) => {
      const key = { teamId: teamOf(request).id, connectionId: request.params.id };
      await saveCertificate(ctx, key, request.body, callerOf(request).actor);
      return viewConnection(ctx, key);
    },
  );

  app.get(
    '/connections/:id/certificate.pem',
    {
      schema: {
        tags,
        summary: 'Download the certificate',
        description: 'The public half, as the CRM takes it. `certificate_missing` (404) when there is none.',
        params,
        response: {
          200: {
            description: 'The certificate',
            content: { 'application/x-pem-file': { schema: Type.String() } },
          },
        },
      },
    },
    async (request, reply) => {
      const { pem, facts } = await readCertificate(ctx, {
        teamId: teamOf(request).id,
        connectionId: request.params.id,
      });
      const name = `rollcall-${facts.expiresAt.toISOString().slice(0, 10)}.crt`;
      return reply
        .header('content-disposition', `attachment; filename="${name}"`)
        .type('application/x-pem-file')
        .send(pem);
    },
  );
};
