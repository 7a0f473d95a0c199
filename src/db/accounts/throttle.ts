import type { Db } from '../database.ts';

/** How fast somebody may guess: some attempts are free, then each failure doubles the wait, up to a longest one. */
export interface ThrottleRule {
  readonly freeAttempts: number;
  readonly longestWaitSeconds: number;
}

/** Forgotten after this long without a failure. */
const FORGET_MINUTES = 15;

/** The number of this failure in a row; `t` is the row as it was. */
const COUNT = `case when t.next_allowed_at < $2::timestamptz - interval '${FORGET_MINUTES} minutes' then 1 else t.failures + 1 end`;

/** From when on the next attempt may be made. */
const nextAllowed = (count: string): string =>
  `$2::timestamptz + make_interval(secs => case when ${count} <= $3::int then 0 else least($4::float8, power(2, least(${count} - $3::int, 30))) end)`;

/**
 * Counts an attempt before it is made, so that a hundred guesses sent at once can't all slip through. A success gives
 * it back.
 * @returns null when the attempt may be made, else the seconds to wait
 */
export async function takeAttempt(db: Db, key: string, rule: ThrottleRule, now: Date): Promise<number | null> {
  const taken: unknown[] = await db.query(
    `insert into sign_in_throttle as t (key, failures, next_allowed_at) values ($1, 1, ${nextAllowed('1')})
     on conflict (key) do update set failures = ${COUNT}, next_allowed_at = ${nextAllowed(`(${COUNT})`)}
       where t.next_allowed_at <= $2
     returning failures`,
    [key, now, rule.freeAttempts, rule.longestWaitSeconds],
  );
  if (taken.length > 0) return null;
  const [row]: { next_allowed_at: Date }[] = await db.query(
    'select next_allowed_at from sign_in_throttle where key = $1',
    [key],
  );
  return Math.max(1, Math.ceil(((row?.next_allowed_at.getTime() ?? 0) - now.getTime()) / 1000));
}

/** The attempt was good: it and all failures before it are forgotten. */
export async function forgetAttempts(db: Db, key: string): Promise<void> {
  await db.query('delete from sign_in_throttle where key = $1', [key]);
}

/** The attempt was good: it does not count, the failures before it stay. */
export async function giveBackAttempt(db: Db, key: string): Promise<void> {
  await db.query('update sign_in_throttle set failures = greatest(0, failures - 1) where key = $1', [key]);
}
