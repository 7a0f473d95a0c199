import type { ConsentRule } from '../domain/importConsent.ts';
import type { OptOutMapping } from '../domain/mappingTypes.ts';
import type { Db } from './database.ts';

export interface NewConflict {
  readonly contactId: number;
  readonly rule: ConsentRule;
  readonly crmModifiedAt: Date;
}

/**
 * Keeps CRM values that would have lifted an opt-out and were not applied; the same version of a record once per rule.
 */
export async function addConflicts(
  db: Db,
  page: {
    readonly teamId: string;
    readonly connectionId: string;
    readonly runId: string | null;
    readonly optOut: OptOutMapping | null;
    readonly now: Date;
  },
  conflicts: readonly NewConflict[],
): Promise<void> {
  if (conflicts.length === 0) return;
  await db.query(
    `insert into consent_conflict (team_id, connection_id, run_id, at, field, crm_value, contact_id, rule, crm_modified_at)
     select $1, $2, $3, $4, $5, 'opted in', n.* from unnest($6::bigint[], $7::text[], $8::timestamptz[]) as n
     on conflict do nothing`,
    [
      page.teamId,
      page.connectionId,
      page.runId,
      page.now,
      page.optOut?.field ?? '',
      conflicts.map((conflict) => conflict.contactId),
      conflicts.map((conflict) => conflict.rule),
      conflicts.map((conflict) => conflict.crmModifiedAt.toISOString()),
    ],
  );
}
