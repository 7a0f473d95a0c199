import assert from 'node:assert/strict';
import type { Connection } from '../../src/http/schemas/connections.ts';
import { sandboxSettings, startConnectedServer, team, type ConnectedServer } from '../support/connectedServer.ts';

describe('changing a connection', () => {
  let server: ConnectedServer;
  before(async () => {
    server = await startConnectedServer();
  });
  after(() => server.close());

  const read = async (): Promise<Connection> =>
    (await server.owner.call<Connection>('GET', team(`/connections/${server.connectionId}`))).body;
  const patch = (body: object) =>
    server.owner.call<Connection & { code: string; fields: { field: string; message: string }[] }>(
      'PATCH',
      team(`/connections/${server.connectionId}`),
      body,
    );
  const secretNames = async (): Promise<string[]> =>
    (
      await server.database.dataSource.query<{ name: string }[]>('select name from connection_secret order by name')
    ).map(({ name }: { name: string }) => name);

  it('tells the second of two people who save instead of overwriting the first', async () => {
    const { version } = await read();
    assert.equal((await patch({ version, name: 'Admissions Salesforce' })).status, 200);
    const clash = await patch({ version, name: 'Another name' });
    assert.equal(clash.status, 409);
    assert.equal(clash.body.code, 'edit_clash');
    assert.equal((await read()).name, 'Admissions Salesforce');
  });

  it('lets one of many who save at once through, also when they are more than the pool has sessions', async () => {
    const ids = [];
    for (let count = 0; count < 8; count++) {
      const made = await server.owner.call<Connection>('POST', team('/connections'), {
        connector: 'salesforce',
        name: `Spare ${count}`,
      });
      ids.push(made.body.id);
    }
    const answers = await Promise.all(
      [...ids, ...ids].map((id) =>
        server.owner.call('PATCH', team(`/connections/${id}`), { version: 1, secrets: { clientSecret: 'x' } }),
      ),
    );
    assert.deepEqual(answers.map(({ status }) => status).sort(), [...ids.map(() => 200), ...ids.map(() => 409)]);
    for (const [index, id] of ids.entries()) {
      await server.owner.call('DELETE', team(`/connections/${id}?confirm=Spare%20${index}`));
    }
  });

  it('names every field it refuses and saves nothing', async () => {
    const { version } = await read();
    const refused = await patch({
      version,
      name: ' ',
      settings: {
        method: 'password',
        environment: 'custom',
        loginUrl: 'https://acme.lightning.force.com',
        clientId: '',
      },
      secrets: { accessToken: 'x', clientSecret: '' },
    });
    assert.equal(refused.status, 422);
    assert.equal(refused.body.code, 'settings_refused');
    assert.deepEqual(refused.body.fields.map(({ field }) => field).sort(), [
      'name',
      'secrets.accessToken',
      'secrets.clientSecret',
      'settings.clientId',
      'settings.method',
    ]);
    assert.equal((await read()).version, version);
  });

  it('needs the secret again when the settings change, and keeps the old ones until then', async () => {
    const { version } = await read();
    const { settings } = sandboxSettings(server.sandbox);
    const refused = await patch({ version, settings: { ...settings, loginUrl: 'https://elsewhere.example.com' } });
    assert.equal(refused.status, 422);
    assert.deepEqual(
      refused.body.fields.map(({ field }) => field),
      ['secrets.clientSecret'],
    );
    const names = await secretNames();
    assert.ok(names.includes('refreshToken') && names.includes('clientSecret'));
  });

  it('keeps the tokens when the same settings are saved again', async () => {
    const { version } = await read();
    const saved = await patch({ version, settings: sandboxSettings(server.sandbox).settings, schedulePaused: true });
    assert.equal(saved.status, 200, saved.text);
    assert.equal(saved.body.schedulePaused, true);
    assert.ok((await secretNames()).includes('refreshToken'));
    assert.equal((await patch({ version: saved.body.version, schedulePaused: false })).body.schedulePaused, false);
  });

  it('numbers a second connection, and refuses a name that is taken', async () => {
    const { version } = await read();
    const names = [];
    for (let count = 0; count < 2; count++) {
      const made = await server.owner.call<Connection>('POST', team('/connections'), { connector: 'salesforce' });
      names.push(made.body.name);
    }
    assert.deepEqual(names, ['Salesforce', 'Salesforce 2']);
    const taken = await patch({ version, name: 'SALESFORCE 2' });
    assert.equal(taken.status, 409);
    assert.equal(taken.body.code, 'name_taken');
  });

  it('answers for another team’s connection as for one that does not exist', async () => {
    const made = await server.owner.call<{ slug: string }>('POST', '/api/teams', { name: 'Athletics' });
    assert.ok(made.status < 300, made.text);
    const strip = ({ body, status }: { body: Record<string, unknown>; status: number }): unknown => ({
      status,
      ...body,
      requestId: '',
    });
    const missing = '00000000-0000-4000-8000-000000000000';
    const calls: [string, string, object | undefined][] = [
      ['GET', '', undefined],
      ['PATCH', '', { version: 1, name: 'Mine' }],
      ['DELETE', '?confirm=Admissions%20Salesforce', undefined],
      ['POST', '/authorize', {}],
      ['POST', '/test', {}],
      ['GET', '/sources?recordType=Contact', undefined],
      ['GET', '/sources/00B000000000000?recordType=Contact', undefined],
      ['GET', '/fields?recordType=Contact', undefined],
      ['GET', '/imports/Contact', undefined],
      ['PUT', '/imports/Contact', { version: 1 }],
      ['POST', '/imports/Contact/preview', {}],
      ['POST', '/runs', { recordType: 'Contact' }],
    ];
    for (const [method, tail, body] of calls) {
      const theirs = await server.owner.call(
        method,
        `/api/teams/athletics/connections/${server.connectionId}${tail}`,
        body,
      );
      const none = await server.owner.call(method, `/api/teams/athletics/connections/${missing}${tail}`, body);
      const odd = await server.owner.call(method, `/api/teams/athletics/connections/nonsense${tail}`, body);
      assert.equal(theirs.status, 404, `${method} ${tail}: ${theirs.text}`);
      assert.deepEqual(strip(theirs), strip(none), `${method} ${tail}`);
      assert.deepEqual(strip(odd), strip(none), `${method} ${tail}`);
    }
  });

  it('lets a viewer read and change nothing', async () => {
    await server.owner.call('POST', team('/users'), {
      name: 'Vi',
      email: 'vi@example.edu',
      role: 'viewer',
      password: 'correct horse battery 3',
    });
    const viewer = server.browser();
    await viewer.signIn('vi@example.edu', 'correct horse battery 3');
    assert.equal((await viewer.call('GET', team(`/connections/${server.connectionId}`))).status, 200);
    for (const [method, path] of [
      ['PATCH', ''],
      ['DELETE', '?confirm=x'],
      ['POST', '/authorize'],
      ['PUT', '/imports/Contact'],
      ['POST', '/runs'],
    ] as const) {
      assert.equal(
        (await viewer.call(method, team(`/connections/${server.connectionId}${path}`), {})).status,
        403,
        `${method} ${path}`,
      );
    }
  });

  it('disconnects only when its name is given, and leaves no secret behind', async () => {
    const refused = await server.owner.call('DELETE', team(`/connections/${server.connectionId}?confirm=Salesforce`));
    assert.equal(refused.status, 422);
    assert.equal(refused.body['code'], 'name_differs');
    const done = await server.owner.call(
      'DELETE',
      team(`/connections/${server.connectionId}?confirm=admissions%20salesforce`),
    );
    assert.equal(done.status, 204, done.text);
    assert.deepEqual(await secretNames(), []);
    assert.equal((await server.owner.call('GET', team(`/connections/${server.connectionId}`))).status, 404);
    const { connections } = (await server.owner.call<{ connections: Connection[] }>('GET', team('/connections'))).body;
    assert.deepEqual(
      connections.map(({ name }) => name),
      ['Salesforce', 'Salesforce 2'],
    );
  });
});
