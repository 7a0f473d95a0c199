import { verifyPassword } from '../../db/accounts/passwords.ts';
import { tokenHash } from '../../db/accounts/secretTokens.ts';
import { openSession } from '../../db/accounts/sessions.ts';
import { forgetAttempts, giveBackAttempt, takeAttempt, type ThrottleRule } from '../../db/accounts/throttle.ts';
import { findUserByEmail } from '../../db/accounts/users.ts';
import type { SyncContext } from '../context.ts';
import { RequestError } from '../errors.ts';

/** A whole office can share an address; an account is one person's. */
const PER_ADDRESS: ThrottleRule = { freeAttempts: 20, longestWaitSeconds: 300 };
const PER_ACCOUNT: ThrottleRule = { freeAttempts: 5, longestWaitSeconds: 60 };

/**
 * Signs a person in with mail address and password.
 * @param input.address - the network address the request came from
 * @returns the session's cookie value
 * @throws RequestError `sign_in_refused` unknown address and wrong password alike, in the same time; `sign_in_wait` too
 *   many tries
 */
export async function signIn(
  ctx: SyncContext,
  input: { readonly email: string; readonly password: string; readonly address: string },
): Promise<string> {
  const db = ctx.dataSource.manager;
  const now = ctx.now();
  // Hashed: a typed address may be somebody's, or a password in the wrong field.
  const accountKey = `account/${tokenHash(input.email.trim().toLowerCase()).toString('base64url')}`;
  const addressKey = `address/${input.address}`;
  for (const [key, rule] of [
    [addressKey, PER_ADDRESS],
    [accountKey, PER_ACCOUNT],
  ] as const) {
    const waitSeconds = await takeAttempt(db, key, rule, now);
    if (waitSeconds !== null) {
      ctx.log.warn('Sign-in held back after too many tries', { address: input.address, waitSeconds });
      throw new RequestError(
        'wait',
        'sign_in_wait',
        `There were too many tries. Wait ${duration(waitSeconds)}, then sign in again.`,
      );
    }
  }

  const user = await findUserByEmail(db, input.email);
  const isActive = user !== null && user.deactivated_at === null;
  const isRight = await verifyPassword(input.password, isActive ? user.password_hash : null);
  if (!isRight || !user) {
    ctx.log.warn('Sign-in refused', { address: input.address, userId: user?.id ?? null });
    throw new RequestError(
      'not_allowed',
      'sign_in_refused',
      'The mail address or the password is not right. Check both, then sign in again.',
    );
  }
  await forgetAttempts(db, accountKey);
  await giveBackAttempt(db, addressKey);
  ctx.log.info('Signed in', { address: input.address, userId: user.id });
  return openSession(db, user.id, now);
}

function duration(seconds: number): string {
  if (seconds < 120) return seconds === 1 ? '1 second' : `${seconds} seconds`;
  return `${Math.ceil(seconds / 60)} minutes`;
}
