import type { Db } from '../database.ts';
import { newToken, tokenHash } from './secretTokens.ts';

const HOUR_MS = 3_600_000;
/** A session ends after this long without a request, */
export const SESSION_IDLE_MS = 12 * HOUR_MS;
/** and after this long in any case. */
export const SESSION_LONGEST_MS = 7 * 24 * HOUR_MS;
/** Being seen is written down at most this often, so that reading a page costs no write. */
const SEEN_EVERY_MS = 60_000;

export interface SessionUser {
  readonly tokenHash: Buffer;
  readonly csrfToken: string;
  readonly userId: string;
  readonly name: string;
  readonly email: string;
  readonly isOwner: boolean;
}

/** Signs a person in; sweeps away what has ended. @returns the cookie's value, which is not stored */
export async function openSession(db: Db, userId: string, now: Date): Promise<string> {
  const token = newToken();
  await db.query('delete from session where expires_at <= $1 or last_seen_at <= $2', [
    now,
    new Date(now.getTime() - SESSION_IDLE_MS),
  ]);
  await db.query(
    'insert into session (token_hash, user_id, csrf_token, created_at, last_seen_at, expires_at) values ($1, $2, $3, $4, $4, $5)',
    [tokenHash(token), userId, newToken(), now, new Date(now.getTime() + SESSION_LONGEST_MS)],
  );
  await db.query('update app_user set last_sign_in_at = $2 where id = $1', [userId, now]);
  return token;
}

interface SessionRow {
  csrf_token: string;
  last_seen_at: Date;
  user_id: string;
  name: string;
  email: string;
  is_owner: boolean;
}

/**
 * @param isUsed - a request of the person, which keeps the session from idling out; false for a look of our own
 * @returns null when the session is unknown, has ended, or its person was deactivated
 */
export async function findSession(db: Db, hash: Buffer, now: Date, isUsed = true): Promise<SessionUser | null> {
  const [row]: SessionRow[] = await db.query(
    `select s.csrf_token, s.last_seen_at, s.user_id, u.name, u.email, u.is_owner
     from session s join app_user u on u.id = s.user_id
     where s.token_hash = $1 and s.expires_at > $2 and s.last_seen_at > $3 and u.deactivated_at is null`,
    [hash, now, new Date(now.getTime() - SESSION_IDLE_MS)],
  );
  if (!row) return null;
  if (isUsed && now.getTime() - row.last_seen_at.getTime() > SEEN_EVERY_MS) {
    await db.query('update session set last_seen_at = $2 where token_hash = $1 and last_seen_at < $2', [hash, now]);
  }
  return {
    tokenHash: hash,
    csrfToken: row.csrf_token,
    userId: row.user_id,
    name: row.name,
    email: row.email,
    isOwner: row.is_owner,
  };
}

export async function closeSession(db: Db, hash: Buffer): Promise<void> {
  await db.query('delete from session where token_hash = $1', [hash]);
}
