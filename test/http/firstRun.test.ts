import assert from 'node:assert/strict';
import { makeFirstRunLink } from '../../src/db/accounts/firstRunLink.ts';
import { startTestServer, type TestServer } from '../support/testServer.ts';

const OWNER = { name: 'Dana Cole', email: 'dana@example.edu', password: 'four quiet long words' };

describe('the one-time link', () => {
  let server: TestServer;
  before(async () => {
    server = await startTestServer();
  });
  after(() => server.close());
  beforeEach(() =>
    server.database.dataSource.query(
      'delete from session; delete from first_run_link; delete from team_member; delete from app_user',
    ),
  );

  const makeLink = async (now = new Date()): Promise<string> => {
    const token = await makeFirstRunLink(server.database.dataSource.manager, now);
    assert.ok(token);
    return token;
  };

  it('makes the owner, signs them in, and works once', async () => {
    const path = `/api/first-run/${await makeLink()}`;
    const browser = server.browser();
    assert.deepEqual((await browser.call('GET', path)).body, { open: true });
    assert.equal((await browser.call('POST', path, OWNER)).status, 200);
    const me = await browser.call<{ user: { name: string }; canCreateTeams: boolean }>('GET', '/api/me');
    assert.equal(me.body.user.name, 'Dana Cole');
    assert.equal(me.body.canCreateTeams, true);
    for (const method of ['GET', 'POST']) {
      const again = await server
        .browser()
        .call(method, path, method === 'POST' ? { ...OWNER, email: 'eve@example.edu' } : undefined);
      assert.equal(again.status, 410);
      assert.equal(again.body['code'], 'first_run_used');
    }
  });

  it('makes one owner when two people use two links at the same time', async () => {
    const paths = [`/api/first-run/${await makeLink()}`, `/api/first-run/${await makeLink()}`];
    const answers = await Promise.all(
      paths.map((path, index) => server.browser().call('POST', path, { ...OWNER, email: `${index}@example.edu` })),
    );
    assert.deepEqual(answers.map(({ status }) => status).sort(), [200, 410]);
    assert.equal((await server.database.dataSource.query('select count(*)::int as n from app_user'))[0].n, 1);
  });

  it('is not used up by a refusal', async () => {
    const path = `/api/first-run/${await makeLink()}`;
    const refused = await server
      .browser()
      .call<{ fields: { field: string }[] }>('POST', path, { ...OWNER, email: 'no address' });
    assert.equal(refused.status, 422);
    assert.deepEqual(
      refused.body.fields.map(({ field }) => field),
      ['email'],
    );
    assert.equal((await server.browser().call('POST', path, OWNER)).status, 200);
  });

  it('stops working after a day, and is not made once somebody has an account', async () => {
    const path = `/api/first-run/${await makeLink(new Date(Date.now() - 24 * 3_600_000))}`;
    assert.equal((await server.browser().call('GET', path)).status, 410);
    await server.browser().call('POST', `/api/first-run/${await makeLink()}`, OWNER);
    assert.equal(await makeFirstRunLink(server.database.dataSource.manager, new Date()), null);
  });

  it('answers a made-up one like a used one', async () => {
    assert.equal((await server.browser().call('GET', '/api/first-run/made-up')).status, 410);
  });
});
