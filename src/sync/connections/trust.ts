import type { OpenConnection } from '../../contract/connector.ts';
import type { IdentityCheck, ServerIdentity } from '../../contract/files.ts';
import type { ConnectionRow } from '../../db/entities.ts';
import { clearFault } from './faults.ts';
import type { SyncContext } from '../context.ts';
import { RequestError } from '../errors.ts';
import { findConnection, type ConnectionKey } from './findConnection.ts';
import { storeAccount } from './storeAccount.ts';
import { settingsRefused } from './updateConnection.ts';
import { useConnection } from './useConnection.ts';

/** Characters of a fingerprint that are typed to replace one that was trusted before. */
export const CONFIRM_CHARACTERS = 6;

export type IdentityView = Awaited<ReturnType<typeof viewIdentity>>;

/**
 * Who answers at a connection's address, and whether that is whom somebody trusted. Nothing secret is sent.
 * @throws ConnectorError; RequestError `connection_missing`, `no_identity`
 */
export async function viewIdentity(ctx: SyncContext, key: ConnectionKey) {
  const connection = await findConnection(ctx.dataSource.manager, key);
  const { identity, accountId, needsTrust } = await look(ctx, connection);
  const known = connection.account_id;
  // A certificate that was pinned by its fingerprint stays trusted when an authority vouches for it later.
  const pinned = identity.kind !== 'none' && known === identity.fingerprint;
  const trusted = known === null ? !needsTrust : known === accountId || pinned;
  return { ...shown(identity), needsTrust, trusted, trustedBefore: trusted ? null : known };
}

/**
 * Pins the server a person has compared, by its fingerprint. The server is looked at once more, so that nobody trusts
 * what answered a minute ago.
 *
 * @param request.confirm - the end of the new fingerprint, needed when another one was trusted before
 * @throws ConnectorError; RequestError `connection_missing`, `no_identity`, `identity_moved`, `settings_refused`
 */
export async function trustServer(
  ctx: SyncContext,
  key: ConnectionKey,
  request: { readonly fingerprint: string; readonly confirm?: string | undefined },
): Promise<void> {
  const db = ctx.dataSource.manager;
  const connection = await findConnection(db, key);
  const { identity, accountId } = await look(ctx, connection);
  if (identity.kind === 'none' || identity.fingerprint !== request.fingerprint) {
    throw new RequestError(
      'conflict',
      'identity_moved',
      'Another server answers now than the one you compared. Nothing was trusted. Look at it again before trusting it.',
    );
  }
  const replaces = connection.account_id !== null && connection.account_id !== accountId;
  if (replaces && request.confirm !== request.fingerprint.slice(-CONFIRM_CHARACTERS)) {
    throw settingsRefused([
      {
        field: 'confirm',
        message: `Another key was trusted before. Type the last ${CONFIRM_CHARACTERS} characters of the new fingerprint to replace it.`,
      },
    ]);
  }
  const { host, username } = connection.settings;
  await storeAccount(db, connection.id, { accountId, accountName: String(host), userName: String(username ?? '') });
  await clearFault(db, connection.id);
}

async function look(
  ctx: SyncContext,
  connection: ConnectionRow,
): Promise<{ identity: ServerIdentity; accountId: string; needsTrust: boolean }> {
  return useConnection(
    ctx,
    connection,
    async (open, signal) => {
      const check = identityCheck(open);
      const identity = await check.look(signal);
      return { identity, accountId: check.accountIdOf(identity), needsTrust: check.needsTrust(identity) };
    },
    { fresh: true, provesNothing: true },
  );
}

function identityCheck({ identity }: OpenConnection): IdentityCheck {
  if (identity) return identity;
  throw new RequestError(
    'conflict',
    'no_identity',
    'This kind of connection proves who it is by signing in. There is nothing to compare.',
  );
}

function shown(identity: ServerIdentity) {
  const nothing = { fingerprint: null, algorithm: null, subject: null, issuer: null, expiresAt: null, reason: '' };
  switch (identity.kind) {
    case 'none':
      return { ...nothing, kind: identity.kind };
    case 'ssh':
      return { ...nothing, kind: identity.kind, fingerprint: identity.fingerprint, algorithm: identity.algorithm };
    case 'tls': {
      const { kind, fingerprint, subject, issuer, expiresAt, reason } = identity;
      return { ...nothing, kind, fingerprint, subject, issuer, expiresAt: expiresAt.toISOString(), reason };
    }
  }
}
