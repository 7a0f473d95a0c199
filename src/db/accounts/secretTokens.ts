import { createHash, randomBytes } from 'node:crypto';

/** 256 random bits for a cookie, a link or a token, as base64url. */
export function newToken(): string {
  return randomBytes(32).toString('base64url');
}

/** What is stored of a token. SHA-256 is enough for 256 random bits; there is nothing to guess. */
export function tokenHash(token: string): Buffer {
  return createHash('sha256').update(token, 'utf8').digest();
}
