import type { Db } from '../database.ts';
import { newToken, tokenHash } from './secretTokens.ts';

export type TokenScope = 'read' | 'write';

/** Begins every token, so that people and secret scanners recognise one. */
export const TOKEN_PREFIX = 'rc_';

/** Use is written down at most this often. */
const USED_EVERY_MS = 60_000;

export interface ApiTokenRow {
  id: string;
  team_id: string;
  name: string;
  scope: TokenScope;
  created_by: string;
  created_at: Date;
  last_used_at: Date | null;
  expires_at: Date | null;
}

const COLUMNS = 'id, team_id, name, scope, created_by, created_at, last_used_at, expires_at';

/** @returns the token itself, which is not stored, and its row */
export async function insertApiToken(
  db: Db,
  token: {
    readonly teamId: string;
    readonly name: string;
    readonly scope: TokenScope;
    readonly createdBy: string;
    readonly now: Date;
    readonly expiresAt: Date | null;
  },
): Promise<{ token: string; row: ApiTokenRow }> {
  const secret = `${TOKEN_PREFIX}${newToken()}`;
  const [row]: ApiTokenRow[] = await db.query(
    `insert into api_token (team_id, name, scope, token_hash, created_by, created_at, expires_at)
     values ($1, $2, $3, $4, $5, $6, $7) returning ${COLUMNS}`,
    [token.teamId, token.name.trim(), token.scope, tokenHash(secret), token.createdBy, token.now, token.expiresAt],
  );
  if (!row) throw new Error('The token was not stored.');
  return { token: secret, row };
}

/** @returns null when it is unknown, revoked or has expired */
export async function findApiToken(db: Db, hash: Buffer, now: Date): Promise<ApiTokenRow | null> {
  const [row]: ApiTokenRow[] = await db.query(
    `select ${COLUMNS} from api_token where token_hash = $1 and revoked_at is null and (expires_at is null or expires_at > $2)`,
    [hash, now],
  );
  if (!row) return null;
  if (row.last_used_at === null || now.getTime() - row.last_used_at.getTime() > USED_EVERY_MS) {
    await db.query(
      'update api_token set last_used_at = $2 where id = $1 and (last_used_at is null or last_used_at < $2)',
      [row.id, now],
    );
  }
  return row;
}

/** Newest first, without the revoked ones. */
export async function listApiTokens(db: Db, teamId: string): Promise<ApiTokenRow[]> {
  return db.query(
    `select ${COLUMNS} from api_token where team_id = $1 and revoked_at is null order by created_at desc, id`,
    [teamId],
  );
}

/** @returns false when the team has no such token */
export async function revokeApiToken(db: Db, teamId: string, id: string, now: Date): Promise<boolean> {
  const [, changed]: [unknown, number] = await db.query(
    'update api_token set revoked_at = $3 where team_id = $1 and id::text = $2 and revoked_at is null',
    [teamId, id, now],
  );
  return changed > 0;
}
