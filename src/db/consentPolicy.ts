import { LONGEST_BUSINESS_DAYS } from '../domain/businessDays.ts';
import type { ReplyPolicy } from '../domain/readReply.ts';
import type { Db } from './database.ts';

/** How a team reads replies, and in how many business days it honours them. */
export interface ConsentPolicy extends ReplyPolicy {
  readonly businessDays: number;
  /** 0 while the defaults stand. */
  readonly version: number;
  readonly changedAt: Date | null;
  readonly changedBy: string | null;
}

/** What stands while a team has set nothing. */
export const DEFAULT_POLICY: ConsentPolicy = {
  languages: ['en', 'es'],
  stopPhrases: [],
  businessDays: LONGEST_BUSINESS_DAYS,
  version: 0,
  changedAt: null,
  changedBy: null,
};

export async function readConsentPolicy(db: Db, teamId: string): Promise<ConsentPolicy> {
  const [row]: {
    languages: ConsentPolicy['languages'];
    stop_phrases: string[];
    business_days: number;
    version: number;
    changed_at: Date;
    changed_by: string;
  }[] = await db.query('select * from consent_policy where team_id = $1', [teamId]);
  if (!row) return DEFAULT_POLICY;
  return {
    languages: row.languages,
    stopPhrases: row.stop_phrases,
    businessDays: row.business_days,
    version: row.version,
    changedAt: row.changed_at,
    changedBy: row.changed_by,
  };
}

/**
 * Saves a policy if it is still at the version it was edited from.
 * @returns false when somebody else has saved meanwhile
 */
export async function saveConsentPolicy(
  db: Db,
  teamId: string,
  policy: Pick<ConsentPolicy, 'languages' | 'stopPhrases' | 'businessDays' | 'version'>,
  by: { readonly now: Date; readonly actor: string },
): Promise<boolean> {
  const saved: unknown[] = await db.query(
    `insert into consent_policy as p (team_id, languages, stop_phrases, business_days, version, changed_at, changed_by)
     select $1, $2::text[], $3::text[], $4::int, 1, $5::timestamptz, $6 where $7::int = 0 or exists (
       select 1 from consent_policy where team_id = $1)
     on conflict (team_id) do update set languages = excluded.languages, stop_phrases = excluded.stop_phrases,
       business_days = excluded.business_days, version = p.version + 1, changed_at = excluded.changed_at,
       changed_by = excluded.changed_by
     where p.version = $7
     returning 1`,
    [teamId, policy.languages, policy.stopPhrases, policy.businessDays, by.now, by.actor, policy.version],
  );
  return saved.length > 0;
}
