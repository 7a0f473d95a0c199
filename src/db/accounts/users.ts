import type { Db } from '../database.ts';
import { UserEntity, type UserRow } from '../entities.ts';

export interface NewUser {
  readonly email: string;
  readonly name: string;
  /** Null for somebody who only has contacts assigned. */
  readonly passwordHash: string | null;
  readonly isOwner: boolean;
}

/** Without regard to case. */
export async function findUserByEmail(db: Db, email: string): Promise<UserRow | null> {
  return db
    .getRepository(UserEntity)
    .createQueryBuilder('u')
    .where('lower(u.email) = lower(:email)', { email: email.trim() })
    .getOne();
}

export async function hasUsers(db: Db): Promise<boolean> {
  return db.getRepository(UserEntity).exists();
}

/** @returns the user, or null when the address has an account already */
export async function insertUser(db: Db, user: NewUser): Promise<UserRow | null> {
  const rows: { id: string }[] = await db.query(
    `insert into app_user (email, name, password_hash, is_owner) values ($1, $2, $3, $4)
     on conflict (lower(email)) do nothing returning id`,
    [user.email.trim(), user.name.trim(), user.passwordHash, user.isOwner],
  );
  const id = rows[0]?.id;
  return id === undefined ? null : db.getRepository(UserEntity).findOneByOrFail({ id });
}

/** Sets a new password and ends the person's sessions. */
export async function setPassword(db: Db, userId: string, passwordHash: string): Promise<void> {
  await db.getRepository(UserEntity).update({ id: userId }, { password_hash: passwordHash });
  await db.query('delete from session where user_id = $1', [userId]);
}
