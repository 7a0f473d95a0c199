import type { Db } from './database.ts';

/** A number in a team. */
export interface TeamNumber {
  readonly teamId: string;
  /** E.164. */
  readonly mobile: string;
}

export interface NumberStop extends TeamNumber {
  readonly eventId: number;
  readonly stoppedAt: Date;
}

/** Numbers whose own STOP stands, of those given. */
export async function readNumberStops(db: Db, numbers: readonly TeamNumber[]): Promise<TeamNumber[]> {
  const rows: { team_id: string; mobile: string }[] = await db.query(
    `select s.team_id, s.mobile from unnest($1::uuid[], $2::text[]) as k(team_id, mobile)
     join number_stop s on s.team_id = k.team_id and s.mobile = k.mobile`,
    [numbers.map((one) => one.teamId), numbers.map((one) => one.mobile)],
  );
  return rows.map((row) => ({ teamId: row.team_id, mobile: row.mobile }));
}

export async function putNumberStops(db: Db, stops: readonly NumberStop[]): Promise<void> {
  if (stops.length === 0) return;
  await db.query(
    `insert into number_stop (team_id, mobile, event_id, stopped_at)
     select * from unnest($1::uuid[], $2::text[], $3::bigint[], $4::timestamptz[])
     on conflict (team_id, mobile) do update set event_id = excluded.event_id, stopped_at = excluded.stopped_at`,
    [
      stops.map((one) => one.teamId),
      stops.map((one) => one.mobile),
      stops.map((one) => one.eventId),
      stops.map((one) => one.stoppedAt.toISOString()),
    ],
  );
}

export async function removeNumberStops(db: Db, numbers: readonly TeamNumber[]): Promise<void> {
  if (numbers.length === 0) return;
  await db.query(
    `delete from number_stop s using unnest($1::uuid[], $2::text[]) as k(team_id, mobile)
     where s.team_id = k.team_id and s.mobile = k.mobile`,
    [numbers.map((one) => one.teamId), numbers.map((one) => one.mobile)],
  );
}

/** A STOP that counts in every team, with the evidence of the event it came from. */
export interface StandingStop {
  readonly mobile: string;
  readonly actor: string;
  readonly stoppedAt: Date;
  readonly evidence: Readonly<Record<string, string | number | boolean | null>>;
}

/** Organisation-wide STOPs that stand in any team, the newest of each number, by number. */
export async function readOrganisationStops(db: Db): Promise<StandingStop[]> {
  const rows: { mobile: string; actor: string; stopped_at: Date; evidence: StandingStop['evidence'] }[] =
    await db.query(
      `select distinct on (s.mobile) s.mobile, e.actor, s.stopped_at, e.evidence
       from number_stop s join consent_event e on e.id = s.event_id
       where e.evidence ->> 'scope' = 'organisation'
       order by s.mobile, s.stopped_at desc, s.event_id desc`,
    );
  return rows.map((row) => ({
    mobile: row.mobile,
    actor: row.actor,
    stoppedAt: row.stopped_at,
    evidence: row.evidence,
  }));
}
