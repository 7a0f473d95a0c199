import type { Db } from './database.ts';

/**
 * Orders imports and consent changes of one team. A page merge takes the lock alone, a STOP or a staff change shares it
 * with others of its kind: neither can slip between the other's reading and writing, so a STOP that arrives during a
 * page is either seen by it or comes after it. Held until the transaction ends; a page takes some tens of milliseconds.
 */
export async function lockTeamForMerge(db: Db, teamId: string): Promise<void> {
  await db.query(`select pg_advisory_xact_lock(hashtextextended('team ' || $1, 0))`, [teamId]);
}

export async function lockTeamForConsent(db: Db, teamId: string): Promise<void> {
  await db.query(`select pg_advisory_xact_lock_shared(hashtextextended('team ' || $1, 0))`, [teamId]);
}

/** The same for several teams, locked in the order of their IDs. */
export async function lockTeamsForConsent(db: Db, teamIds: readonly string[]): Promise<void> {
  await db.query(
    `select pg_advisory_xact_lock_shared(hashtextextended('team ' || t.id, 0)) from unnest($1::text[]) as t(id)`,
    [[...new Set(teamIds)].sort()],
  );
}

/** Keeps the list of teams as it is until the transaction ends; making a team waits. */
export async function lockTeamList(db: Db): Promise<void> {
  await db.query(`select pg_advisory_xact_lock_shared(hashtextextended('teams', 0))`);
}

/** For making a team: waits for whoever acts in every team, and they for the team. */
export async function lockTeamListToAdd(db: Db): Promise<void> {
  await db.query(`select pg_advisory_xact_lock(hashtextextended('teams', 0))`);
}
