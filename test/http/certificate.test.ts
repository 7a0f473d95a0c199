import assert from 'node:assert/strict';
import { X509Certificate } from 'node:crypto';
import { certificates } from '../../connectors/salesforce/certificates.ts';
import type { Connection } from '../../src/http/schemas/connections.ts';
import { sandboxSettings, startConnectedServer, team, type ConnectedServer } from '../support/connectedServer.ts';

describe('the certificate of a connection', () => {
  let server: ConnectedServer;
  before(async () => {
    server = await startConnectedServer({ connect: false });
  });
  after(() => server.close());

  const path = (tail = ''): string => team(`/connections/${server.connectionId}${tail}`);
  const save = (body: object) =>
    server.owner.call<Connection & { code: string; fields: { field: string; message: string }[] }>(
      'POST',
      path('/certificate'),
      body,
    );
  const secretNames = async (): Promise<string[]> => {
    const rows = await server.database.dataSource.query<{ name: string }[]>(
      'select name from connection_secret order by name',
    );
    return rows.map(({ name }: { name: string }) => name);
  };

  it('is missing at first', async () => {
    const answer = await server.owner.call('GET', path('/certificate.pem'));
    assert.deepEqual([answer.status, answer.body['code']], [404, 'certificate_missing']);
  });

  it('is made here, shown by its facts and downloaded without its key', async () => {
    const { status, body, text } = await save({});
    assert.equal(status, 200, text);
    const download = await server.owner.call('GET', path('/certificate.pem'));
    assert.match(download.headers.get('content-disposition')!, /^attachment; filename="rollcall-[\d-]+\.crt"$/);
    const read = new X509Certificate(download.text);
    assert.equal(body.certificate?.fingerprint, read.fingerprint256);
    assert.equal(body.certificate?.expiresAt, read.validToDate.toISOString());
    assert.match(body.certificate?.subject ?? '', /Rollcall Salesforce/);
    for (const shown of [text, download.text]) assert.doesNotMatch(shown, /PRIVATE KEY/);
    assert.deepEqual(await secretNames(), ['certificate', 'clientSecret', 'privateKey']);
    assert.deepEqual(body.secrets.map(({ name }) => name), ['clientSecret'], 'the key is no secret people type');
  });

  it('can be uploaded, and half a pair or a wrong one changes nothing', async () => {
    const [pair, other] = await Promise.all([
      certificates.create('Uploaded', new Date()),
      certificates.create('Other', new Date()),
    ]);
    const taken = await save(pair);
    assert.equal(taken.body.certificate?.subject, 'CN=Uploaded');
    for (const [body, field] of [
      [{ certificate: other.certificate }, 'privateKey'],
      [{ privateKey: other.privateKey }, 'certificate'],
      [{ ...other, privateKey: pair.privateKey }, 'privateKey'],
      [{ ...other, certificate: 'x' }, 'certificate'],
    ] as const) {
      const refused = await save(body);
      assert.deepEqual([refused.status, refused.body.code], [422, 'settings_refused']);
      assert.deepEqual(refused.body.fields.map((one) => one.field), [field]);
    }
    const download = await server.owner.call('GET', path('/certificate.pem'));
    assert.equal(new X509Certificate(download.text).subject, 'CN=Uploaded');
  });

  it('outlives other settings, and needs no client secret', async () => {
    const { version } = (await server.owner.call<Connection>('GET', path())).body;
    const { settings } = sandboxSettings(server.sandbox);
    const moved = await server.owner.call<Connection>('PATCH', path(), {
      version,
      settings: { ...settings, method: 'jwt_bearer', username: server.sandbox.username },
    });
    assert.equal(moved.status, 200, moved.text);
    assert.equal(moved.body.settings['username'], server.sandbox.username);
    assert.equal(moved.body.certificate?.subject, 'CN=Uploaded');
    assert.deepEqual(await secretNames(), ['certificate', 'privateKey'], 'a secret that is not used is not kept');
  });

  it('connects once the app has it, and again with a new one', async () => {
    const connect = () => server.owner.call<{ url: null; code: string; message: string }>('POST', path('/authorize'), {});
    const pem = async (): Promise<string> => (await server.owner.call('GET', path('/certificate.pem'))).text;
    const health = async () => (await server.owner.call<Connection>('GET', path())).body.health.code;
    const early = await connect();
    assert.deepEqual([early.status, early.body.code], [409, 'CERTIFICATE_REFUSED']);
    assert.match(early.body.message, /upload it to the app/);

    server.sandbox.registerCertificate(await pem());
    const connected = await connect();
    assert.deepEqual([connected.status, connected.body.url], [200, null], connected.text);
    server.sandbox.expireAccessTokens();
    assert.equal((await server.owner.call('POST', path('/test'), {})).status, 200, 'a new assertion when the token ends');

    await save({});
    assert.equal((await server.owner.call('POST', path('/test'), {})).status, 200, 'the session goes on meanwhile');
    const unknown = await connect();
    assert.equal(unknown.body.code, 'CERTIFICATE_REFUSED', 'connecting tries the new one');
    assert.equal(await health(), 'CERTIFICATE_REFUSED');
    server.sandbox.registerCertificate(await pem());
    assert.equal((await connect()).status, 200);
    assert.equal(await health(), null);
  });

  it('can’t be changed by a viewer', async () => {
    await server.owner.call('POST', team('/users'), {
      name: 'Vi Ewer',
      email: 'vi@example.edu',
      role: 'viewer',
      password: 'correct horse battery 3',
    });
    const viewer = server.browser();
    await viewer.signIn('vi@example.edu', 'correct horse battery 3');
    assert.equal((await viewer.call('POST', path('/certificate'), {})).status, 403);
  });
});
