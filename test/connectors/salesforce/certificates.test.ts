import assert from 'node:assert/strict';
import { createPublicKey, generateKeyPairSync, X509Certificate } from 'node:crypto';
import { certificates } from '../../../connectors/salesforce/certificates.ts';
import type { CertificateSecrets } from '../../../src/contract/connector.ts';

const NOW = new Date('2026-11-21T12:00:00Z');

describe('salesforce certificates', () => {
  let made: CertificateSecrets;
  let other: CertificateSecrets;
  before(async () => {
    [made, other] = await Promise.all([
      certificates.create('Rollcall Riverside – “A, B”', NOW),
      certificates.create('Another', NOW),
    ]);
  });

  const problems = (input: Partial<CertificateSecrets>, now = NOW): Record<string, string> => {
    const answer = certificates.accept({ ...made, ...input }, now);
    assert.equal(answer.ok, false);
    return Object.fromEntries(answer.ok ? [] : answer.problems.map(({ field, message }) => [field, message]));
  };

  it('are self-signed over an RSA key of 2,048 bits, for two years', () => {
    const read = new X509Certificate(made.certificate);
    assert.ok(read.verify(read.publicKey));
    assert.deepEqual(
      [read.publicKey.asymmetricKeyType, read.publicKey.asymmetricKeyDetails?.modulusLength],
      ['rsa', 2048],
    );
    assert.equal(read.validFromDate.toISOString(), '2026-11-21T12:00:00.000Z');
    assert.equal(read.validToDate.toISOString(), '2028-11-21T12:00:00.000Z');
    assert.equal(read.issuer, read.subject);
    const publicHalf = createPublicKey(made.privateKey).export({ type: 'spki', format: 'pem' });
    assert.equal(read.publicKey.export({ type: 'spki', format: 'pem' }), publicHalf);
  });

  it('have serial numbers of their own', () => {
    const [one, two] = [made, other].map(({ certificate }) => new X509Certificate(certificate).serialNumber);
    assert.notEqual(one, two);
    assert.match(one!, /^[4-7]/, 'positive, without padding');
  });

  it('are told by subject, end and fingerprint', () => {
    const facts = certificates.describe(other.certificate);
    assert.equal(facts.subject, 'CN=Another');
    assert.equal(facts.expiresAt.toISOString(), '2028-11-21T12:00:00.000Z');
    assert.match(facts.fingerprint, /^([0-9A-F]{2}:){31}[0-9A-F]{2}$/);
  });

  it('are taken when both halves belong together, without what stands around them', () => {
    const answer = certificates.accept(
      { certificate: `Bag Attributes\r\n${made.certificate}`, privateKey: `# mine\n${made.privateKey}\n` },
      NOW,
    );
    assert.deepEqual(answer, { ok: true, secrets: made });
  });

  it('are refused when something else was chosen', () => {
    assert.match(problems({ certificate: 'hello' })['certificate']!, /not a PEM certificate/);
    assert.match(problems({ privateKey: '' })['privateKey']!, /not a PEM private key/);
    const exchanged = problems({ certificate: made.privateKey, privateKey: made.certificate });
    assert.match(exchanged['certificate']!, /a private key, not a certificate/);
    assert.match(exchanged['privateKey']!, /a certificate, not a private key/);
  });

  it('are refused when they are cut short', () => {
    const cut = (text: string): string => text.replace(/\n[^\n]+\n[^\n]+\n-----END/, '\n-----END');
    assert.match(problems({ certificate: cut(made.certificate) })['certificate']!, /cut short/);
    assert.match(problems({ privateKey: cut(made.privateKey) })['privateKey']!, /cut short/);
  });

  it('are refused with the key of another certificate', () => {
    assert.match(problems({ privateKey: other.privateKey })['privateKey']!, /does not belong to the certificate/);
  });

  it('are refused with a key under a passphrase, in either form', () => {
    const encrypt = (type: 'pkcs1' | 'pkcs8'): string =>
      generateKeyPairSync('rsa', {
        modulusLength: 2048,
        publicKeyEncoding: { type: 'spki', format: 'pem' },
        privateKeyEncoding: { type, format: 'pem', cipher: 'aes-256-cbc', passphrase: 'secret' },
      }).privateKey;
    for (const type of ['pkcs1', 'pkcs8'] as const)
      assert.match(problems({ privateKey: encrypt(type) })['privateKey']!, /passphrase/, type);
  });

  it('are refused outside their time', () => {
    const late = problems({}, new Date('2028-11-21T12:00:00Z'));
    assert.match(late['certificate']!, /expired on 2028-11-21/);
    assert.match(problems({}, new Date('2026-11-20T00:00:00Z'))['certificate']!, /not valid before 2026-11-21/);
  });

  it('are refused with a key that is not RSA, or short', () => {
    const { privateKey } = generateKeyPairSync('ec', {
      namedCurve: 'P-256',
      publicKeyEncoding: { type: 'spki', format: 'pem' },
      privateKeyEncoding: { type: 'pkcs8', format: 'pem' },
    });
    assert.match(problems({ privateKey })['privateKey']!, /RSA alone/);
    assert.match(problems({ certificate: P256 })['certificate']!, /RSA alone/);
    assert.match(problems({ certificate: RSA_1024 })['certificate']!, /fewer than 2048 bits/);
  });
});

