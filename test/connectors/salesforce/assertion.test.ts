import assert from 'node:assert/strict';
import { verify, X509Certificate } from 'node:crypto';
import { makeAssertion } from '../../../connectors/salesforce/assertion.ts';
import { certificates } from '../../../connectors/salesforce/certificates.ts';
import type { SalesforceSettings } from '../../../connectors/salesforce/settings.ts';
import type { CertificateSecrets } from '../../../src/contract/connector.ts';
import { failure } from './sandboxConnection.ts';

const NOW = new Date('2026-11-21T12:00:00.900Z');
const SETTINGS: SalesforceSettings = {
  method: 'jwt_bearer',
  environment: 'sandbox',
  loginUrl: 'https://test.salesforce.com',
  clientId: '3MVG9key',
  username: 'api@riverside.example',
};

describe('salesforce assertions', () => {
  let secrets: CertificateSecrets;
  before(async () => {
    secrets = await certificates.create('Rollcall', NOW);
  });

  const parts = (assertion: string): { claims: Record<string, unknown>; header: unknown; isSigned: boolean } => {
    const [header, claims, signature] = assertion.split('.') as [string, string, string];
    const read = (text: string): Record<string, unknown> =>
      JSON.parse(Buffer.from(text, 'base64url').toString()) as Record<string, unknown>;
    const { publicKey } = new X509Certificate(secrets.certificate);
    const body = Buffer.from(`${header}.${claims}`);
    const isSigned = verify('sha256', body, publicKey, Buffer.from(signature, 'base64url'));
    return { header: read(header), claims: read(claims), isSigned };
  };

  it('name the app, the user and the host, live less than three minutes and are signed with the key', () => {
    const { header, claims, isSigned } = parts(makeAssertion(SETTINGS, { ...secrets }, NOW));
    assert.deepEqual(header, { alg: 'RS256' });
    const seconds = Number(claims['exp']) - NOW.getTime() / 1000;
    assert.ok(Number.isInteger(claims['exp']) && seconds > 60 && seconds < 180, `lives ${seconds} s`);
    assert.deepEqual(
      { ...claims, exp: 0 },
      { iss: '3MVG9key', sub: 'api@riverside.example', aud: 'https://test.salesforce.com', exp: 0 },
    );
    assert.ok(isSigned);
  });

  it('are meant for the host they are sent to and no other', () => {
    const loginUrl = 'https://elsewhere.example';
    assert.equal(parts(makeAssertion({ ...SETTINGS, loginUrl }, { ...secrets }, NOW)).claims['aud'], loginUrl);
  });

  it('need a certificate that has not expired', () => {
    assert.throws(
      () => makeAssertion(SETTINGS, {}, NOW),
      failure('CERTIFICATE_REFUSED', ({ retry, message }) => retry.kind === 'reauthorise' && /no certificate/.test(message)),
    );
    const later = new Date('2028-11-21T12:00:01Z');
    assert.throws(
      () => makeAssertion(SETTINGS, { ...secrets }, later),
      failure('CERTIFICATE_REFUSED', ({ message }) => message.includes('expired on 2028-11-21')),
    );
  });
});
