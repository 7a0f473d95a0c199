import type { ConsentRule } from '../domain/importConsent.ts';
import type { OptOutMapping } from '../domain/mappingTypes.ts';
import { optOutWords } from '../domain/optOut.ts';
import type { Db } from './database.ts';

export interface NewConflict {
  readonly contactId: number;
  readonly rule: ConsentRule;
  /** The CRM's opt-out field as received; null when it is empty. */
  readonly said: string | number | boolean | null;
  readonly crmModifiedAt: Date;
}

/**
 * Keeps CRM values that would have lifted an opt-out and were not applied; the same version of a record once per rule.
 * A file has a new time whatever stands in it, so of a source that can't be written to one stands at a time.
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
    `insert into consent_conflict (team_id, connection_id, run_id, at, field, contact_id, rule, crm_value, crm_modified_at)
     select $1, $2, $3, $4, $5, n.*
     from unnest($6::bigint[], $7::text[], $8::text[], $9::timestamptz[]) as n(contact_id, rule, crm_value, crm_modified_at)
     join connection k on k.id = $2 and (k.writes_back or not exists (
       select 1 from consent_conflict f
       where f.contact_id = n.contact_id and f.rule = n.rule and f.connection_id = $2 and f.resolved_at is null))
     on conflict do nothing`,
    [
      page.teamId,
      page.connectionId,
      page.runId,
      page.now,
      page.optOut?.field ?? '',
      conflicts.map((conflict) => conflict.contactId),
      conflicts.map((conflict) => conflict.rule),
      conflicts.map((conflict) => optOutWords(page.optOut, conflict.said)),
      conflicts.map((conflict) => conflict.crmModifiedAt.toISOString()),
    ],
  );
}

/** A contact whose record says opted out, in the version of this instant. */
export interface AgreedContact {
  readonly contactId: number;
  readonly crmModifiedAt: Date;
}

/** Settles open conflicts of contacts whose record says opted out as well, in a version no older than the conflict. */
export async function resolveAgreed(
  db: Db,
  page: { readonly connectionId: string; readonly connectionName: string; readonly now: Date },
  agreed: readonly AgreedContact[],
): Promise<void> {
  if (agreed.length === 0) return;
  await db.query(
    `update consent_conflict f set resolved_at = $2, resolved_by = $3
     from unnest($4::bigint[], $5::timestamptz[]) as n(contact_id, crm_modified_at)
     where f.connection_id = $1 and f.contact_id = n.contact_id and f.crm_modified_at <= n.crm_modified_at
       and f.resolved_at is null`,
    [
      page.connectionId,
      page.now,
      page.connectionName,
      agreed.map((contact) => contact.contactId),
      agreed.map((contact) => contact.crmModifiedAt.toISOString()),
    ],
  );
}

/**
 * Settles every open conflict of these contacts, by who sent our state again or lifted the opt-out. Settled for good: a
 * later opt-out has a write-back of its own, and what the CRM said before it is no conflict with it.
 */
export async function resolveConflicts(
  db: Db,
  now: Date,
  contacts: readonly { readonly contactId: number; readonly actor: string }[],
): Promise<void> {
  if (contacts.length === 0) return;
  await db.query(
    `update consent_conflict f set resolved_at = $1, resolved_by = n.actor
     from unnest($2::bigint[], $3::text[]) as n(contact_id, actor)
     where f.contact_id = n.contact_id and f.resolved_at is null`,
    [now, contacts.map((contact) => contact.contactId), contacts.map((contact) => contact.actor)],
  );
}