/** Made with `openssl req -x509`, valid for a hundred years. */
const P256 = `-----BEGIN CERTIFICATE-----
MIIBYjCCAQigAwIBAgIBATAKBggqhkjOPQQDAjAPMQ0wCwYDVQQDDARwMjU2MCAX
DTI2MTEyMTEzMDMyNloYDzIxMjYxMDI4MTMwMzI2WjAPMQ0wCwYDVQQDDARwMjU2
MFkwEwYHKoZIzj0CAQYIKoZIzj0DAQcDQgAEnv2SqUEtQeK0llk32JE8vuFgRtAi
zmc4Sd1Yl6r0luPjCtgwCQudD9BuTZAeFlZUsjl1S1AHV9nSuJ7Dk5Bs4aNTMFEw
HQYDVR0OBBYEFK2rFl0VuUrpszPccwbPrrpl0G+mMB8GA1UdIwQYMBaAFK2rFl0V
uUrpszPccwbPrrpl0G+mMA8GA1UdEwEB/wQFMAMBAf8wCgYIKoZIzj0EAwIDSAAw
RQIgOlZkd/FfL8kD+PfOVMNqam7oe/7LDf6YfnXXzPF9Q6MCIQD217Y/OAkC9Asc
ELFGixAzyOQTp8orN/vujCnrx7/pIQ==
-----END CERTIFICATE-----`;

const RSA_1024 = `-----BEGIN CERTIFICATE-----
MIIB6zCCAVSgAwIBAgIBATANBgkqhkiG9w0BAQsFADAQMQ4wDAYDVQQDDAVzaG9y
dDAgFw0yNjExMjExMzAzMjZaGA8yMTI2MTAyODEzMDMyNlowEDEOMAwGA1UEAwwF
c2hvcnQwgZ8wDQYJKoZIhvcNAQEBBQADgY0AMIGJAoGBANKBVBuq6IA0tPsih2Sz
Nct1YwoBnQQ0EX3hZWDjHn147n0x+SXabdpvonJJnG4FPlXAmWRfbDQcHGFSQeBg
ZadfeTQ7SAFw+5Vx0RPocn/XHwH2tftsfJIjVhc1lhZK5pILY56GgZAx0ZHmzPg1
wa1iFiVMnfZyS96Xwz52ZWPdAgMBAAGjUzBRMB0GA1UdDgQWBBS4HcBKold6IEo/
eKERjiGg2tuNlzAfBgNVHSMEGDAWgBS4HcBKold6IEo/eKERjiGg2tuNlzAPBgNV
HRMBAf8EBTADAQH/MA0GCSqGSIb3DQEBCwUAA4GBAD69gPE+Zfd8ZGsRSvf60ocQ
nuRUWZy+Ps/75JhiRYN5qjW5ZFQqvgV0gXCPdh4zms6IUnYirKNqeOxNneqmjBzU
jEWJl7IdWD7If9iqRIB1kcw2quHoao4YZwyrnP3I978SlnOl3Wd+s5ZgV/nGF8ip
KY2MtJz6SenQKCP3j+Ky
-----END CERTIFICATE-----`;
