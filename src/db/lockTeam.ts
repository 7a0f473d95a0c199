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
