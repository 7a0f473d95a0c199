import type { TeamField } from '../domain/contact.ts';
import type { Db } from './database.ts';

/** A team's own contact fields in the order in which they were made. */
export async function readTeamFields(db: Db, teamId: string): Promise<TeamField[]> {
  return db.query('select key, label, type, required, mergeable, visible from team_field where team_id = $1 order by created_at, key', [teamId]);
}

/**
 * Adds a field.
 * @returns false when the team has one with this key or label
 */
export async function insertTeamField(
  db: Db,
  teamId: string,
  field: TeamField,
  createdAt: Date,
): Promise<boolean> {
  const rows: unknown[] = await db.query(
    `insert into team_field (team_id, key, label, type, created_at, required, mergeable, visible)
     values ($1, $2, $3, $4, $5, $6, $7, $8) on conflict do nothing returning key`,
    [teamId, field.key, field.label, field.type, createdAt, field.required, field.mergeable, field.visible],
  );
  return rows.length > 0;
}

/** Changes what a field is good for. @returns the field; null when the team has none of that key */
export async function updateTeamField(
  db: Db,
  teamId: string,
  key: string,
  change: Partial<Pick<TeamField, 'required' | 'mergeable' | 'visible'>>,
): Promise<TeamField | null> {
  const [rows]: [TeamField[], number] = await db.query(
    `update team_field set required = coalesce($3, required), mergeable = coalesce($4, mergeable),
       visible = coalesce($5, visible)
     where team_id = $1 and key = $2 returning key, label, type, required, mergeable, visible`,
    [teamId, key, change.required ?? null, change.mergeable ?? null, change.visible ?? null],
  );
  return rows[0] ?? null;
}
