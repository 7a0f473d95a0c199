import type { Db } from '../database.ts';
import type { Sealer } from '../sealer.ts';

/** Where a STOP to a number counts: in its team, in the teams that share the inbox, in every team of the server. */
export type TextingScope = 'team' | 'shared' | 'organisation';

export interface TextingNumberRow {
  number: string;
  provider: string;
  set_at: Date;
  set_by: string;
  scope: TextingScope;
  shared_with: { slug: string; name: string }[];
  last_message_at: Date | null;
}

const place = (teamId: string, number: string): string => `texting_number/${teamId}/${number}`;

export async function listTextingNumbers(db: Db, teamId: string): Promise<TextingNumberRow[]> {
  return db.query(
    `select n.number, n.provider, n.set_at, n.set_by, n.scope,
       (select coalesce(json_agg(json_build_object('slug', t.slug, 'name', t.name) order by t.name), '[]')
        from texting_number_share s join team t on t.id = s.team_id where s.number = n.number) as shared_with,
       (select max(m.received_at) from inbound_message m where m.team_id = n.team_id and m.to_number = n.number) as last_message_at
     from texting_number n where n.team_id = $1 order by n.number`,
    [teamId],
  );
}

/** Stores a number and the token that signs its webhook. @returns false when another team has the number */
export async function putTextingNumber(
  db: Db,
  sealer: Sealer,
  entry: {
    readonly teamId: string;
    readonly number: string;
    readonly authToken: string;
    readonly now: Date;
    readonly setBy: string;
  },
): Promise<boolean> {
  const rows: unknown[] = await db.query(
    `insert into texting_number as n (number, team_id, provider, auth_token, set_at, set_by) values ($1, $2, 'twilio', $3, $4, $5)
     on conflict (number) do update set auth_token = excluded.auth_token, set_at = excluded.set_at, set_by = excluded.set_by
       where n.team_id = excluded.team_id
     returning number`,
    [
      entry.number,
      entry.teamId,
      sealer.seal(entry.authToken, place(entry.teamId, entry.number)),
      entry.now,
      entry.setBy,
    ],
  );
  return rows.length > 0;
}

/** A number of the team, locked until the transaction ends; null when the team has no such number. */
export async function findTextingNumber(
  db: Db,
  teamId: string,
  number: string,
): Promise<{ scope: TextingScope } | null> {
  const [row]: { scope: TextingScope }[] = await db.query(
    'select scope from texting_number where team_id = $1 and number = $2 for update',
    [teamId, number],
  );
  return row ?? null;
}

/** Sets where messages to a number count, with the other teams that share its inbox. */
export async function putTextingScope(
  db: Db,
  number: string,
  scope: TextingScope,
  sharedWith: readonly string[],
): Promise<void> {
  await db.query('update texting_number set scope = $2 where number = $1', [number, scope]);
  await db.query('delete from texting_number_share where number = $1', [number]);
  await db.query(
    'insert into texting_number_share (number, team_id) select $1, t.id from unnest($2::uuid[]) as t(id)',
    [number, sharedWith],
  );
}

/** @returns false when the team has no such number */
export async function removeTextingNumber(db: Db, teamId: string, number: string): Promise<boolean> {
  const [, removed]: [unknown, number] = await db.query(
    'delete from texting_number where team_id = $1 and number = $2',
    [teamId, number],
  );
  return removed > 0;
}

/** The team a number belongs to and the token that signs its messages; null when nobody has the number. */
export async function findWebhookKey(
  db: Db,
  sealer: Sealer,
  number: string,
): Promise<{ teamId: string; authToken: string } | null> {
  const [row]: { team_id: string; auth_token: Buffer }[] = await db.query(
    `select team_id, auth_token from texting_number where number = $1 and provider = 'twilio'`,
    [number],
  );
  return row ? { teamId: row.team_id, authToken: sealer.open(row.auth_token, place(row.team_id, number)) } : null;
}
