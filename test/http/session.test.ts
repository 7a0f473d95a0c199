import assert from 'node:assert/strict';
import { OWNER, startTestServer, type TestServer } from '../support/testServer.ts';

describe('signing in', () => {
  let server: TestServer;
  before(async () => {
    server = await startTestServer({ fullHash: true });
  });
  after(() => server.close());
  beforeEach(async () => {
    server.clock.now = null;
    await server.database.dataSource.query('delete from sign_in_throttle');
  });

  it('answers an unknown address and a wrong password alike', async () => {
    const browser = server.browser();
    const unknown = await browser.call('POST', '/api/session', { email: 'nobody@example.edu', password: 'x' });
    const wrong = await browser.call('POST', '/api/session', { email: OWNER.email, password: 'x' });
    assert.equal(unknown.status, 401);
    assert.equal(wrong.status, 401);
    assert.deepEqual({ ...unknown.body, requestId: '' }, { ...wrong.body, requestId: '' });
    assert.equal(unknown.body['code'], 'sign_in_refused');
    assert.equal(browser.cookie(), '');
  });

  it('takes the mail address in any case, and knows who is signed in', async () => {
    const browser = server.browser();
    await browser.signIn(OWNER.email.toUpperCase(), OWNER.password);
    const { body } = await browser.call<{
      user: { email: string };
      canCreateTeams: boolean;
      teams: { slug: string; role: string }[];
    }>('GET', '/api/me');
    assert.equal(body.user.email, OWNER.email);
    assert.equal(body.canCreateTeams, true);
    assert.deepEqual(
      body.teams.map(({ slug, role }) => [slug, role]),
      [['admissions', 'owner']],
    );
  });

  it('keeps the cookie from scripts and from other sites', async () => {
    const answer = await server.browser().call('POST', '/api/session', OWNER);
    const cookie = answer.headers.getSetCookie()[0] ?? '';
    assert.match(cookie, /HttpOnly/);
    assert.match(cookie, /SameSite=Lax/);
    assert.match(cookie, /Path=\//);
  });

  it('stores no cookie and no password that could be used', async () => {
    const browser = server.browser();
    await browser.signIn(OWNER.email, OWNER.password);
    const token = browser.cookie().split('=')[1] ?? '';
    const dump = JSON.stringify(
      await server.database.dataSource.query('select *, encode(token_hash, $1) as hex from session', ['escape']),
    );
    const users = JSON.stringify(await server.database.dataSource.query('select * from app_user'));
    assert.equal(dump.includes(token), false);
    assert.equal(users.includes(OWNER.password), false);
    assert.match(users, /scrypt\$15\$8\$3\$/);
  });

  it('signs out: the cookie opens nothing any more', async () => {
    const browser = server.browser();
    await browser.signIn(OWNER.email, OWNER.password);
    const cookie = browser.cookie();
    assert.equal((await browser.call('DELETE', '/api/session')).status, 204);
    assert.equal(browser.cookie(), '');
    assert.equal((await server.browser().call('GET', '/api/me', undefined, { cookie })).status, 401);
  });

  it('ends a session after 12 hours without use, and after 7 days in any case', async () => {
    const start = Date.parse('2026-03-02T12:00:00Z');
    const hours = (count: number): Date => new Date(start + count * 3_600_000);
    server.clock.now = hours(0);
    const idle = server.browser();
    await idle.signIn(OWNER.email, OWNER.password);
    const busy = server.browser();
    await busy.signIn(OWNER.email, OWNER.password);
    for (let hour = 11; hour < 168; hour += 11) {
      server.clock.now = hours(hour);
      assert.equal((await busy.call('GET', '/api/me')).status, 200, `after ${hour} hours`);
    }
    assert.equal((await idle.call('GET', '/api/me')).status, 401);
    server.clock.now = hours(168);
    assert.equal((await busy.call('GET', '/api/me')).status, 401);
  });

  it('ends the sessions of somebody who is deactivated', async () => {
    const browser = server.browser();
    await browser.signIn(OWNER.email, OWNER.password);
    await server.database.dataSource.query('update app_user set deactivated_at = now()');
    try {
      assert.equal((await browser.call('GET', '/api/me')).status, 401);
      assert.equal((await browser.call('POST', '/api/session', OWNER)).status, 401);
    } finally {
      await server.database.dataSource.query('update app_user set deactivated_at = null');
    }
  });

  it('makes whoever guesses wait longer and longer, but never for good', async () => {
    const start = Date.parse('2026-03-02T12:00:00Z');
    server.clock.now = new Date(start);
    const guess = async (): Promise<number> =>
      (await server.browser().call('POST', '/api/session', { email: OWNER.email, password: 'x' })).status;
    for (let count = 0; count < 6; count++) assert.equal(await guess(), 401);
    assert.equal(await guess(), 429);
    server.clock.now = new Date(start + 3_000);
    assert.equal(await guess(), 401);
    assert.equal(await guess(), 429);
    const wait = await server.browser().call<{ code: string; message: string }>('POST', '/api/session', OWNER);
    assert.equal(wait.body.code, 'sign_in_wait');
    assert.match(wait.body.message, /Wait 4 seconds/);
    server.clock.now = new Date(start + 3_000 + 60_000);
    assert.equal((await server.browser().call('POST', '/api/session', OWNER)).status, 200);
    assert.equal(await guess(), 401);
  });

  it('lets no more guesses through when they come all at once', async () => {
    server.clock.now = new Date('2026-03-02T12:00:00Z');
    const answers = await Promise.all(
      Array.from({ length: 15 }, () =>
        server.browser().call('POST', '/api/session', { email: OWNER.email, password: 'x' }),
      ),
    );
    assert.equal(answers.filter(({ status }) => status === 401).length, 6);
    assert.equal(answers.filter(({ status }) => status === 429).length, 9);
  });

  it('refuses a sign-in that another site sends', async () => {
    const answer = await server.browser().call('POST', '/api/session', OWNER, { 'sec-fetch-site': 'cross-site' });
    assert.equal(answer.status, 403);
    assert.equal(answer.body['code'], 'cross_site');
    assert.deepEqual(answer.headers.getSetCookie(), []);
  });

  it('logs sign-ins and refusals without the password', async () => {
    await server.browser().call('POST', '/api/session', { email: OWNER.email, password: 'wrong horse' });
    assert.equal(
      server.logged.some((line) => line.includes('Sign-in refused')),
      true,
    );
    assert.equal(
      server.logged.some((line) => line.includes('horse')),
      false,
    );
  });
});
