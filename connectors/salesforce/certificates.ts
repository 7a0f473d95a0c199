import {
  createPrivateKey, generateKeyPair, randomBytes, sign, X509Certificate, type KeyObject,
} from 'node:crypto';
import { promisify } from 'node:util';
import type { CertificateKeeper, CertificateSecrets, FieldProblem } from '../../src/contract/connector.ts';

/** Salesforce takes RSA keys of 2,048 and 4,096 bits. */
const BITS = 2048;
const YEARS = 2;
const RSA_WITH_SHA256 = '1.2.840.113549.1.1.11';
const COMMON_NAME = '2.5.4.3';
/** The longest common name X.509 allows. */
const NAME_MAX = 64;

/**
 * Certificates for the JWT bearer flow. Node makes the key and the signature, and reads certificates; it can't write
 * one, so the structure around them comes from `@peculiar/asn1-x509`.
 *
 * @see https://help.salesforce.com/s/articleView?id=xcloud.remoteaccess_oauth_jwt_flow.htm
 */
export const certificates: CertificateKeeper = {
  async create(commonName, now) {
    const { privateKey, publicKey } = await promisify(generateKeyPair)('rsa', { modulusLength: BITS });
    const spki = publicKey.export({ type: 'spki', format: 'der' });
    return {
      certificate: pem('CERTIFICATE', await selfSigned(commonName, spki, privateKey, now)),
      privateKey: privateKey.export({ type: 'pkcs8', format: 'pem' }).toString(),
    };
  },

  accept(input, now) {
    const problems: FieldProblem[] = [];
    const certificate = readCertificate(input.certificate, now);
    if (typeof certificate === 'string') problems.push({ field: 'certificate', message: certificate });
    const key = readKey(input.privateKey);
    if (typeof key === 'string') problems.push({ field: 'privateKey', message: key });
    if (typeof certificate === 'string' || typeof key === 'string') return { ok: false, problems };
    if (!certificate.checkPrivateKey(key)) {
      const message = 'This key does not belong to the certificate. Choose the key the certificate was made with.';
      return { ok: false, problems: [{ field: 'privateKey', message }] };
    }
    return { ok: true, secrets: storedForm(certificate, key) };
  },

  describe(certificate) {
    const { subject, validToDate, fingerprint256 } = new X509Certificate(certificate);
    return { subject: subject.replaceAll('\n', ', '), expiresAt: validToDate, fingerprint: fingerprint256 };
  },
};

/** @returns the certificate, or what is wrong with it */
function readCertificate(text: string, now: Date): X509Certificate | string {
  const block = /-----BEGIN CERTIFICATE-----[^-]+-----END CERTIFICATE-----/.exec(text)?.[0];
  if (block === undefined) {
    return text.includes('PRIVATE KEY-----')
      ? 'This is a private key, not a certificate. Choose the file that begins with BEGIN CERTIFICATE.'
      : 'This is not a PEM certificate, which begins with BEGIN CERTIFICATE. Export it again as PEM (Base64).';
  }
  let certificate: X509Certificate;
  try {
    certificate = new X509Certificate(block);
  } catch {
    return 'The certificate can’t be read: it is cut short or changed. Export it again as PEM (Base64).';
  }
  const { publicKey, validFromDate, validToDate } = certificate;
  if (publicKey.asymmetricKeyType !== 'rsa') {
    return `The certificate has a key of the kind ${publicKey.asymmetricKeyType ?? 'unknown'}, and Salesforce takes RSA alone. Make one with an RSA key.`;
  }
  if ((publicKey.asymmetricKeyDetails?.modulusLength ?? 0) < BITS)
    return `The certificate’s key has fewer than ${BITS} bits. Make one with an RSA key of ${BITS} bits.`;
  if (validToDate <= now)
    return `The certificate expired on ${day(validToDate)}. Make a new one, or let Rollcall create it.`;
  if (validFromDate > now)
    return `The certificate is not valid before ${day(validFromDate)}. Choose one that is valid now.`;
  return certificate;
}

/** @returns the key, or what is wrong with it */
function readKey(text: string): KeyObject | string {
  const block = /-----BEGIN ([A-Z ]*)PRIVATE KEY-----[\s\S]+?-----END \1PRIVATE KEY-----/.exec(text);
  if (!block) {
    return text.includes('BEGIN CERTIFICATE-----')
      ? 'This is a certificate, not a private key. Choose the file that begins with BEGIN PRIVATE KEY.'
      : 'This is not a PEM private key, which begins with BEGIN PRIVATE KEY. Export it again as PEM (Base64).';
  }
  if (block[1] === 'ENCRYPTED ' || block[0].includes('Proc-Type: 4,ENCRYPTED'))
    return 'The key is protected by a passphrase. Export it without one; Rollcall keeps it encrypted.';
  let key: KeyObject;
  try {
    key = createPrivateKey(block[0]);
  } catch {
    return 'The key can’t be read: it is cut short or changed. Export it again as PEM (Base64).';
  }
  return key.asymmetricKeyType === 'rsa'
    ? key
    : `The key is of the kind ${key.asymmetricKeyType ?? 'unknown'}, and Salesforce takes RSA alone. Choose an RSA key.`;
}

/** Both halves as they are stored: one block each, without whatever stood around them in the file. */
function storedForm(certificate: X509Certificate, key: KeyObject): CertificateSecrets {
  return {
    certificate: certificate.toString(),
    privateKey: key.export({ type: 'pkcs8', format: 'pem' }).toString(),
  };
}

/** A self-signed X.509 certificate in DER. The library is loaded here, for it is needed every two years. */
async function selfSigned(commonName: string, spki: Buffer, key: KeyObject, now: Date): Promise<Uint8Array> {
  const { AsnConvert } = await import('@peculiar/asn1-schema');
  const x509 = await import('@peculiar/asn1-x509');
  const name = new x509.Name([
    new x509.RelativeDistinguishedName([
      new x509.AttributeTypeAndValue({
        type: COMMON_NAME,
        value: new x509.AttributeValue({ utf8String: commonName.slice(0, NAME_MAX) }),
      }),
    ]),
  ]);
  const algorithm = new x509.AlgorithmIdentifier({ algorithm: RSA_WITH_SHA256, parameters: null });
  const ends = new Date(now);
  ends.setUTCFullYear(now.getUTCFullYear() + YEARS);
  const serial = randomBytes(16);
  // A serial number is positive, and its first byte no padding.
  serial[0] = (serial[0]! & 0x3f) | 0x40;
  const content = new x509.TBSCertificate({
    version: x509.Version.v3,
    serialNumber: toArrayBuffer(serial),
    signature: algorithm,
    issuer: name,
    subject: name,
    validity: new x509.Validity({ notBefore: now, notAfter: ends }),
    subjectPublicKeyInfo: AsnConvert.parse(spki, x509.SubjectPublicKeyInfo),
  });
  const signature = sign('sha256', Buffer.from(AsnConvert.serialize(content)), key);
  const certificate = new x509.Certificate({
    tbsCertificate: content,
    signatureAlgorithm: algorithm,
    signatureValue: toArrayBuffer(signature),
  });
  return new Uint8Array(AsnConvert.serialize(certificate));
}

function toArrayBuffer(bytes: Buffer): ArrayBuffer {
  return new Uint8Array(bytes).buffer;
}

function pem(label: string, der: Uint8Array): string {
  const lines = Buffer.from(der).toString('base64').match(/.{1,64}/g) ?? [];
  return `-----BEGIN ${label}-----\n${lines.join('\n')}\n-----END ${label}-----\n`;
}

const day = (date: Date): string => date.toISOString().slice(0, 10);
