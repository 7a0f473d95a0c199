import type { FieldProblem } from '../../contract/connector.ts';
import { findMember, findMemberByStaffId, putMember, type MemberRow } from '../../db/accounts/members.ts';
import { hashPassword } from '../../db/accounts/passwords.ts';
import type { TeamRole } from '../../db/accounts/teams.ts';
import { findUserByEmail, insertUser } from '../../db/accounts/users.ts';
import type { SyncContext } from '../context.ts';
import { RequestError } from '../errors.ts';
import { checkEmailAndPassword } from './emailAndPassword.ts';

export interface UserToAdd {
  readonly teamId: string;
  readonly name: string;
  readonly email: string;
  readonly role: TeamRole;
  /** First password of a new account; an account that is there keeps its own. */
  readonly password?: string;
  /** What a source's User ID column holds for this person; undefined leaves it as it is. */
  readonly staffId?: string | null;
  /** The role of whoever adds. */
  readonly addedBy: TeamRole;
}

/**
 * Adds somebody to a team, making their account when there is none, or changes the role they have.
 * @returns the member, and whether the account was made for it
 * @throws RequestError `user_refused` naming the fields, `owner_only` an admin can't make or change owners
 */
export async function addUser(ctx: SyncContext, input: UserToAdd): Promise<MemberRow & { isNew: boolean }> {
  const staffId = typeof input.staffId === 'string' ? input.staffId.trim() || null : input.staffId;
  const passwordHash = input.password === undefined ? null : await hashPassword(input.password);
  return ctx.dataSource.transaction(async (db) => {
    const problems: FieldProblem[] = checkEmailAndPassword(input.email, input.password);
    if (input.name.trim() === '') problems.push({ field: 'name', message: 'Type a name.' });
    const existing = await findUserByEmail(db, input.email);
    const holder = staffId ? await findMemberByStaffId(db, input.teamId, staffId) : null;
    if (holder && holder.user_id !== existing?.id) {
      problems.push({
        field: 'userId',
        message: `${staffId} is already the User ID of ${holder.name}. A User ID belongs to one person.`,
      });
    }
    if (problems.length > 0) {
      throw new RequestError(
        'refused',
        'user_refused',
        'Nobody was added. Correct what is marked, then try again.',
        problems,
      );
    }
    const before = existing ? await findMember(db, input.teamId, existing.id) : null;
    if (input.addedBy !== 'owner' && (input.role === 'owner' || before?.role === 'owner')) {
      throw new RequestError(
        'not_allowed',
        'owner_only',
        'Only an owner can make an owner or change one. Nothing was changed.',
      );
    }
    const user =
      existing ?? (await insertUser(db, { email: input.email, name: input.name, passwordHash, isOwner: false }));
    if (!user) {
      throw new RequestError(
        'conflict',
        'edit_clash',
        'Somebody added this person at the same time. Load the page again.',
      );
    }
    await putMember(db, { teamId: input.teamId, userId: user.id, role: input.role, staffId });
    const member = await findMember(db, input.teamId, user.id);
    if (!member) throw new Error('The member was not stored.');
    return { ...member, isNew: existing === null };
  });
}
