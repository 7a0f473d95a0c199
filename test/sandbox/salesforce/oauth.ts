import { createHash, createHmac, randomBytes } from 'node:crypto';
import { consentPage, oauthErrorPage } from './consentPage.ts';
import { html, json, redirect, type Reply, type Request } from './http.ts';
import { identityUrl } from './identity.ts';
import { JwtBearer } from './jwtBearer.ts';
import { OAuthError } from './oauthError.ts';
import type { Org } from './org.ts';
import { TokenStore } from './tokens.ts';

const CODE_LIFETIME_MS = 15 * 60_000;
const DEFAULT_SCOPE = 'refresh_token api id';

interface AuthorizationCode {
  redirectUri: string;
  challenge: string | null;
  scope: string;
  expiresAt: number;
}

export interface OAuthOptions {
  org: Org;
  clientId: string;
  clientSecret: string;
  rotates: boolean;
  autoApprove: boolean;
  /** The sandbox's own address; known once it listens. */
  origin: () => string;
}

export interface OAuth {
  readonly tokens: TokenStore;
  readonly jwt: JwtBearer;
  /** Answers a path below `/services/oauth2/`; null for one that does not exist. */
  handle(action: string, request: Request): Reply | null;
}

const JWT_BEARER = 'urn:ietf:params:oauth:grant-type:jwt-bearer';
/** Where people of a sandbox org sign in; an assertion may name it instead of the org's own host. */
const SANDBOX_LOGIN = 'https://test.salesforce.com';

