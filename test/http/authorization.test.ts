import assert from 'node:assert/strict';
import type { Connection } from '../../src/http/schemas/connections.ts';
import { startSalesforceSandbox, type SalesforceSandbox } from '../sandbox/salesforce/startSalesforceSandbox.ts';
import {
  consent,
  goThrough,
  sandboxSettings,
  startConnectedServer,
  team,
  type ConnectedServer,
} from '../support/connectedServer.ts';

describe('authorizing a connection', () => {
  let server: ConnectedServer;
  before(async () => {
    server = await startConnectedServer();
  });
  after(() => server.close());

  const connection = async (): Promise<Connection> =>
    (await server.owner.call<Connection>('GET', team(`/connections/${server.connectionId}`))).body;
  const begin = async (): Promise<URL> => {
    const { body } = await server.owner.call<{ url: string }>(
      'POST',
      team(`/connections/${server.connectionId}/authorize`),
      {},
    );
    return consent(body.url);
  };
  const secrets = async (): Promise<string[]> =>
    (
      await server.database.dataSource.query<{ name: string }[]>(
        'select name from connection_secret where connection_id = $1 order by name',
        [server.connectionId],
      )
    ).map(({ name }: { name: string }) => name);

  it('takes a state once', async () => {
    const callback = await begin();
    assert.equal((await server.owner.call('GET', callback.pathname + callback.search)).status, 302);
    const again = await server.owner.call('GET', callback.pathname + callback.search);
    assert.equal(again.status, 410);
    assert.match(again.text, /connect again/);
  });

  it('takes a state once, also when it comes twice in the same moment', async () => {
    const callback = await begin();
    const both = await Promise.all([1, 2].map(() => server.owner.call('GET', callback.pathname + callback.search)));
    assert.deepEqual(both.map(({ status }) => status).sort(), [302, 410]);
  });

  it('takes a state for 15 minutes only', async () => {
    const callback = await begin();
    server.clock.now = new Date(Date.now() + 15 * 60_000 + 1000);
    assert.equal((await server.owner.call('GET', callback.pathname + callback.search)).status, 410);
    server.clock.now = null;
  });

  it('takes a state only from the person who began', async () => {
    const callback = await begin();
    assert.equal((await server.browser().call('GET', callback.pathname + callback.search)).status, 410);
    const made = await server.owner.call('POST', team('/users'), {
      name: 'Sam Reed',
      email: 'sam@example.edu',
      role: 'admin',
      password: 'correct horse battery 2',
    });
    assert.ok(made.status < 300, made.text);
    const other = server.browser();
    await other.signIn('sam@example.edu', 'correct horse battery 2');
    const second = await begin();
    assert.equal((await other.call('GET', second.pathname + second.search)).status, 410);
  });

  it('keeps neither the state nor the verifier readable', async () => {
    const callback = await begin();
    const state = callback.searchParams.get('state')!;
    const dump = JSON.stringify(
      await server.database.dataSource.query(
        `select encode(state_hash, 'escape') as state, encode(verifier, 'escape') as verifier from authorization_attempt`,
      ),
    );
    assert.equal(dump.includes(state), false);
    await server.owner.call('GET', callback.pathname + callback.search);
  });

  it('comes back with the reason when the person there refuses', async () => {
    const callback = await begin();
    const query = new URLSearchParams({
      state: callback.searchParams.get('state')!,
      error: 'access_denied',
      error_description: 'end-user denied authorization',
    });
    const back = await server.owner.call('GET', `/oauth/callback?${query.toString()}`);
    const at = new URL(back.headers.get('location')!, server.url);
    assert.equal(at.searchParams.get('refused'), 'AUTH_REFUSED');
    assert.equal(at.searchParams.get('reason'), 'end-user denied authorization');
  });

  it('refuses another account than before, naming both, and keeps the old authorization', async () => {
    const other = await startSalesforceSandbox({ contacts: 10, leads: 0, seed: 7, autoApprove: true });
    try {
      const before = await connection();
      const moved = await server.owner.call<Connection>('PATCH', team(`/connections/${server.connectionId}`), {
        version: before.version,
        ...sandboxSettings(other),
      });
      assert.equal(moved.status, 200, moved.text);
      assert.equal(moved.body.health.state, 'broken');
      assert.equal(moved.body.health.code, 'NOT_CONNECTED');
      assert.deepEqual(await secrets(), ['clientSecret']);
      const at = new URL(await goThrough(server, server.connectionId), server.url);
      assert.equal(at.searchParams.get('refused'), 'ACCOUNT_CHANGED');
      assert.match(at.searchParams.get('reason')!, new RegExp(other.orgId));
      assert.match(at.searchParams.get('reason')!, new RegExp(server.sandbox.orgId));
      assert.equal((await connection()).account?.accountId, server.sandbox.orgId);
      assert.deepEqual(await secrets(), ['clientSecret']);
      const back = await server.owner.call('PATCH', team(`/connections/${server.connectionId}`), {
        version: moved.body.version,
        ...sandboxSettings(server.sandbox),
      });
      assert.equal(back.status, 200, back.text);
      assert.match(await goThrough(server, server.connectionId), /connected=1/);
      assert.equal((await connection()).health.code, null);
    } finally {
      await other.close();
    }
  });

  it('marks the connection as broken when the vendor takes the authorization back, until it is connected again', async () => {
    server.sandbox.revokeAuthorization();
    const answer = await server.owner.call('POST', team(`/connections/${server.connectionId}/test`), {});
    assert.equal(answer.status, 409);
    assert.equal(answer.body['code'], 'AUTH_REVOKED');
    const broken = await connection();
    assert.deepEqual([broken.health.state, broken.health.code], ['broken', 'AUTH_REVOKED']);
    const overview = await server.owner.call<{ needsPerson: { kind: string; action: string }[] }>(
      'GET',
      team('/overview'),
    );
    assert.deepEqual(
      overview.body.needsPerson.map(({ kind, action }) => [kind, action]),
      [['broken_authorization', 'Reconnect']],
    );
    assert.match(await goThrough(server, server.connectionId), /connected=1/);
    assert.equal((await connection()).health.code, null);
  });

  it('connects without a browser page under client credentials', async () => {
    const before = await connection();
    const { settings, secrets: typed } = sandboxSettings(server.sandbox);
    const saved = await server.owner.call<Connection>('PATCH', team(`/connections/${server.connectionId}`), {
      version: before.version,
      settings: { ...settings, method: 'client_credentials' },
      secrets: typed,
    });
    assert.equal(saved.status, 200, saved.text);
    const begun = await server.owner.call('POST', team(`/connections/${server.connectionId}/authorize`), {});
    assert.equal(begun.status, 200, begun.text);
    assert.equal(begun.body['url'], null);
    const now = await connection();
    assert.deepEqual([now.account?.accountId, now.health.code], [server.sandbox.orgId, null]);
  });
});

