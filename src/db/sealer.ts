import { createCipheriv, createDecipheriv, createHash, randomBytes } from 'node:crypto';

/**
 * Encrypts secrets at rest. `boundTo` names the place a secret belongs to, so that it can't be moved to another one.
 */
export interface Sealer {
  /** @param boundTo - for example `connection/<id>/<name>` */
  seal(plain: string, boundTo: string): Buffer;
  /** @throws when it was sealed with another key, for another place, or was changed since */
  open(blob: Buffer, boundTo: string): string;
}

/** The layout of a sealed secret: version (1 byte), key ID (4), IV (12), tag (16), ciphertext. */
const VERSION = 1;
const KEY_ID_BYTES = 4;
const IV_BYTES = 12;
const TAG_BYTES = 16;
const HEADER_BYTES = 1 + KEY_ID_BYTES;
const SHORTEST = HEADER_BYTES + IV_BYTES + TAG_BYTES;

export const KEY_BYTES = 32;

/**
 * AES-256-GCM with a fresh random IV for every secret. Random IVs are safe far below 2^32 secrets a key (NIST SP
 * 800-38D).
 * @param key - 32 bytes
 */
export function createSealer(key: Buffer): Sealer {
  if (key.length !== KEY_BYTES) throw new Error(`The encryption key has ${key.length} bytes; it needs ${KEY_BYTES}.`);
  const keyId = createHash('sha256').update('rollcall key id').update(key).digest().subarray(0, KEY_ID_BYTES);
  const header = Buffer.concat([Buffer.of(VERSION), keyId]);
  return {
    seal(plain, boundTo) {
      const iv = randomBytes(IV_BYTES);
      const cipher = createCipheriv('aes-256-gcm', key, iv);
      cipher.setAAD(boundData(header, boundTo));
      const text = Buffer.concat([cipher.update(plain, 'utf8'), cipher.final()]);
      return Buffer.concat([header, iv, cipher.getAuthTag(), text]);
    },
    open(blob, boundTo) {
      if (blob.length < SHORTEST || blob[0] !== VERSION) {
        throw new Error(`The secret for ${boundTo} can't be read: it is damaged.`);
      }
      if (!blob.subarray(1, HEADER_BYTES).equals(keyId)) {
        throw new Error(
          `The secret for ${boundTo} was encrypted with another key. Set ROLLCALL_ENCRYPTION_KEY to the key it was encrypted with.`,
        );
      }
      const iv = blob.subarray(HEADER_BYTES, HEADER_BYTES + IV_BYTES);
      const decipher = createDecipheriv('aes-256-gcm', key, iv, { authTagLength: TAG_BYTES });
      decipher.setAAD(boundData(header, boundTo));
      decipher.setAuthTag(blob.subarray(HEADER_BYTES + IV_BYTES, SHORTEST));
      try {
        return decipher.update(blob.subarray(SHORTEST), undefined, 'utf8') + decipher.final('utf8');
      } catch (cause) {
        throw new Error(`The secret for ${boundTo} can't be read: it was changed, or belongs elsewhere.`, { cause });
      }
    },
  };
}

function boundData(header: Buffer, boundTo: string): Buffer {
  return Buffer.concat([header, Buffer.from(boundTo, 'utf8')]);
}
