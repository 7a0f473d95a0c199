import type { CertificateFacts, CertificateKeeper, CertificateSecrets } from '../../contract/connector.ts';
import type { ConnectionRow } from '../../db/entities.ts';
import { notifyLive } from '../../db/live.ts';
import { secretStore } from '../../db/secretStore.ts';
import type { SyncContext } from '../context.ts';
import { RequestError } from '../errors.ts';
import { connectorOf, findConnection, type ConnectionKey } from './findConnection.ts';
import { saving, settingsRefused } from './updateConnection.ts';

/**
 * Gives a connection a certificate to sign in with: the uploaded pair, or a new one when neither half is there. A
 * session that is open goes on until it runs out, so that the vendor can be told of the new certificate meanwhile.
 *
 * @throws RequestError `connection_missing`, `certificate_not_used`, `settings_refused` naming the half that is wrong
 */
export async function saveCertificate(
  ctx: SyncContext,
  key: ConnectionKey,
  uploaded: Partial<CertificateSecrets>,
  actor: string,
): Promise<void> {
  const { dataSource } = ctx;
  const connection = await findConnection(dataSource.manager, key);
  const keeper = keeperOf(ctx, connection);
  const secrets = await pairOf(ctx, keeper, connection, uploaded);
  const facts = keeper.describe(secrets.certificate);
  const store = secretStore(dataSource, ctx.sealer, connection.id, actor);
  // Both under the secrets' lock: what is shown belongs to what is stored, also when two people upload at once.
  await saving.add(() =>
    store.update(async (_stored, save) => {
      await save({ ...secrets });
      await dataSource.transaction(async (tx) => {
        await tx.query('update connection set certificate = $2 where id = $1', [connection.id, JSON.stringify(facts)]);
        await notifyLive(tx, { teamId: key.teamId, type: 'connection', id: connection.id });
      });
    }),
  );
}

/**
 * The public half, to be given to the vendor.
 *
 * @throws RequestError `connection_missing`, `certificate_missing`
 */
export async function readCertificate(
  ctx: SyncContext,
  key: ConnectionKey,
): Promise<{ readonly pem: string; readonly facts: CertificateFacts }> {
  const connection = await findConnection(ctx.dataSource.manager, key);
  const { certificate } = await secretStore(ctx.dataSource, ctx.sealer, connection.id).read();
  if (certificate === undefined) {
    throw new RequestError(
      'not_found',
      'certificate_missing',
      'This connection has no certificate. Create or upload one under Authentication.',
    );
  }
  return { pem: certificate, facts: keeperOf(ctx, connection).describe(certificate) };
}

function keeperOf(ctx: SyncContext, connection: ConnectionRow): CertificateKeeper {
  const connector = connectorOf(ctx, connection);
  if (connector.certificates) return connector.certificates;
  throw new RequestError(
    'refused',
    'certificate_not_used',
    `${connector.title} does not sign in with a certificate. Nothing was saved.`,
  );
}

async function pairOf(
  ctx: SyncContext,
  keeper: CertificateKeeper,
  connection: ConnectionRow,
  { certificate, privateKey }: Partial<CertificateSecrets>,
): Promise<CertificateSecrets> {
  if (certificate === undefined && privateKey === undefined)
    return keeper.create(`Rollcall ${connection.name}`, ctx.now());
  const missing = (half: string): string => `The ${half} is missing. Choose both files, or let Rollcall create both.`;
  if (certificate === undefined || privateKey === undefined) {
    throw settingsRefused([
      certificate === undefined
        ? { field: 'certificate', message: missing('certificate') }
        : { field: 'privateKey', message: missing('private key') },
    ]);
  }
  const answer = keeper.accept({ certificate, privateKey }, ctx.now());
  if (!answer.ok) throw settingsRefused(answer.problems);
  return answer.secrets;
}
