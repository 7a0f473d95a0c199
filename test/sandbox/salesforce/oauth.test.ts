import assert from 'node:assert/strict';
import { createHash, createHmac } from 'node:crypto';
import { apiClient } from './apiClient.ts';
import { startSalesforceSandbox, type SandboxOptions, type SalesforceSandbox } from './startSalesforceSandbox.ts';

const CALLBACK = 'http://127.0.0.1:9/callback';
const VERIFIER = 'a-verifier-that-is-long-enough-to-be-accepted-by-anybody';
const CHALLENGE = createHash('sha256').update(VERIFIER).digest('base64url');

describe('the sandbox org’s OAuth', () => {
  let sandbox: SalesforceSandbox;
  let now: Date;

  const start = async (options: SandboxOptions = {}): Promise<void> => {
    now = new Date('2027-01-15T12:00:00Z');
    sandbox = await startSalesforceSandbox({ contacts: 5, leads: 0, autoApprove: true, now: () => now, ...options });
  };
  afterEach(() => sandbox.close());

  const authorize = (changes: Record<string, string | null> = {}, form?: URLSearchParams): Promise<Response> => {
    const query = new URLSearchParams({
      response_type: 'code',
      client_id: sandbox.clientId,
      redirect_uri: CALLBACK,
      scope: 'api refresh_token id',
      state: 'st&te',
      code_challenge: CHALLENGE,
      code_challenge_method: 'S256',
    });
    for (const [name, value] of Object.entries(changes)) {
      if (value === null) query.delete(name);
      else query.set(name, value);
    }
    return fetch(`${sandbox.url}/services/oauth2/authorize${form ? '' : `?${query.toString()}`}`, {
      redirect: 'manual',
      ...(form ? { method: 'POST', body: form } : {}),
    });
  };
  const codeOf = (response: Response): string => new URL(response.headers.get('location')!).searchParams.get('code')!;
  // eslint-disable-next-line @typescript-eslint/no-explicit-any -- answers are looked at key by key
  const token = async (form: Record<string, string>): Promise<{ status: number; body: any }> => {
    const response = await fetch(`${sandbox.url}/services/oauth2/token`, {
      method: 'POST',
      body: new URLSearchParams({ client_id: sandbox.clientId, client_secret: sandbox.clientSecret, ...form }),
    });
    return { status: response.status, body: await response.json() };
  };
  const exchange = (code: string, changes: Record<string, string> = {}): ReturnType<typeof token> =>
    token({ grant_type: 'authorization_code', code, redirect_uri: CALLBACK, code_verifier: VERIFIER, ...changes });
  const refresh = (refreshToken: string): ReturnType<typeof token> =>
    token({ grant_type: 'refresh_token', refresh_token: refreshToken });
  const reads = async (accessToken: string): Promise<number> =>
    (await apiClient(sandbox, accessToken).get('/limits')).status;

  it('sends the user back with state and a code that works once, with the verifier', async () => {
    await start();
    const response = await authorize();
    assert.equal(response.status, 302);
    const back = new URL(response.headers.get('location')!);
    assert.equal(back.origin + back.pathname, CALLBACK);
    assert.equal(back.searchParams.get('state'), 'st&te');
    const { status, body } = await exchange(codeOf(response));
    assert.equal(status, 200);
    assert.deepEqual(Object.keys(body).sort(), [
      'access_token',
      'id',
      'instance_url',
      'issued_at',
      'refresh_token',
      'scope',
      'signature',
      'token_type',
    ]);
    assert.equal(body.issued_at, String(now.getTime()));
    assert.equal(
      body.signature,
      createHmac('sha256', sandbox.clientSecret)
        .update(body.id + body.issued_at)
        .digest('base64'),
    );
    assert.equal(body.instance_url, sandbox.url);
    assert.match(body.id, new RegExp(`/id/${sandbox.orgId}/005\\w{15}$`));
    assert.equal(await reads(body.access_token), 200);
    assert.deepEqual(await exchange(codeOf(response)), {
      status: 400,
      body: { error: 'invalid_grant', error_description: 'invalid authorization code' },
    });
  });

  it('refuses a code that is late, or comes with another verifier or callback', async () => {
    await start();
    const refused = async (changes: Record<string, string>): Promise<string> =>
      (await exchange(codeOf(await authorize()), changes)).body.error;
    assert.equal(await refused({ code_verifier: '' }), 'invalid_grant');
    assert.equal(await refused({ code_verifier: `${VERIFIER}x` }), 'invalid_request');
    assert.equal(await refused({ redirect_uri: `${CALLBACK}2` }), 'redirect_uri_mismatch');
    assert.equal(await refused({ client_secret: 'wrong' }), 'invalid_client');
    assert.equal(await refused({ client_id: 'wrong' }), 'invalid_client_id');
    assert.equal(await refused({ grant_type: 'password' }), 'unsupported_grant_type');
    const code = codeOf(await authorize());
    now = new Date(now.getTime() + 16 * 60_000);
    assert.deepEqual((await exchange(code)).body, {
      error: 'invalid_grant',
      error_description: 'expired authorization code',
    });
  });

  it('asks on a page first, and takes no for an answer', async () => {
    await start({ autoApprove: false });
    const asked = await authorize();
    assert.equal(asked.status, 200);
    const html = await asked.text();
    assert.match(html, /Allow Rollcall access\?/);
    const form = new URLSearchParams(
      [...html.matchAll(/<input type="hidden" name="([^"]+)" value="([^"]*)">/g)].map(
        ([, name, value]): [string, string] => [
          name!,
          value!.replace(/&#(\d+);/g, (_all, code) => String.fromCharCode(Number(code))),
        ],
      ),
    );
    assert.equal(form.get('state'), 'st&te');
    form.set('decision', 'deny');
    const denied = new URL((await authorize({}, form)).headers.get('location')!);
    assert.equal(denied.searchParams.get('error'), 'access_denied');
    assert.equal(denied.searchParams.get('state'), 'st&te');
    form.set('decision', 'allow');
    assert.equal((await exchange(codeOf(await authorize({}, form)))).status, 200);
  });

  it('keeps the user when the app or the callback is not known, and sends back other mistakes', async () => {
    await start();
    assert.equal((await authorize({ client_id: 'wrong' })).status, 400);
    assert.equal((await authorize({ redirect_uri: 'http://elsewhere.example/callback' })).status, 400);
    const error = async (changes: Record<string, string | null>): Promise<string | null> =>
      new URL((await authorize(changes)).headers.get('location')!).searchParams.get('error');
    assert.equal(await error({ code_challenge: 'short' }), 'invalid_request');
    assert.equal(await error({ code_challenge_method: 'plain' }), 'invalid_request');
    assert.equal(await error({ response_type: 'token' }), 'unsupported_response_type');
  });

  it('rotates refresh tokens, and revokes the family when a spent one comes back', async () => {
    await start();
    const another = sandbox.issueTokens();
    const first = sandbox.issueTokens();
    const second = await refresh(first.refreshToken);
    assert.equal(second.status, 200);
    assert.notEqual(second.body.refresh_token, first.refreshToken);
    assert.equal(await reads(first.accessToken), 200, 'the access token is not rotated away');
    const expired = {
      status: 400,
      body: { error: 'invalid_grant', error_description: 'expired access/refresh token' },
    };
    assert.deepEqual(await refresh(first.refreshToken), expired);
    assert.deepEqual(await refresh(second.body.refresh_token), expired);
    assert.equal(await reads(second.body.access_token), 401);
    assert.equal(await reads(first.accessToken), 401, 'everything that came of the approval is dead');
    assert.equal((await refresh(another.refreshToken)).status, 200, 'another approval is not concerned');
  });

  it('revokes the family whichever of its spent tokens comes back', async () => {
    await start();
    const first = sandbox.issueTokens();
    let live = first.refreshToken;
    for (let i = 0; i < 3; i++) live = (await refresh(live)).body.refresh_token;
    assert.equal((await refresh(first.refreshToken)).status, 400);
    assert.equal((await refresh(live)).status, 400);
  });

  it('keeps one refresh token when rotation is off', async () => {
    await start({ rotateRefreshTokens: false });
    const { refreshToken } = sandbox.issueTokens();
    for (let i = 0; i < 2; i++) assert.equal('refresh_token' in (await refresh(refreshToken)).body, false);
    assert.equal((await refresh(refreshToken)).status, 200);
  });

  it('gives client credentials an access token alone', async () => {
    await start();
    const { status, body } = await token({ grant_type: 'client_credentials' });
    assert.equal(status, 200);
    assert.equal('refresh_token' in body, false);
    assert.equal(await reads(body.access_token), 200);
  });

  it('expires access tokens, and takes approvals back, when told', async () => {
    await start();
    const tokens = sandbox.issueTokens();
    sandbox.expireAccessTokens();
    const refused = await apiClient(sandbox, tokens.accessToken).get('/limits');
    assert.equal(refused.status, 401);
    assert.deepEqual(refused.body, [{ message: 'Session expired or invalid', errorCode: 'INVALID_SESSION_ID' }]);
    const fresh = await refresh(tokens.refreshToken);
    assert.equal(fresh.status, 200);
    sandbox.revokeAuthorization();
    assert.equal((await refresh(fresh.body.refresh_token)).body.error, 'invalid_grant');
    assert.equal(await reads(fresh.body.access_token), 401);
  });

  it('drops the oldest of six approvals', async () => {
    await start();
    const approvals = Array.from({ length: 6 }, () => sandbox.issueTokens());
    assert.equal((await refresh(approvals[0]!.refreshToken)).body.error, 'invalid_grant');
    assert.equal((await refresh(approvals[1]!.refreshToken)).status, 200);
  });

  it('revokes, introspects and tells who somebody is', async () => {
    await start();
    const { accessToken, refreshToken } = sandbox.issueTokens();
    const post = async (action: string, form: Record<string, string>): Promise<Response> =>
      fetch(`${sandbox.url}/services/oauth2/${action}`, {
        method: 'POST',
        body: new URLSearchParams({ client_id: sandbox.clientId, client_secret: sandbox.clientSecret, ...form }),
      });
    const active = async (): Promise<unknown> =>
      ((await (await post('introspect', { token: accessToken })).json()) as { active: unknown }).active;
    assert.equal(await active(), true);
    const userinfo = await apiClient(sandbox, accessToken).get('/services/oauth2/userinfo');
    assert.equal(userinfo.body.organization_id, sandbox.orgId);
    const identity = await fetch(userinfo.body.sub as string, { headers: { Authorization: `Bearer ${accessToken}` } });
    const who = (await identity.json()) as { username: string; user_id: string };
    assert.equal(who.username, sandbox.username);
    assert.equal((await fetch(userinfo.body.sub as string)).status, 403);
    assert.equal((await post('revoke', { token: refreshToken })).status, 200);
    assert.equal(await active(), false);
    assert.equal(await reads(accessToken), 401);
    assert.equal((await post('revoke', { token: refreshToken })).status, 400);
  });
});
