import type { Db } from '../database.ts';
import type { TeamRole } from './teams.ts';

export interface MemberRow {
  user_id: string;
  name: string;
  email: string;
  role: TeamRole;
  staff_id: string | null;
}

const COLUMNS = 'm.user_id, u.name, u.email, m.role, m.staff_id';

/** The team's people by name, without the deactivated ones. */
export async function listMembers(db: Db, teamId: string): Promise<MemberRow[]> {
  return db.query(
    `select ${COLUMNS} from team_member m join app_user u on u.id = m.user_id
     where m.team_id = $1 and u.deactivated_at is null order by lower(u.name), u.id`,
    [teamId],
  );
}

export async function findMember(db: Db, teamId: string, userId: string): Promise<MemberRow | null> {
  const [row]: MemberRow[] = await db.query(
    `select ${COLUMNS} from team_member m join app_user u on u.id = m.user_id where m.team_id = $1 and m.user_id = $2`,
    [teamId, userId],
  );
  return row ?? null;
}

/** Who has this User ID in the team. */
export async function findMemberByStaffId(db: Db, teamId: string, staffId: string): Promise<MemberRow | null> {
  const [row]: MemberRow[] = await db.query(
    `select ${COLUMNS} from team_member m join app_user u on u.id = m.user_id where m.team_id = $1 and m.staff_id = $2`,
    [teamId, staffId],
  );
  return row ?? null;
}

/** Adds a member or changes their role; `staffId` undefined leaves it as it is. */
export async function putMember(
  db: Db,
  member: {
    readonly teamId: string;
    readonly userId: string;
    readonly role: TeamRole;
    readonly staffId: string | null | undefined;
  },
): Promise<void> {
  await db.query(
    `insert into team_member as m (team_id, user_id, role, staff_id) values ($1, $2, $3, $4)
     on conflict (team_id, user_id) do update set role = excluded.role, staff_id = case when $5 then excluded.staff_id else m.staff_id end`,
    [member.teamId, member.userId, member.role, member.staffId ?? null, member.staffId !== undefined],
  );
}
