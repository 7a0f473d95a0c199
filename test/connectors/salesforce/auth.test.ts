import assert from 'node:assert/strict';
import { certificates } from '../../../connectors/salesforce/certificates.ts';
import type { OpenConnection } from '../../../src/contract/connector.ts';
import { startSalesforceSandbox, type SalesforceSandbox } from '../../sandbox/salesforce/startSalesforceSandbox.ts';
import { comesBackAfter, connectTo, failure, never, type SandboxConnection } from './sandboxConnection.ts';

const TOKEN = 'POST /services/oauth2/token';
const REDIRECT = 'https://rollcall.example/callback';

/** Follows the consent page as a browser does, and reads what comes back. */
async function consent(url: string): Promise<URLSearchParams> {
  const answer = await fetch(url, { redirect: 'manual' });
  await answer.arrayBuffer();
  return new URL(answer.headers.get('location') ?? '').searchParams;
}

describe('salesforce authorization', () => {
  let org: SalesforceSandbox;
  let open: OpenConnection[] = [];
  const opened = ({ open: make }: SandboxConnection): OpenConnection => {
    const connection = make();
    open.push(connection);
    return connection;
  };
  const tokenCalls = (): number => org.calls.byRoute[TOKEN] ?? 0;

  beforeEach(async () => {
    org = await startSalesforceSandbox({ contacts: 5, leads: 1, autoApprove: true });
  });
  afterEach(async () => {
    await Promise.all(open.map((connection) => connection.close()));
    open = [];
    await org.close();
  });

  describe('in the browser', () => {
    const begin = async (connection: SandboxConnection) => {
      const flow = connection.connector.authorization!;
      const { url, verifier } = await flow.begin(connection.access, connection.deps, {
        redirectUri: REDIRECT,
        state: 's t&',
      });
      const back = await consent(url);
      return { flow, url, verifier, back, code: back.get('code') ?? '' };
    };

    it('sends a challenge, state and scope, and keeps the verifier to itself', async () => {
      const { url, verifier, back } = await begin(connectTo(org, { secrets: {} }));
      const asked = new URL(url).searchParams;
      assert.equal(asked.get('code_challenge_method'), 'S256');
      assert.match(asked.get('code_challenge')!, /^[A-Za-z0-9_-]{43}$/);
      assert.match(verifier, /^[A-Za-z0-9_-]{43,128}$/);
      assert.ok(!url.includes(verifier));
      assert.deepEqual(asked.get('scope')!.split(' ').sort(), ['api', 'id', 'refresh_token']);
      assert.equal(back.get('state'), 's t&');
    });

    it('exchanges the code, saves the tokens and tells which org it is', async () => {
      const connection = connectTo(org, { secrets: {} });
      const { flow, verifier, code } = await begin(connection);
      const answer = { code, verifier, redirectUri: REDIRECT, expectedAccountId: null };
      const account = await flow.complete(connection.access, connection.deps, answer, never());
      assert.deepEqual(account, { accountId: org.orgId, accountName: org.orgName, userName: org.username });
      const { accessToken, refreshToken, instanceUrl, clientSecret } = await connection.access.secrets.read();
      assert.ok(accessToken && refreshToken && clientSecret);
      assert.equal(instanceUrl, org.url);
      assert.ok((await opened(connection).describeFields('Contact', null, never())).length > 0);
    });

    it('refuses a code used twice, a wrong verifier and a wrong secret', async () => {
      const connection = connectTo(org, { secrets: {} });
      const { flow, verifier, code } = await begin(connection);
      const answer = { code, verifier, redirectUri: REDIRECT, expectedAccountId: null };
      await flow.complete(connection.access, connection.deps, answer, never());
      await assert.rejects(flow.complete(connection.access, connection.deps, answer, never()), {
        code: 'AUTH_REFUSED',
      });
      const second = await begin(connection);
      const wrong = { ...answer, code: second.code };
      await assert.rejects(flow.complete(connection.access, connection.deps, wrong, never()), { code: 'AUTH_REFUSED' });
      const stranger = connectTo(org, { secrets: { clientSecret: 'wrong' } });
      const third = await begin(stranger);
      const answer3 = { ...answer, code: third.code, verifier: third.verifier };
      await assert.rejects(flow.complete(stranger.access, stranger.deps, answer3, never()), { code: 'AUTH_REFUSED' });
    });

    it('keeps the old tokens when somebody signs in to another org, and gives the new ones back', async () => {
      const connection = connectTo(org);
      const before = await connection.access.secrets.read();
      const { flow, verifier, code } = await begin(connection);
      const answer = { code, verifier, redirectUri: REDIRECT, expectedAccountId: '00DRO000000ZZZZZZZ' };
      await assert.rejects(flow.complete(connection.access, connection.deps, answer, never()), {
        code: 'ACCOUNT_CHANGED',
      });
      assert.deepEqual(await connection.access.secrets.read(), before);
      assert.equal(org.calls.byRoute['POST /services/oauth2/revoke'], 1);
    });

    it('is not needed with client credentials', async () => {
      const { connector, access, deps } = connectTo(org, { settings: { method: 'client_credentials' }, secrets: {} });
      assert.equal(connector.authorization!.isNeeded(access.settings), false);
      await assert.rejects(connector.authorization!.begin(access, deps, { redirectUri: REDIRECT, state: 's' }), {
        code: 'AUTH_REFUSED',
      });
    });
  });

  it('signs in with client credentials at the first call and again when the token runs out', async () => {
    const connection = connectTo(org, { settings: { method: 'client_credentials' }, secrets: {} });
    const used = opened(connection);
    await used.describeFields('Contact', null, never());
    org.expireAccessTokens();
    await used.describeFields('Contact', null, never());
    assert.equal(tokenCalls(), 2);
    assert.ok((await connection.access.secrets.read())['accessToken']);
  });

  it('signs in with a certificate, again when the token runs out, and says what to change when it is refused', async () => {
    const now = new Date();
    const pair = await certificates.create('Rollcall', now);
    const signingIn = (changes: Record<string, string> = {}): OpenConnection =>
      opened(
        connectTo(org, {
          settings: { method: 'jwt_bearer', username: org.username, ...changes },
          secrets: { ...pair },
        }),
      );
    const read = (connection: OpenConnection): Promise<unknown> => connection.describeFields('Contact', null, never());
    await assert.rejects(read(signingIn()), failure('CERTIFICATE_REFUSED', ({ message }) => /upload it/.test(message)));
    org.registerCertificate(pair.certificate);
    const used = signingIn();
    await read(used);
    org.expireAccessTokens();
    await read(used);
    assert.equal(tokenCalls(), 3);
    const stranger = signingIn({ username: 'nobody@riverside.example' });
    await assert.rejects(read(stranger), failure('AUTH_REFUSED', ({ message }) => /pre-authorized/.test(message)));
    org.setPreauthorized(false);
    await assert.rejects(read(signingIn()), failure('AUTH_REFUSED', ({ retry }) => retry.kind === 'reauthorise'));
  });

  it('loses the whole family of tokens when the answer to a rotation is lost, and asks for a reconnect', async () => {
    const connection = opened(connectTo(org));
    org.expireAccessTokens();
    org.addFault({ route: TOKEN, kind: 'reset_mid_body' });
    await assert.rejects(
      connection.describeFields('Contact', null, never()),
      failure('AUTH_REVOKED', ({ retry }) => retry.kind === 'reauthorise'),
    );
    assert.equal(tokenCalls(), 2, 'the spent token came back once');
  });

  it('stores no token of another org than the one the connection belongs to', async () => {
    const { connector, access, deps } = connectTo(org, { settings: { method: 'client_credentials' }, secrets: {} });
    const used = connector.open({ ...access, accountId: '00DRO000000ZZZZZZZ' }, deps);
    open.push(used);
    await assert.rejects(used.describeFields('Contact', null, never()), failure('ACCOUNT_CHANGED'));
    assert.equal(access.secrets.saved.length, 0);
    assert.equal(org.calls.counted, 0);
  });

  it('says that nobody connected yet', async () => {
    await assert.rejects(opened(connectTo(org, { secrets: {} })).describeFields('Contact', null, never()), {
      code: 'NOT_CONNECTED',
    });
    assert.equal(org.calls.total, 0);
  });

  it('renews an ended session once, saves the rotated token, and repeats the call', async () => {
    const connection = connectTo(org);
    const before = await connection.access.secrets.read();
    org.expireAccessTokens();
    await opened(connection).describeFields('Contact', null, never());
    const now = await connection.access.secrets.read();
    assert.notEqual(now['refreshToken'], before['refreshToken']);
    assert.notEqual(now['accessToken'], before['accessToken']);
    assert.deepEqual([tokenCalls(), connection.access.secrets.saved.length], [1, 1]);
  });

  it('makes one renewal of many at the same time, within a connection and across processes', async () => {
    const connection = connectTo(org);
    const used = [opened(connection), opened(connection), opened(connection)];
    await Promise.all(used.map((one) => one.describeFields('Contact', null, never())));
    org.expireAccessTokens();
    await Promise.all(used.flatMap((one) => [1, 2, 3].map(() => one.describeFields('Contact', null, never()))));
    assert.equal(tokenCalls(), 1);
    // Rotation is on: a second use of the old token would have revoked everything.
    org.expireAccessTokens();
    await used[2]!.describeFields('Contact', null, never());
    await used[0]!.describeFields('Contact', null, never());
    assert.equal(tokenCalls(), 2);
  });

  it('renews again when the token another process stored has run out meanwhile', async () => {
    const connection = connectTo(org);
    const idle = opened(connection);
    await idle.describeFields('Contact', null, never());
    org.expireAccessTokens();
    await opened(connection).describeFields('Contact', null, never());
    org.expireAccessTokens();
    assert.ok((await idle.describeFields('Contact', null, never())).length > 0);
  });

  it('asks for a reconnect when the authorization was revoked, without trying again', async () => {
    const connection = opened(connectTo(org));
    org.revokeAuthorization();
    await assert.rejects(
      connection.describeFields('Contact', null, never()),
      failure(
        'AUTH_REVOKED',
        ({ retry, vendorMessage }) =>
          retry.kind === 'reauthorise' && vendorMessage.includes('expired access/refresh token'),
      ),
    );
    assert.equal(tokenCalls(), 1);
  });

  it('does not take a call refused with a new token for a lost authorization', async () => {
    const connection = opened(connectTo(org));
    org.addFault({ route: '/sobjects/Contact/describe', kind: 'unauthorized', times: 9 });
    await assert.rejects(connection.describeFields('Contact', null, never()), failure('AUTH_REFUSED', comesBackAfter(1)));
    assert.equal(tokenCalls(), 1);
  });

  it('repeats a renewal after a server fault or a broken answer', async () => {
    org.expireAccessTokens();
    org.addFault({ route: TOKEN, kind: 'server_error' });
    assert.ok(
      (
        await opened(connectTo(org, { secrets: { refreshToken: org.issueTokens().refreshToken } })).describeFields(
          'Contact',
          null,
          never(),
        )
      ).length > 0,
    );
    org.expireAccessTokens();
    org.addFault({ route: TOKEN, kind: 'unavailable_html' });
    assert.ok((await opened(connectTo(org)).describeFields('Contact', null, never())).length > 0);
  });

  it('saves a rotated token even when whoever asked has gone away', async () => {
    const connection = connectTo(org);
    const used = opened(connection);
    org.expireAccessTokens();
    const before = await connection.access.secrets.read();
    org.addFault({ route: TOKEN, kind: 'slow_drip', delayMs: 50 });
    const stopping = new AbortController();
    const ended = assert.rejects(used.describeFields('Contact', null, stopping.signal));
    while (tokenCalls() === 0) await new Promise((resolve) => setImmediate(resolve));
    stopping.abort(new Error('stop'));
    await ended;
    await used.close();
    assert.notEqual((await connection.access.secrets.read())['refreshToken'], before['refreshToken']);
  });

  it('takes the instance from the token answer', async () => {
    const secrets = { refreshToken: org.issueTokens().refreshToken, accessToken: 'old', instanceUrl: org.url };
    const connection = connectTo(org, { secrets });
    await opened(connection).describeFields('Contact', null, never());
    assert.equal((await connection.access.secrets.read())['instanceUrl'], org.url);
  });
});
