import { hashPassword } from '../../db/accounts/passwords.ts';
import { findUserByEmail, setPassword } from '../../db/accounts/users.ts';
import type { SyncContext } from '../context.ts';
import { RequestError } from '../errors.ts';
import { checkEmailAndPassword } from './emailAndPassword.ts';

/**
 * Gives an account a new password and ends its sessions.
 * @throws RequestError `account_missing`, `account_refused`
 */
export async function resetPassword(ctx: SyncContext, email: string, password: string): Promise<void> {
  const problems = checkEmailAndPassword(email, password);
  if (problems.length > 0) {
    throw new RequestError('refused', 'account_refused', 'The password was not changed.', problems);
  }
  const passwordHash = await hashPassword(password);
  await ctx.dataSource.transaction(async (db) => {
    const user = await findUserByEmail(db, email);
    if (!user)
      throw new RequestError('not_found', 'account_missing', `Nobody has an account with the address ${email}.`);
    await setPassword(db, user.id, passwordHash);
  });
}
