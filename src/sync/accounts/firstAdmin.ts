import { isFirstRunLinkOpen, takeFirstRunLink } from '../../db/accounts/firstRunLink.ts';
import { hashPassword } from '../../db/accounts/passwords.ts';
import { openSession } from '../../db/accounts/sessions.ts';
import { insertUser } from '../../db/accounts/users.ts';
import type { SyncContext } from '../context.ts';
import { RequestError } from '../errors.ts';
import { checkEmailAndPassword } from './emailAndPassword.ts';

/**
 * Makes the server's owner through the one-time link and signs them in.
 * @returns the session's cookie value
 * @throws RequestError `first_run_used`, `account_refused`
 */
export async function createOwner(
  ctx: SyncContext,
  linkToken: string,
  owner: { readonly name: string; readonly email: string; readonly password: string },
): Promise<string> {
  // Before anything costly: whoever has no link must not be able to keep the processor busy.
  if (!(await isFirstRunLinkOpen(ctx.dataSource.manager, linkToken, ctx.now()))) throw firstRunUsed();
  const problems = checkEmailAndPassword(owner.email, owner.password);
  if (problems.length > 0) {
    throw new RequestError(
      'refused',
      'account_refused',
      'The account was not made. Correct what is marked, then try again.',
      problems,
    );
  }
  const passwordHash = await hashPassword(owner.password);
  return ctx.dataSource.transaction(async (db) => {
    const user = (await takeFirstRunLink(db, linkToken, ctx.now()))
      ? await insertUser(db, { email: owner.email, name: owner.name, passwordHash, isOwner: true })
      : null;
    if (!user) throw firstRunUsed();
    ctx.log.info('The first admin was made', { userId: user.id });
    return openSession(db, user.id, ctx.now());
  });
}

export function firstRunUsed(): RequestError {
  return new RequestError(
    'gone',
    'first_run_used',
    'This link was used already, or is older than a day. Sign in; or, when nobody has an account yet, start Rollcall again for a new link.',
  );
}

/**
 * Makes sure that the owner named in the settings exists; an account that is there keeps its password.
 * @returns true when the account was made
 */
export async function ensureOwner(
  ctx: SyncContext,
  owner: { readonly email: string; readonly password: string },
): Promise<boolean> {
  const name = owner.email.split('@')[0] ?? owner.email;
  const passwordHash = await hashPassword(owner.password);
  const user = await insertUser(ctx.dataSource.manager, { email: owner.email, name, passwordHash, isOwner: true });
  return user !== null;
}
