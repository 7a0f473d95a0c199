import assert from 'node:assert/strict';
import { sign } from 'node:crypto';
import { Connection } from 'jsforce/lib/connection.js';
import { certificates } from '../../../connectors/salesforce/certificates.ts';
import type { CertificateSecrets } from '../../../src/contract/connector.ts';
import { apiClient } from './apiClient.ts';
import { startSalesforceSandbox, type SalesforceSandbox } from './startSalesforceSandbox.ts';

const JWT_BEARER = 'urn:ietf:params:oauth:grant-type:jwt-bearer';
const NOW = new Date('2027-01-15T12:00:00Z');
const SECOND = NOW.getTime() / 1000;

describe('the sandbox org’s sign-in by certificate', () => {
  let sandbox: SalesforceSandbox;
  let ours: CertificateSecrets;
  let others: CertificateSecrets;
  let now: Date;

  before(async () => {
    [ours, others] = await Promise.all([certificates.create('ours', NOW), certificates.create('others', NOW)]);
  });
  beforeEach(async () => {
    now = NOW;
    sandbox = await startSalesforceSandbox({ contacts: 5, leads: 0, now: () => now });
    sandbox.registerCertificate(ours.certificate);
  });
  afterEach(() => sandbox.close());

  const assertion = (changes: Record<string, unknown> = {}, key = ours.privateKey, alg = 'RS256'): string => {
    const claims = { iss: sandbox.clientId, sub: sandbox.username, aud: sandbox.url, exp: SECOND + 120, ...changes };
    const body = [{ alg }, claims].map((part) => Buffer.from(JSON.stringify(part)).toString('base64url')).join('.');
    return `${body}.${sign('sha256', Buffer.from(body), key).toString('base64url')}`;
  };
  // eslint-disable-next-line @typescript-eslint/no-explicit-any -- answers are looked at key by key
  const ask = async (text: string): Promise<{ status: number; body: any }> => {
    const response = await fetch(`${sandbox.url}/services/oauth2/token`, {
      method: 'POST',
      body: new URLSearchParams({ grant_type: JWT_BEARER, assertion: text }),
    });
    return { status: response.status, body: await response.json() };
  };
  const refusal = async (text: string): Promise<string> => {
    const { status, body } = await ask(text);
    assert.equal(status, 400);
    return `${body.error}: ${body.error_description}`;
  };

  it('gives an access token alone, without a secret', async () => {
    const { status, body } = await ask(assertion());
    assert.equal(status, 200);
    assert.deepEqual(Object.keys(body).sort(), ['access_token', 'id', 'instance_url', 'scope', 'token_type']);
    assert.equal((await apiClient(sandbox, body.access_token as string).get('/limits')).status, 200);
    assert.equal((await ask(assertion({ aud: 'https://test.salesforce.com' }))).status, 200);
    assert.equal((await ask(assertion({ exp: SECOND + 180 }))).status, 200);
  });

  it('says what is wrong with a request, in the words of login hosts', async () => {
    const cases: [text: string, refused: string][] = [
      ['', 'invalid_grant: invalid assertion'],
      ['a.b.c', 'invalid_grant: invalid assertion'],
      [assertion({}, ours.privateKey, 'RS512'), 'invalid_grant: invalid assertion'],
      [assertion({}, others.privateKey), 'invalid_grant: invalid assertion'],
      [assertion().replace(/\.[^.]+$/, '.c2lnbmVk'), 'invalid_grant: invalid assertion'],
      [assertion({ iss: 'another' }), 'invalid_client_id: client identifier invalid'],
      [assertion({ aud: 'https://login.salesforce.com' }), 'invalid_grant: audience is invalid'],
      [assertion({ aud: undefined }), 'invalid_grant: audience is invalid'],
      [assertion({ exp: SECOND }), 'invalid_grant: expired authorization code'],
      [assertion({ exp: SECOND + 181 }), 'invalid_grant: expired authorization code'],
      [assertion({ exp: undefined }), 'invalid_grant: expired authorization code'],
      [assertion({ sub: 'nobody@example.org' }), "invalid_grant: user hasn't approved this consumer"],
    ];
    for (const [text, refused] of cases) assert.equal(await refusal(text), refused);
  });

  it('refuses a user who is not pre-authorised, until they are', async () => {
    sandbox.setPreauthorized(false);
    assert.equal(await refusal(assertion()), "invalid_grant: user hasn't approved this consumer");
    sandbox.setPreauthorized(true);
    assert.equal((await ask(assertion())).status, 200);
  });

  it('knows one certificate, the last that was uploaded, until it expires', async () => {
    sandbox.registerCertificate(others.certificate);
    assert.equal(await refusal(assertion()), 'invalid_grant: invalid assertion');
    assert.equal((await ask(assertion({}, others.privateKey))).status, 200);
    now = new Date('2040-01-01T00:00:00Z');
    const late = assertion({ exp: now.getTime() / 1000 + 60 }, others.privateKey);
    assert.equal(await refusal(late), 'invalid_grant: invalid assertion');
    assert.throws(() => sandbox.registerCertificate(ours.privateKey));
  });

  it('lets jsforce in, unchanged', async () => {
    const connection = new Connection({ oauth2: { clientId: sandbox.clientId, loginUrl: sandbox.url }, version: '62.0' });
    const { organizationId } = await connection.authorize({ grant_type: JWT_BEARER, assertion: assertion() });
    assert.equal(organizationId, sandbox.orgId);
    assert.equal((await connection.query('SELECT Id FROM Contact')).totalSize, 5);
  });

  it('is set up over HTTP as well', async () => {
    const control = (name: string, given: object): Promise<Response> =>
      fetch(`${sandbox.url}/__sandbox/${name}`, { method: 'POST', body: JSON.stringify(given) });
    assert.equal((await control('registerCertificate', { pem: others.certificate })).status, 200);
    assert.equal((await ask(assertion({}, others.privateKey))).status, 200);
    await control('setPreauthorized', { isPreauthorized: false });
    assert.match(await refusal(assertion({}, others.privateKey)), /approved/);
    assert.equal((await control('registerCertificate', { pem: 'no' })).status, 400);
  });
});
