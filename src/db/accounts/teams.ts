import type { Db } from '../database.ts';
import { TeamEntity, type TeamRow } from '../entities.ts';

export type TeamRole = 'owner' | 'admin' | 'viewer';

export interface TeamOfUser {
  id: string;
  slug: string;
  name: string;
  role: TeamRole;
  /** Names of the people who may change things. */
  admins: string[];
}

const ADMINS = `
  array(select u.name from team_member m join app_user u on u.id = m.user_id
        where m.team_id = t.id and m.role in ('owner', 'admin') and u.deactivated_at is null order by u.name)`;

/** The teams somebody may see, by name: an owner of the server every one, others those they are members of. */
export async function listTeamsOfUser(db: Db, userId: string): Promise<TeamOfUser[]> {
  return db.query(
    `select t.id, t.slug, t.name, case when u.is_owner then 'owner' else m.role end as role, ${ADMINS} as admins
     from app_user u cross join team t left join team_member m on m.team_id = t.id and m.user_id = u.id
     where u.id = $1 and (u.is_owner or m.user_id is not null)
     order by lower(t.name), t.id`,
    [userId],
  );
}

/** One team as one person sees it; null when there is none, or they may not see it. */
export async function findTeamOfUser(db: Db, slug: string, userId: string): Promise<Omit<TeamOfUser, 'admins'> | null> {
  const [row]: TeamOfUser[] = await db.query(
    `select t.id, t.slug, t.name, case when u.is_owner then 'owner' else m.role end as role
     from team t join app_user u on u.id = $2 left join team_member m on m.team_id = t.id and m.user_id = u.id
     where t.slug = $1 and (u.is_owner or m.user_id is not null)`,
    [slug, userId],
  );
  return row ?? null;
}

/** Any team, whoever asks: for the command line. */
export async function findTeam(db: Db, slug: string): Promise<TeamRow | null> {
  return db.getRepository(TeamEntity).findOneBy({ slug });
}

export async function findTeamById(db: Db, id: string): Promise<TeamRow | null> {
  return db.getRepository(TeamEntity).findOneBy({ id });
}

export async function listTeams(db: Db): Promise<TeamRow[]> {
  return db.getRepository(TeamEntity).find({ order: { name: 'ASC' } });
}

/** Every team's ID, in order. */
export async function listTeamIds(db: Db): Promise<string[]> {
  const rows: { id: string }[] = await db.query('select id from team order by id');
  return rows.map((row) => row.id);
}

/** IDs of teams by slug; a slug that nobody has is left out. */
export async function findTeamIds(db: Db, slugs: readonly string[]): Promise<Map<string, string>> {
  const rows: { id: string; slug: string }[] = await db.query('select id, slug from team where slug = any($1::text[])', [
    slugs,
  ]);
  return new Map(rows.map((row) => [row.slug, row.id]));
}

export async function adminsOfTeam(db: Db, teamId: string): Promise<string[]> {
  const [row]: { admins: string[] }[] = await db.query(`select ${ADMINS} as admins from team t where t.id = $1`, [
    teamId,
  ]);
  return row?.admins ?? [];
}

/** `Fall Admissions (Döner)` becomes `fall-admissions-doner`. */
export function slugOf(name: string): string {
  const plain = name
    .normalize('NFKD')
    .replace(/\p{Mark}/gu, '')
    .toLowerCase();
  const slug = plain
    .replace(/[^a-z0-9]+/g, '-')
    .slice(0, 40)
    .replace(/^-+|-+$/g, '');
  return slug === '' ? 'team' : slug;
}

/** Makes a team; a slug that is taken gets a number: `-2`, `-3`. */
export async function insertTeam(db: Db, name: string): Promise<TeamRow> {
  const base = slugOf(name);
  for (let number = 1; ; number += 1) {
    const slug = number === 1 ? base : `${base}-${number}`;
    const rows: { id: string }[] = await db.query(
      'insert into team (slug, name) values ($1, $2) on conflict (slug) do nothing returning id',
      [slug, name.trim()],
    );
    const id = rows[0]?.id;
    if (id !== undefined) return db.getRepository(TeamEntity).findOneByOrFail({ id });
  }
}
