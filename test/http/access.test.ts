import assert from 'node:assert/strict';
import type { TestBrowser } from '../support/testBrowser.ts';
import { startTestServer, type TestServer } from '../support/testServer.ts';

const PASSWORD = 'a long enough password';

describe('who may call what', () => {
  let server: TestServer;
  let admin: TestBrowser;
  let viewer: TestBrowser;
  before(async () => {
    server = await startTestServer();
    await server.owner.call('POST', '/api/teams', { name: 'Alumni' });
    const add = async (name: string, role: string): Promise<TestBrowser> => {
      const email = `${name}@example.edu`;
      const answer = await server.owner.call('POST', '/api/teams/admissions/users', {
        name,
        email,
        role,
        password: PASSWORD,
      });
      assert.equal(answer.status, 200, answer.text);
      const browser = server.browser();
      await browser.signIn(email, PASSWORD);
      return browser;
    };
    admin = await add('ann', 'admin');
    viewer = await add('vic', 'viewer');
  });
  after(() => server.close());

  it('answers nobody without a sign-in, whether the team exists or not', async () => {
    const nobody = server.browser();
    for (const path of ['/api/me', '/api/teams/admissions/users', '/api/teams/none/users']) {
      const answer = await nobody.call('GET', path);
      assert.equal(answer.status, 401, path);
      assert.equal(answer.body['code'], 'not_signed_in');
    }
  });

  it('shows another team as missing, exactly like one that does not exist', async () => {
    const others = await admin.call('GET', '/api/teams/alumni/users');
    const none = await admin.call('GET', '/api/teams/none/users');
    const nowhere = await admin.call('GET', '/api/teams/admissions/nowhere');
    assert.equal(others.status, 404);
    for (const answer of [none, nowhere])
      assert.deepEqual({ ...answer.body, requestId: '' }, { ...others.body, requestId: '' });
    assert.equal(
      (await admin.call('POST', '/api/teams/alumni/tokens', { name: 'x', scope: 'read', expiresInDays: null })).status,
      404,
    );
  });

  it('shows the owner of the server every team', async () => {
    assert.equal((await server.owner.call('GET', '/api/teams/alumni/users')).status, 200);
  });

  it('lets a viewer read and change nothing', async () => {
    assert.equal((await viewer.call('GET', '/api/teams/admissions/users')).status, 200);
    const answer = await viewer.call('POST', '/api/teams/admissions/tokens', {
      name: 'x',
      scope: 'read',
      expiresInDays: null,
    });
    assert.equal(answer.status, 403);
    assert.equal(answer.body['code'], 'read_only');
  });

  it('tells a viewer nothing about a body before it has refused it', async () => {
    const answer = await viewer.call('POST', '/api/teams/admissions/tokens', { scope: 'nonsense' });
    assert.equal(answer.body['code'], 'read_only');
  });

  it('lets only owners of the server make teams', async () => {
    const answer = await admin.call('POST', '/api/teams', { name: 'Mine' });
    assert.equal(answer.status, 403);
    assert.equal(answer.body['code'], 'owner_only');
  });

  it('lets an admin add people, but neither make nor change owners', async () => {
    const member = { name: 'Bo', email: 'bo@example.edu', role: 'viewer', userId: 'blee4' };
    const added = await admin.call('POST', '/api/teams/admissions/users', member);
    assert.equal(added.status, 200);
    assert.equal(added.body['userId'], 'blee4');
    assert.equal(
      (await admin.call('POST', '/api/teams/admissions/users', { ...member, role: 'owner' })).body['code'],
      'owner_only',
    );
    await server.owner.call('POST', '/api/teams/admissions/users', { ...member, role: 'owner' });
    assert.equal(
      (await admin.call('POST', '/api/teams/admissions/users', { ...member, role: 'viewer' })).body['code'],
      'owner_only',
    );
  });

  it('keeps the password of an account that is there when it is added again', async () => {
    await server.owner.call('POST', '/api/teams/alumni/users', {
      name: 'Ann',
      email: 'ann@example.edu',
      role: 'viewer',
      password: 'another password',
    });
    await server.browser().signIn('ann@example.edu', PASSWORD);
    assert.equal(
      (await server.browser().call('POST', '/api/session', { email: 'ann@example.edu', password: 'another password' }))
        .status,
      401,
    );
    assert.equal((await admin.call('GET', '/api/teams/alumni/users')).status, 200);
  });

  it('names every field that it refuses', async () => {
    const answer = await admin.call<{ code: string; fields: { field: string }[] }>(
      'POST',
      '/api/teams/admissions/users',
      {
        name: ' ',
        email: 'nowhere',
        role: 'viewer',
        password: 'aaaaaaaaaaaaa',
        userId: 'blee4',
      },
    );
    assert.equal(answer.status, 422);
    assert.deepEqual(answer.body.fields.map(({ field }) => field).sort(), ['email', 'name', 'password', 'userId']);
  });

  it('refuses a change whose token, origin or site is not our own', async () => {
    const body = { name: 'x', scope: 'read', expiresInDays: null };
    const path = '/api/teams/admissions/tokens';
    const cookie = admin.cookie();
    const send = (headers: Record<string, string>) => server.browser().call('POST', path, body, { cookie, ...headers });
    assert.equal((await send({})).body['code'], 'cross_site', 'without the token');
    assert.equal((await send({ 'x-csrf-token': 'x'.repeat(43) })).body['code'], 'cross_site', 'with another token');
    const token = { 'x-csrf-token': admin.csrfToken() };
    assert.equal(
      (await send({ ...token, 'sec-fetch-site': 'same-site' })).body['code'],
      'cross_site',
      'from a sibling host',
    );
    const plain = await fetch(server.url + path, {
      method: 'POST',
      headers: { cookie, ...token, 'content-type': 'application/json', origin: 'https://evil.example' },
      body: JSON.stringify(body),
    });
    assert.equal(plain.status, 403, 'with another origin');
    assert.equal((await send(token)).status, 201);
  });

  it('takes JSON only', async () => {
    const answer = await admin.call('POST', '/api/teams/admissions/tokens', undefined, {
      'content-type': 'text/plain',
    });
    assert.equal(answer.status, 415);
    assert.equal(answer.body['code'], 'request_not_json');
    const form = await fetch(`${server.url}/api/session`, {
      method: 'POST',
      body: new URLSearchParams({ email: 'x', password: 'y' }),
    });
    assert.equal(form.status, 415);
  });

  it('coerces nothing in a body, and says which field is wrong', async () => {
    const answer = await admin.call<{ code: string; fields: { field: string; message: string }[] }>(
      'POST',
      '/api/teams/admissions/tokens',
      {
        name: '',
        scope: 'all',
        expiresInDays: '30',
      },
    );
    assert.equal(answer.status, 400);
    assert.equal(answer.body.code, 'request_malformed');
    assert.deepEqual(answer.body.fields.map(({ field }) => field).sort(), ['expiresInDays', 'name', 'scope']);
    assert.match(JSON.stringify(answer.body.fields), /one of read, write/);
  });

  it('says nothing about what went wrong inside, but logs it with the request ID', async () => {
    const broken = await startTestServer();
    try {
      await broken.database.dataSource.query('alter table api_token rename to elsewhere');
      const answer = await broken.owner.call<{ code: string; requestId: string; message: string }>(
        'GET',
        '/api/teams/admissions/tokens',
      );
      assert.equal(answer.status, 500);
      assert.equal(answer.body.code, 'bug');
      assert.doesNotMatch(answer.text, /api_token|relation|select/);
      assert.equal(
        broken.logged.some((line) => line.includes(answer.body.requestId) && line.includes('api_token')),
        true,
      );
    } finally {
      await broken.close();
    }
  });
});

