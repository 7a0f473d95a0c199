import { createHash, randomBytes } from 'node:crypto';
import type { ConnectedAccount, ConnectionAccess, Connector } from '../../contract/connector.ts';
import { ConnectorError } from '../../contract/errors.ts';
import type { ConnectionRow } from '../../db/entities.ts';
import { secretStore } from '../../db/secretStore.ts';
import type { SyncContext } from '../context.ts';
import { RequestError } from '../errors.ts';
import { connectorDeps } from '../openConnection.ts';
import { connectorOf, findConnection, type ConnectionKey } from './findConnection.ts';
import { clearFault } from './faults.ts';
import { sessionSecrets } from './ownSecrets.ts';
import { storeAccount } from './storeAccount.ts';
import { testConnection } from './testConnection.ts';
import { callbackUrl } from './viewConnection.ts';

/** How long a browser may stay on the vendor's consent page. */
const ATTEMPT_MS = 15 * 60_000;
const PATIENCE_MS = 30_000;

/** Who sends a browser to the vendor: the same person has to come back. */
export interface Asker {
  /** Null for a token. */
  readonly userId: string | null;
  readonly actor: string;
}

/**
 * Begins connecting: remembers a state that works once within 15 minutes, and the PKCE verifier.
 *
 * @returns the vendor's page; null when the settings connect without a person, and then it is connected
 * @throws ConnectorError; RequestError `connection_missing`
 */
export async function beginAuthorization(ctx: SyncContext, key: ConnectionKey, asker: Asker): Promise<string | null> {
  const connection = await findConnection(ctx.dataSource.manager, key);
  const connector = connectorOf(ctx, connection);
  const flow = connector.authorization;
  if (!flow?.isNeeded(connection.settings)) {
    await endSession(ctx, connector, connection.id);
    await testConnection(ctx, key);
    return null;
  }
  const state = randomBytes(32).toString('base64url');
  const stateHash = hashOf(state);
  const redirectUri = callbackUrl(ctx);
  const { url, verifier } = await flow.begin(accessOf(ctx, connection, asker.actor), connectorDeps(ctx), {
    redirectUri,
    state,
  });
  const now = ctx.now();
  await ctx.dataSource.manager.query('delete from authorization_attempt where expires_at < $1', [now]);
  await ctx.dataSource.manager.query(
    `insert into authorization_attempt (state_hash, connection_id, user_id, user_name, verifier, redirect_uri, expires_at)
     values ($1, $2, $3, $4, $5, $6, $7)`,
    [
      stateHash,
      connection.id,
      asker.userId,
      asker.actor,
      ctx.sealer.seal(verifier, verifierPlace(stateHash)),
      redirectUri,
      new Date(now.getTime() + ATTEMPT_MS),
    ],
  );
  return url;
}

/** So that the sign-in is tried as it is set up now, not a session that is left of an earlier one. */
async function endSession(ctx: SyncContext, connector: Connector, connectionId: string): Promise<void> {
  await secretStore(ctx.dataSource, ctx.sealer, connectionId).update((stored, save) =>
    save(Object.fromEntries(sessionSecrets(connector, Object.keys(stored)).map((name) => [name, null]))),
  );
}

/** What the vendor sent the browser back with. */
export interface AuthorizationAnswer {
  readonly state: string;
  readonly code: string | null;
  /** The vendor's own code and words when it, or the person there, refused. */
  readonly error: string | null;
  readonly errorDescription: string | null;
  /** Who is signed in to that browser. */
  readonly userId: string | null;
}

/** Where the browser belongs now, and how it went; `refused` is null when the connection is connected. */
export interface AuthorizationEnd {
  readonly teamSlug: string;
  readonly connectionId: string;
  readonly refused: { readonly code: string; readonly reason: string } | null;
}

interface AttemptRow {
  connection_id: string;
  team_id: string;
  slug: string;
  user_id: string | null;
  user_name: string;
  verifier: Buffer;
  redirect_uri: string;
  expires_at: Date;
}

/**
 * Ends what `beginAuthorization` began. The state is spent whatever happens.
 *
 * @throws RequestError `state_unknown` when it was never given, used already, has expired, or belongs to somebody else
 */
export async function completeAuthorization(ctx: SyncContext, answer: AuthorizationAnswer): Promise<AuthorizationEnd> {
  const stateHash = hashOf(answer.state);
  const [rows]: [AttemptRow[], number] = await ctx.dataSource.manager.query(
    `delete from authorization_attempt a using connection k, team t
     where a.state_hash = $1 and k.id = a.connection_id and t.id = k.team_id and k.disconnected_at is null
     returning a.connection_id, k.team_id, t.slug, a.user_id, a.user_name, a.verifier, a.redirect_uri, a.expires_at`,
    [stateHash],
  );
  const attempt = rows[0];
  if (!attempt || attempt.expires_at <= ctx.now() || (attempt.user_id !== null && attempt.user_id !== answer.userId)) {
    throw new RequestError(
      'gone',
      'state_unknown',
      'This way back from the sign-in page works once, within 15 minutes, for the person who began. Nothing was changed. ' +
        'Open the connection’s Authentication page and connect again.',
    );
  }
  const place = { teamSlug: attempt.slug, connectionId: attempt.connection_id };
  if (answer.code === null) {
    const reason = answer.errorDescription ?? answer.error ?? 'The sign-in page sent no code back.';
    return { ...place, refused: { code: 'AUTH_REFUSED', reason } };
  }
  try {
    await exchange(ctx, attempt, answer.code, ctx.sealer.open(attempt.verifier, verifierPlace(stateHash)));
    return { ...place, refused: null };
  } catch (error) {
    if (!(error instanceof ConnectorError)) throw error;
    ctx.log.warn('an authorization was refused', { connectionId: attempt.connection_id, code: error.code });
    return { ...place, refused: { code: error.code, reason: error.message } };
  }
}

async function exchange(ctx: SyncContext, attempt: AttemptRow, code: string, verifier: string): Promise<void> {
  const key = { teamId: attempt.team_id, connectionId: attempt.connection_id };
  const connection = await findConnection(ctx.dataSource.manager, key);
  const flow = connectorOf(ctx, connection).authorization;
  if (!flow) throw new Error(`The connector ${connection.connector} is not authorised in a browser.`);
  const answer = { code, redirectUri: attempt.redirect_uri, verifier, expectedAccountId: connection.account_id };
  let account: ConnectedAccount;
  try {
    account = await flow.complete(
      accessOf(ctx, connection, attempt.user_name),
      connectorDeps(ctx),
      answer,
      AbortSignal.timeout(PATIENCE_MS),
    );
  } catch (error) {
    if (error instanceof Error && error.name === 'TimeoutError') {
      throw new ConnectorError(
        'TIMEOUT',
        'The sign-in took longer than 30 seconds. Connect again in a minute.',
        { kind: 'after', delayMs: 60_000 },
        { cause: error },
      );
    }
    throw error;
  }
  await storeAccount(ctx.dataSource.manager, connection.id, account);
  await clearFault(ctx.dataSource.manager, connection.id);
}

function accessOf(ctx: SyncContext, connection: ConnectionRow, setBy: string): ConnectionAccess {
  const secrets = secretStore(ctx.dataSource, ctx.sealer, connection.id, setBy);
  return { connectionId: connection.id, settings: connection.settings, secrets };
}

function hashOf(state: string): Buffer {
  return createHash('sha256').update(state).digest();
}

function verifierPlace(stateHash: Buffer): string {
  return `authorization/${stateHash.toString('hex')}`;
}