/** The authorization server: web-server flow with PKCE, refresh, JWT bearer, client credentials, revoke, introspect. */
export function createOAuth({ org, clientId, clientSecret, rotates, autoApprove, origin }: OAuthOptions): OAuth {
  const tokens = new TokenStore(org.id, rotates);
  const jwt = new JwtBearer();
  const codes = new Map<string, AuthorizationCode>();

  const authorize = (request: Request): Reply => {
    const form = request.method === 'POST' ? new URLSearchParams(request.body) : request.query;
    const redirectUri = form.get('redirect_uri') ?? '';
    if (form.get('client_id') !== clientId)
      return html(400, oauthErrorPage('invalid_client_id', 'client identifier invalid'));
    if (!isAllowedCallback(redirectUri)) {
      return html(400, oauthErrorPage('redirect_uri_mismatch', 'redirect_uri must match configuration'));
    }
    const back = (answer: Record<string, string>): Reply => {
      const url = new URL(redirectUri);
      for (const [name, value] of Object.entries(answer)) url.searchParams.set(name, value);
      const state = form.get('state');
      if (state !== null) url.searchParams.set('state', state);
      return redirect(url.href);
    };
    const challenge = form.get('code_challenge');
    const method = form.get('code_challenge_method');
    if (form.get('response_type') !== 'code')
      return back({ error: 'unsupported_response_type', error_description: 'response type must be code' });
    // Without a method the org takes the challenge for S256, as jsforce's command line relies on.
    if (challenge !== null && (!/^[A-Za-z0-9_-]{43}$/.test(challenge) || (method !== null && method !== 'S256'))) {
      return back({ error: 'invalid_request', error_description: 'invalid code challenge' });
    }
    const decision = request.method === 'POST' ? form.get('decision') : autoApprove ? 'allow' : null;
    if (decision === null) return html(200, consentPage(form, org));
    if (decision !== 'allow')
      return back({ error: 'access_denied', error_description: 'end-user denied authorization' });
    const code = `aPrx${randomBytes(36).toString('base64url')}==`;
    codes.set(code, {
      redirectUri,
      challenge,
      scope: form.get('scope') ?? DEFAULT_SCOPE,
      expiresAt: org.now().getTime() + CODE_LIFETIME_MS,
    });
    return back({ code });
  };

  const answerWith = (accessToken: string, refreshToken: string | null, scope: string): Reply => {
    const id = identityUrl(org, origin());
    const issuedAt = String(org.now().getTime());
    return json(
      200,
      {
        access_token: accessToken,
        ...(refreshToken === null ? {} : { refresh_token: refreshToken }),
        signature: createHmac('sha256', clientSecret)
          .update(id + issuedAt)
          .digest('base64'),
        scope,
        instance_url: origin(),
        id,
        token_type: 'Bearer',
        issued_at: issuedAt,
      },
      { 'Cache-Control': 'no-cache,must-revalidate,max-age=0,no-store,private' },
    );
  };

  const exchangeCode = (form: URLSearchParams): Reply => {
    const entry = codes.get(form.get('code') ?? '');
    codes.delete(form.get('code') ?? '');
    if (!entry) throw new OAuthError('invalid_grant', 'invalid authorization code');
    if (entry.expiresAt < org.now().getTime()) throw new OAuthError('invalid_grant', 'expired authorization code');
    if (form.get('redirect_uri') !== entry.redirectUri)
      throw new OAuthError('redirect_uri_mismatch', 'redirect_uri must match configuration');
    if (entry.challenge !== null) {
      const verifier = form.get('code_verifier');
      if (!verifier) throw new OAuthError('invalid_grant', 'missing required code verifier');
      if (!/^[A-Za-z0-9\-._~]{43,128}$/.test(verifier) || challengeOf(verifier) !== entry.challenge) {
        throw new OAuthError('invalid_request', 'invalid code verifier');
      }
    }
    const { accessToken, refreshToken } = tokens.approve();
    return answerWith(accessToken, /refresh_token|offline_access/.test(entry.scope) ? refreshToken : null, entry.scope);
  };

  const token = (form: URLSearchParams): Reply => {
    switch (form.get('grant_type')) {
      case 'authorization_code':
        return exchangeCode(form);
      case 'refresh_token': {
        const issued = tokens.refresh(form.get('refresh_token') ?? '');
        if (!issued) throw new OAuthError('invalid_grant', 'expired access/refresh token');
        return answerWith(issued.accessToken, issued.refreshToken, DEFAULT_SCOPE);
      }
      case 'client_credentials':
        return answerWith(tokens.issueAccessToken(), null, 'api id');
      default:
        throw new OAuthError('unsupported_grant_type', 'grant type not supported');
    }
  };

  /** Needs no secret: the signature is the proof. The answer has neither signature nor time of issue. */
  const signedIn = (assertion: string | null): Reply => {
    const audiences = [origin(), SANDBOX_LOGIN];
    jwt.check(assertion, { clientId, username: org.username, audiences, nowSecond: org.nowSecond() });
    return json(200, {
      access_token: tokens.issueAccessToken(),
      scope: 'api id',
      instance_url: origin(),
      id: identityUrl(org, origin()),
      token_type: 'Bearer',
    });
  };

  const introspect = (form: URLSearchParams): Reply => {
    const text = form.get('token') ?? '';
    const isAccess = tokens.isAlive(text);
    if (!isAccess && !tokens.isLiveRefreshToken(text)) return json(200, { active: false });
    const now = org.nowSecond();
    return json(200, {
      active: true,
      scope: DEFAULT_SCOPE,
      client_id: clientId,
      username: org.username,
      sub: identityUrl(org, origin()),
      token_type: isAccess ? 'access_token' : 'refresh_token',
      iat: now,
      nbf: now,
      ...(isAccess ? { exp: now + 7200 } : {}),
    });
  };

  const checkClient = (form: URLSearchParams, authorization: string | undefined): void => {
    const basic = /^Basic (.+)$/i.exec(authorization ?? '')?.[1];
    const [id, secret] = basic
      ? Buffer.from(basic, 'base64').toString().split(':').map(decodeURIComponent)
      : [form.get('client_id'), form.get('client_secret')];
    if (id !== clientId) throw new OAuthError('invalid_client_id', 'client identifier invalid');
    if (secret !== clientSecret) throw new OAuthError('invalid_client', 'invalid client credentials', 401);
  };

  const post = (action: string, request: Request): Reply => {
    const form = new URLSearchParams(request.body);
    if (action === 'revoke') {
      if (!tokens.revoke(form.get('token') ?? ''))
        throw new OAuthError('unsupported_token_type', 'this token type is not supported');
      return { status: 200 };
    }
    if (action === 'token' && form.get('grant_type') === JWT_BEARER) return signedIn(form.get('assertion'));
    checkClient(form, request.headers.authorization);
    return action === 'token' ? token(form) : introspect(form);
  };

  return {
    tokens,
    jwt,
    handle(action, request) {
      if (action === 'authorize') return authorize(request);
      if (!['token', 'revoke', 'introspect'].includes(action)) return null;
      try {
        if (action === 'revoke' && request.method === 'GET')
          return post(action, { ...request, body: request.query.toString() });
        if (request.method !== 'POST') throw new OAuthError('invalid_request', 'must use HTTP POST');
        return post(action, request);
      } catch (error) {
        if (!(error instanceof OAuthError)) throw error;
        return json(error.status, { error: error.code, error_description: error.message });
      }
    },
  };
}

const challengeOf = (verifier: string): string => createHash('sha256').update(verifier).digest('base64url');

/** The app is set up for any https address and, as for development, for loopback. */
function isAllowedCallback(address: string): boolean {
  if (!URL.canParse(address)) return false;
  const { protocol, hostname } = new URL(address);
  return protocol === 'https:' || (protocol === 'http:' && ['localhost', '127.0.0.1', '[::1]'].includes(hostname));
}
