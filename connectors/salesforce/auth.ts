import { createHash, randomBytes } from 'node:crypto';
import { OAuth2, type TokenResponse } from 'jsforce/lib/oauth2.js';
import pRetry from 'p-retry';
import type { SecretStore } from '../../src/contract/connector.ts';
import { ConnectorError } from '../../src/contract/errors.ts';
import { makeAssertion } from './assertion.ts';
import { classify, isPassing } from './classify.ts';
import { NetworkFault } from './http.ts';
import type { SalesforceSettings } from './settings.ts';
import { classifyToken, DOING, type Grant } from './tokenErrors.ts';
import { CallTransport, type Wire } from './transport.ts';
import type { Tuning } from './tuning.ts';

/** What a call needs: the token, where to send it, and who it stands for. */
export interface Session {
  readonly accessToken: string;
  readonly instanceUrl: string;
  /** `https://login.salesforce.com/id/{org ID}/{user ID}`. */
  readonly identityUrl: string;
}

/** Everything a token call depends on. */
export interface AuthContext {
  readonly settings: SalesforceSettings;
  readonly secrets: SecretStore;
  readonly wire: Wire;
  readonly tuning: Tuning;
  /** The org the connection belongs to; null before it was first connected. */
  readonly accountId: string | null;
  readonly now: () => Date;
}

const JWT_BEARER = 'urn:ietf:params:oauth:grant-type:jwt-bearer';
const SCOPE = 'api refresh_token id';

/** PKCE by hand: jsforce's verifier is longer than the 128 characters allowed, and it does not name the method. */
export function makeVerifier(): { readonly verifier: string; readonly challenge: string } {
  const verifier = randomBytes(48).toString('base64url');
  return { verifier, challenge: createHash('sha256').update(verifier).digest('base64url') };
}

/** The page where a person signs in and consents. */
export function authorizationUrl(
  settings: SalesforceSettings,
  redirectUri: string,
  state: string,
  challenge: string,
): string {
  const oauth = new OAuth2({ loginUrl: settings.loginUrl, clientId: settings.clientId, redirectUri });
  return oauth.getAuthorizationUrl({ scope: SCOPE, state, code_challenge: challenge, code_challenge_method: 'S256' });
}

/**
 * Exchanges an authorization code. Nothing is saved.
 *
 * @throws ConnectorError `AUTH_REFUSED` code, client or verifier refused
 */
export async function exchangeCode(
  context: AuthContext,
  answer: { readonly code: string; readonly redirectUri: string; readonly verifier: string },
  signal: AbortSignal,
): Promise<TokenResponse> {
  const { clientSecret } = await context.secrets.read();
  return askForToken(context, signal, clientSecret, { kind: 'code' }, (oauth) => {
    oauth.redirectUri = answer.redirectUri;
    return oauth.requestToken(answer.code, { code_verifier: answer.verifier });
  });
}

/** Gives back a token nobody will use. Best effort: at worst it lies unused until its policy ends it. */
export async function revokeToken(context: AuthContext, token: string, signal: AbortSignal): Promise<void> {
  const oauth = new OAuth2({ loginUrl: context.settings.loginUrl });
  oauth._transport = new CallTransport(context.wire, signal, context.tuning.tokenTimeoutMs);
  await oauth.revokeToken(token).catch(() => undefined);
}

/** Reads the stored session; null when there is none. */
export function storedSession(secrets: Readonly<Record<string, string>>): Session | null {
  const { accessToken, instanceUrl, identityUrl } = secrets;
  return accessToken && instanceUrl ? { accessToken, instanceUrl, identityUrl: identityUrl ?? '' } : null;
}

/**
 * Gets a new access token, unless another process got one since `spentToken` was read. Runs under the lock that all
 * processes share and reads the stored tokens again inside it, so that concurrent refreshes are one and a rotated
 * refresh token is never used twice; the new one is saved before its access token is handed out.
 *
 * It takes no abort signal on purpose: giving up between the vendor's answer and saving would lose a rotated token for
 * good.
 *
 * @param spentToken - the access token that was refused; null when there was none
 * @returns the session, and whether this call made it (another process's may have run out as well)
 * @throws ConnectorError `NOT_CONNECTED`, `AUTH_REVOKED`, `AUTH_REFUSED`, `CERTIFICATE_REFUSED`, `ACCOUNT_CHANGED`, or
 *   a passing fault
 */
export function renewSession(
  context: AuthContext,
  spentToken: string | null,
): Promise<{ readonly session: Session; readonly fresh: boolean }> {
  return context.secrets.update(async (current, save) => {
    const stored = storedSession(current);
    if (stored && stored.accessToken !== spentToken) return { session: stored, fresh: false };
    const token = await askAnew(context, current, spentToken);
    refuseOtherAccount(context, token);
    await save(secretsOf(token));
    return { session: sessionOf(token), fresh: true };
  });
}

