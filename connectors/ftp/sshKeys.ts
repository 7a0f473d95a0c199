import { createHash, createPrivateKey } from 'node:crypto';
import ssh2, { type ParsedKey } from 'ssh2';
import { ConnectorError } from '../../src/contract/errors.ts';
import type { ServerIdentity } from '../../src/contract/files.ts';

/** Who answers, from the host key as it comes over the wire: its algorithm's name, then numbers. */
export function identityOfKey(key: Buffer): Extract<ServerIdentity, { kind: 'ssh' }> {
  const fingerprint = `SHA256:${createHash('sha256').update(key).digest('base64').replace(/=+$/, '')}`;
  const length = key.length >= 4 ? key.readUInt32BE() : 0;
  return { kind: 'ssh', fingerprint, algorithm: key.toString('latin1', 4, Math.min(4 + length, key.length)) };
}

/**
 * Reads the private key an admin entered: OpenSSH's format, PEM or PuTTY's second.
 *
 * @throws ConnectorError `LOGIN_REFUSED` saying what is wrong with it
 */
export function readPrivateKey(text: string, passphrase: string | undefined): ParsedKey {
  const key = ssh2.utils.parseKey(withoutPkcs8(text.trim(), passphrase), passphrase) as ParsedKey | ParsedKey[] | Error;
  if (key instanceof Error) throw unreadable(/passphrase|integrity|encrypted/i.test(key.message), passphrase, key);
  const first = Array.isArray(key) ? key[0] : key;
  if (first?.isPrivateKey() !== true) throw refused('This is a public key. Enter the private key that belongs to it.');
  return first;
}

/** Turns PKCS #8, which ssh2 does not read, into the older PEM. */
function withoutPkcs8(text: string, passphrase: string | undefined): string {
  const encrypted = text.startsWith('-----BEGIN ENCRYPTED PRIVATE KEY-----');
  if (!encrypted && !text.startsWith('-----BEGIN PRIVATE KEY-----')) return text;
  try {
    const key = createPrivateKey({ key: text, passphrase });
    if (key.asymmetricKeyType === 'rsa') return key.export({ type: 'pkcs1', format: 'pem' }).toString();
    if (key.asymmetricKeyType === 'ec') return key.export({ type: 'sec1', format: 'pem' }).toString();
  } catch (error) {
    throw unreadable(encrypted, passphrase, error);
  }
  return text;
}

function unreadable(encrypted: boolean, passphrase: string | undefined, cause: unknown): ConnectorError {
  if (!encrypted) return refused('The private key can’t be read. Enter it whole, in OpenSSH’s format or as PEM.', cause);
  return passphrase === undefined || passphrase === ''
    ? refused('The private key is encrypted, and no passphrase is entered. Enter the passphrase as well.', cause)
    : refused('The passphrase does not open the private key. Enter the passphrase again.', cause);
}

function refused(message: string, cause?: unknown): ConnectorError {
  return new ConnectorError('LOGIN_REFUSED', message, { kind: 'reauthorise' }, { cause });
}