describe('a connection whose settings are turned to another account', () => {
  let server: ConnectedServer;
  let other: SalesforceSandbox;
  before(async () => {
    [server, other] = await Promise.all([
      startConnectedServer(),
      startSalesforceSandbox({ contacts: 10, leads: 0, seed: 7 }),
    ]);
  });
  after(async () => {
    await server.close();
    await other.close();
  });

  it('never reads from it nor writes to it, and keeps no token of it', async () => {
    const { body: before } = await server.owner.call<Connection>('GET', team(`/connections/${server.connectionId}`));
    const { settings, secrets } = sandboxSettings(other);
    const moved = await server.owner.call('PATCH', team(`/connections/${server.connectionId}`), {
      version: before.version,
      settings: { ...settings, method: 'client_credentials' },
      secrets,
    });
    assert.equal(moved.status, 200, moved.text);
    for (const [method, path] of [
      ['GET', '/fields?recordType=Contact'],
      ['POST', '/test'],
      ['POST', '/authorize'],
    ] as const) {
      const refused = await server.owner.call<{ code: string; message: string }>(
        method,
        team(`/connections/${server.connectionId}${path}`),
        method === 'POST' ? {} : undefined,
      );
      assert.deepEqual([refused.status, refused.body.code], [409, 'ACCOUNT_CHANGED'], path);
      assert.match(refused.body.message, new RegExp(other.orgId));
      assert.match(refused.body.message, new RegExp(server.sandbox.orgId));
    }
    assert.equal(other.calls.counted, 0);
    const names = await server.database.dataSource.query<{ name: string }[]>('select name from connection_secret');
    assert.deepEqual(names, [{ name: 'clientSecret' }]);
    const { body: after } = await server.owner.call<Connection>('GET', team(`/connections/${server.connectionId}`));
    assert.deepEqual([after.account?.accountId, after.health.code], [server.sandbox.orgId, 'ACCOUNT_CHANGED']);
  });
});