describe('API tokens', () => {
  let server: TestServer;
  before(async () => {
    server = await startTestServer();
    await server.owner.call('POST', '/api/teams', { name: 'Alumni' });
  });
  after(() => server.close());

  const make = async (scope: string, expiresInDays: number | null = null): Promise<{ token: string; id: string }> => {
    const { body } = await server.owner.call<{ token: string; info: { id: string } }>(
      'POST',
      '/api/teams/admissions/tokens',
      {
        name: 'Nightly script',
        scope,
        expiresInDays,
      },
    );
    return { token: body.token, id: body.info.id };
  };
  const call = (token: string, method: string, path: string, body?: unknown) =>
    server.browser().call(method, path, body, { authorization: `Bearer ${token}`, 'sec-fetch-site': 'cross-site' });

  it('open one team, and say who they are', async () => {
    const { token } = await make('write');
    assert.match(token, /^rc_[\w-]{43}$/);
    const me = await call(token, 'GET', '/api/me');
    assert.deepEqual(
      {
        csrf: me.body['csrfToken'],
        teams: (me.body['teams'] as { slug: string; role: string }[]).map(({ slug, role }) => [slug, role]),
      },
      { csrf: null, teams: [['admissions', 'admin']] },
    );
    assert.equal((await call(token, 'GET', '/api/teams/alumni/users')).status, 404);
  });

  it('need no csrf token, and change things only with the scope write', async () => {
    const [write, read] = [await make('write'), await make('read')];
    const body = { number: '716-555-0100', authToken: '0123456789abcdef' };
    assert.equal((await call(write.token, 'PUT', '/api/teams/admissions/texting-numbers', body)).status, 200);
    assert.equal((await call(read.token, 'GET', '/api/teams/admissions/texting-numbers')).status, 200);
    assert.equal(
      (await call(read.token, 'PUT', '/api/teams/admissions/texting-numbers', body)).body['code'],
      'read_only',
    );
  });

  it('stop working when they are revoked or have expired', async () => {
    const [revoked, short] = [await make('read'), await make('read', 1)];
    assert.equal((await server.owner.call('DELETE', `/api/teams/admissions/tokens/${revoked.id}`)).status, 204);
    assert.equal((await call(revoked.token, 'GET', '/api/me')).status, 401);
    assert.equal((await server.owner.call('DELETE', `/api/teams/admissions/tokens/${revoked.id}`)).status, 404);
    server.clock.now = new Date(Date.now() + 24 * 3_600_000 + 1000);
    assert.equal((await call(short.token, 'GET', '/api/me')).status, 401);
    server.clock.now = null;
  });

  it('are never shown again, and not stored readable', async () => {
    const { token, id } = await make('read');
    const list = await server.owner.call('GET', '/api/teams/admissions/tokens');
    assert.equal(list.text.includes(token), false);
    assert.equal(list.text.includes(id), true);
    const rows = JSON.stringify(
      await server.database.dataSource.query(`select *, encode(token_hash, 'escape') as raw from api_token`),
    );
    assert.equal(rows.includes(token.slice(3)), false);
  });

  it("of another team can't be revoked from here", async () => {
    const { body } = await server.owner.call<{ info: { id: string } }>('POST', '/api/teams/alumni/tokens', {
      name: 'x',
      scope: 'read',
      expiresInDays: null,
    });
    assert.equal((await server.owner.call('DELETE', `/api/teams/admissions/tokens/${body.info.id}`)).status, 404);
    assert.equal((await server.owner.call('DELETE', '/api/teams/admissions/tokens/nonsense')).status, 404);
  });

  it('are told apart from a session: a bad token is not helped by a good cookie', async () => {
    const answer = await server.owner.call('GET', '/api/me', undefined, { authorization: 'Bearer rc_nonsense' });
    assert.equal(answer.status, 401);
  });
});
