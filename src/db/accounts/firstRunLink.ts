import type { Db } from '../database.ts';
import { newToken, tokenHash } from './secretTokens.ts';
import { hasUsers } from './users.ts';

/** A link in an old log should not open anything; a restart prints a new one. */
const VALID_MS = 24 * 3_600_000;

/** Makes a link for the first admin. @returns its token, or null when somebody has an account already */
export async function makeFirstRunLink(db: Db, now: Date): Promise<string | null> {
  if (await hasUsers(db)) return null;
  const token = newToken();
  await db.query('insert into first_run_link (token_hash, created_at) values ($1, $2)', [tokenHash(token), now]);
  return token;
}

export async function isFirstRunLinkOpen(db: Db, token: string, now: Date): Promise<boolean> {
  const [row]: unknown[] = await db.query(
    'select 1 from first_run_link where token_hash = $1 and used_at is null and created_at > $2 and not exists (select 1 from app_user)',
    [tokenHash(token), new Date(now.getTime() - VALID_MS)],
  );
  return row !== undefined;
}

/** Any constant; two links used at the same time must not make two owners. */
const FIRST_RUN_LOCK = 7_205_552;

/**
 * Uses a link up. Run it in the transaction that makes the owner.
 * @returns false when it was used, is too old, or somebody has an account already
 */
export async function takeFirstRunLink(db: Db, token: string, now: Date): Promise<boolean> {
  await db.query('select pg_advisory_xact_lock($1)', [FIRST_RUN_LOCK]);
  if (!(await isFirstRunLinkOpen(db, token, now))) return false;
  await db.query('update first_run_link set used_at = $2 where token_hash = $1', [tokenHash(token), now]);
  return true;
}