/** Asks for a token in the way the connection signs in. */
async function askAnew(
  context: AuthContext,
  { refreshToken, clientSecret, ...others }: Readonly<Record<string, string>>,
  spentToken: string | null,
): Promise<TokenResponse> {
  const { settings, now } = context;
  const signal = new AbortController().signal;
  switch (settings.method) {
    case 'client_credentials':
      return askForToken(context, signal, clientSecret, { kind: 'client_credentials' }, (oauth) =>
        oauth.requestToken({ grant_type: 'client_credentials' }),
      );
    case 'jwt_bearer': {
      const grant = { kind: 'assertion', username: settings.username ?? '', audience: settings.loginUrl } as const;
      return askForToken(context, signal, undefined, grant, (oauth) =>
        oauth.requestToken({ grant_type: JWT_BEARER, assertion: makeAssertion(settings, others, now()) }),
      );
    }
    case 'web_server': {
      if (!refreshToken) {
        const gone =
          spentToken === null
            ? 'Nobody has connected Salesforce yet.'
            : 'Salesforce gave no refresh token, so its sign-in has ended.';
        throw new ConnectorError('NOT_CONNECTED', `${gone} Open the connection and choose Connect.`, {
          kind: 'reauthorise',
        });
      }
      return askForToken(context, signal, clientSecret, { kind: 'refresh_token' }, (oauth) =>
        oauth.refreshToken(refreshToken),
      );
    }
  }
}

/** Changed settings must not lead a connection into another org. An answer without an identity can't be told. */
function refuseOtherAccount({ accountId }: AuthContext, token: TokenResponse): void {
  const { organizationId } = identityOf(token.id ?? '');
  if (!accountId || organizationId === '' || organizationId.slice(0, 15) === accountId.slice(0, 15)) return;
  throw new ConnectorError(
    'ACCOUNT_CHANGED',
    `These settings lead to the org ${organizationId}, and this connection belongs to ${accountId}. Nothing was read or written there. ` +
      'Use that org’s address and app, or make another connection for this org.',
    { kind: 'reauthorise' },
  );
}

/**
 * What is stored of a token answer. `refresh_token` is left alone when the answer has none: only rotation sends a new
 * one.
 */
export function secretsOf(token: TokenResponse): Record<string, string> {
  const secrets: Record<string, string> = {
    accessToken: token.access_token,
    instanceUrl: new URL(token.instance_url).origin,
    identityUrl: token.id ?? '',
  };
  if (token.refresh_token) secrets['refreshToken'] = token.refresh_token;
  return secrets;
}

/** The instance URL always comes from the answer: it changes when an org moves. */
export function sessionOf(token: TokenResponse): Session {
  return {
    accessToken: token.access_token,
    instanceUrl: new URL(token.instance_url).origin,
    identityUrl: token.id ?? '',
  };
}

/** Organization and user of an identity URL, 18 characters each; empty when it has another form. */
export function identityOf(identityUrl: string): { readonly organizationId: string; readonly userId: string } {
  const found = /\/id\/(00D\w{12,15})\/(005\w{12,15})$/.exec(identityUrl);
  return { organizationId: found?.[1] ?? '', userId: found?.[2] ?? '' };
}

/** Only a login rate limit, server faults and network faults are repeated; a wrong secret stays wrong. */
async function askForToken(
  context: AuthContext,
  signal: AbortSignal,
  clientSecret: string | undefined,
  grant: Grant,
  ask: (oauth: OAuth2) => Promise<TokenResponse>,
): Promise<TokenResponse> {
  const { settings, wire, tuning } = context;
  return pRetry(
    async () => {
      const transport = new CallTransport(wire, signal, tuning.tokenTimeoutMs);
      const oauth = new OAuth2({ loginUrl: settings.loginUrl, clientId: settings.clientId, clientSecret });
      oauth._transport = transport;
      try {
        return checkToken(await ask(oauth), grant);
      } catch (error) {
        throw tokenError(error, transport, grant);
      }
    },
    {
      retries: Math.min(2, tuning.retries),
      minTimeout: tuning.firstDelayMs,
      randomize: true,
      maxRetryTime: tuning.tokenTimeoutMs,
      shouldRetry: ({ error }) => isPassing(error),
      signal,
    },
  );
}

function checkToken(token: TokenResponse | undefined, { kind }: Grant): TokenResponse {
  if (token && typeof token.access_token === 'string' && URL.canParse(token.instance_url)) return token;
  throw new ConnectorError('BAD_ANSWER', `Salesforce's answer could not be read while ${DOING[kind]}.`, {
    kind: 'after',
    delayMs: 60_000,
  });
}

function tokenError(error: unknown, transport: CallTransport, grant: Grant): unknown {
  if (error instanceof NetworkFault) return classify({ kind: 'network', fault: error }, { doing: DOING[grant.kind] });
  const status = transport.answer?.status ?? 0;
  if (error instanceof ConnectorError || !(error instanceof Error) || status < 400) return error;
  // jsforce puts the body into the message when it is no JSON, such as a maintenance page, and leaves the name empty
  // when the body is of another form than a token error.
  const isTokenError = typeof error.name === 'string' && !error.name.startsWith('ERROR_HTTP_');
  const [name, description] = isTokenError ? [error.name, error.message] : [`ERROR_HTTP_${status}`, ''];
  return classifyToken({ error: name, description, status }, grant);
}
