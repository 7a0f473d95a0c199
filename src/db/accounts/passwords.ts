import { randomBytes, scrypt, timingSafeEqual, type ScryptOptions } from 'node:crypto';
import PQueue from 'p-queue';

/**
 * scrypt with OWASP's parameters for 32 MiB (N = 2^15, r = 8, p = 3). The larger variants would let a handful of people
 * who sign in at once take more memory than an import.
 */
const LOG_N = 15;
const BLOCK_SIZE = 8;
const PARALLEL = 3;
const HASH_BYTES = 32;

/** Two at a time bound the memory, whoever knocks. */
const queue = new PQueue({ concurrency: 2 });

/** @returns `scrypt$15$8$3$<salt>$<hash>`, base64url */
export async function hashPassword(password: string): Promise<string> {
  const salt = randomBytes(16);
  const hash = await derive(password, salt, LOG_N, BLOCK_SIZE, PARALLEL);
  return ['scrypt', LOG_N, BLOCK_SIZE, PARALLEL, salt.toString('base64url'), hash.toString('base64url')].join('$');
}

/** Hash of nothing anybody can type; checked when there is no account, so that the answer takes as long. */
const NOBODY = [
  'scrypt',
  LOG_N,
  BLOCK_SIZE,
  PARALLEL,
  Buffer.alloc(16).toString('base64url'),
  Buffer.alloc(HASH_BYTES).toString('base64url'),
].join('$');

/** @param stored - null when there is no such account or it has no password: same work, always false */
export async function verifyPassword(password: string, stored: string | null): Promise<boolean> {
  const [kind, logN, blockSize, parallel, salt, hash] = (stored ?? NOBODY).split('$');
  if (kind !== 'scrypt' || !salt || !hash) throw new Error('A stored password has an unknown form.');
  const expected = Buffer.from(hash, 'base64url');
  const actual = await derive(
    password,
    Buffer.from(salt, 'base64url'),
    Number(logN),
    Number(blockSize),
    Number(parallel),
  );
  return timingSafeEqual(actual, expected) && stored !== null;
}

function derive(password: string, salt: Buffer, logN: number, blockSize: number, parallel: number): Promise<Buffer> {
  const N = 2 ** logN;
  const options: ScryptOptions = { N, r: blockSize, p: parallel, maxmem: 256 * N * blockSize };
  // NFKC: the same password typed on another keyboard may come composed differently.
  return queue.add(
    () =>
      new Promise<Buffer>((resolve, reject) => {
        scrypt(password.normalize('NFKC'), salt, HASH_BYTES, options, (error, key) =>
          error ? reject(error) : resolve(key),
        );
      }),
  );
}
