import type { RecordType } from '../domain/contact.ts';
import type { ContactWrite } from '../domain/mergeTypes.ts';
import type { Db } from './database.ts';

export interface MergedContact {
  readonly id: number;
  readonly contactId: string;
}

/**
 * The page merge: one statement for all contacts of a page, whatever became of them. Rows that equal what is stored are
 * not written (`is distinct from`), so a replayed page costs no write even if somebody hands it one.
 *
 * @param writes - whole states, each contact at most once; none of them may be older than what is stored (`mergePage`
 *   sees to it)
 * @returns the contacts that were written, with their row IDs
 */
export async function mergeContacts(
  db: Db,
  page: {
    readonly teamId: string;
    readonly connectionId: string;
    readonly recordType: RecordType;
    readonly runId: string | null;
    readonly now: Date;
  },
  writes: readonly ContactWrite[],
): Promise<MergedContact[]> {
  if (writes.length === 0) return [];
  const rows: { id: number; contact_id: string }[] = await db.query(MERGE, [
    page.teamId,
    page.connectionId,
    page.recordType,
    page.runId,
    page.now,
    writes.map((write) => write.contactId),
    writes.map((write) => write.firstName),
    writes.map((write) => write.lastName),
    writes.map((write) => write.mobile),
    writes.map((write) => write.assignedTo),
    writes.map((write) => JSON.stringify(write.custom)),
    writes.map((write) => write.optedOut),
    writes.map((write) => write.consentCause),
    writes.map((write) => write.sourceModifiedAt?.toISOString() ?? null),
    writes.map((write) => write.sourceOptedOut),
    writes.map((write) => write.correctedAt?.toISOString() ?? null),
    writes.map((write) => write.keepsLink),
  ]);
  return rows.map((row) => ({ id: row.id, contactId: row.contact_id }));
}

// A link that stays where it is comes as null: such a contact is there already. `changed_at` moves only when something
// a person can see changed, not when merely a newer version of the record was seen.
const MERGE = `
insert into contact as c (team_id, connection_id, record_type, created_by_run, changed_by_run, created_at, changed_at,
  contact_id, record_id, first_name, last_name, mobile, assigned_to, custom, opted_out, consent_cause, consent_at,
  source_modified_at, source_opted_out, mobile_corrected_at)
select $1::uuid, case when not n.keeps_link then $2::uuid end, case when not n.keeps_link then $3::text end,
  $4::uuid, $4::uuid, $5::timestamptz, $5::timestamptz,
  n.contact_id, case when not n.keeps_link then n.contact_id end, n.first_name, n.last_name, n.mobile, n.assigned_to, n.custom, n.opted_out, n.consent_cause,
  case when n.consent_cause is null then null else $5::timestamptz end,
  n.source_modified_at, n.source_opted_out, n.mobile_corrected_at
from unnest($6::text[], $7::text[], $8::text[], $9::text[], $10::uuid[], $11::jsonb[], $12::boolean[], $13::text[],
  $14::timestamptz[], $15::boolean[], $16::timestamptz[], $17::boolean[]) as n(contact_id, first_name, last_name, mobile,
  assigned_to, custom, opted_out, consent_cause, source_modified_at, source_opted_out, mobile_corrected_at, keeps_link)
on conflict (team_id, contact_id) do update set
  connection_id = coalesce(excluded.connection_id, c.connection_id),
  record_type = coalesce(excluded.record_type, c.record_type),
  record_id = coalesce(excluded.record_id, c.record_id),
  first_name = excluded.first_name,
  last_name = excluded.last_name,
  mobile = excluded.mobile,
  assigned_to = excluded.assigned_to,
  custom = excluded.custom,
  opted_out = excluded.opted_out,
  consent_cause = excluded.consent_cause,
  consent_at = case
    when (c.opted_out, c.consent_cause) is distinct from (excluded.opted_out, excluded.consent_cause) then excluded.changed_at
    else c.consent_at end,
  source_modified_at = excluded.source_modified_at,
  source_opted_out = excluded.source_opted_out,
  mobile_corrected_at = excluded.mobile_corrected_at,
  mobile_corrected_by = case when excluded.mobile_corrected_at is null then null else c.mobile_corrected_by end,
  mobile_replaced = case when excluded.mobile_corrected_at is null then null else c.mobile_replaced end,
  changed_at = case when (c.first_name, c.last_name, c.mobile, c.assigned_to, c.custom, c.opted_out)
      is distinct from (excluded.first_name, excluded.last_name, excluded.mobile, excluded.assigned_to, excluded.custom,
        excluded.opted_out) then excluded.changed_at else c.changed_at end,
  changed_by_run = case when (c.first_name, c.last_name, c.mobile, c.assigned_to, c.custom, c.opted_out)
      is distinct from (excluded.first_name, excluded.last_name, excluded.mobile, excluded.assigned_to, excluded.custom,
        excluded.opted_out) then excluded.changed_by_run else c.changed_by_run end
where (c.connection_id, c.record_type, c.record_id, c.first_name, c.last_name, c.mobile, c.assigned_to, c.custom, c.opted_out,
    c.consent_cause, c.source_modified_at, c.source_opted_out, c.mobile_corrected_at)
  is distinct from (coalesce(excluded.connection_id, c.connection_id), coalesce(excluded.record_type, c.record_type),
    coalesce(excluded.record_id, c.record_id), excluded.first_name, excluded.last_name, excluded.mobile, excluded.assigned_to, excluded.custom, excluded.opted_out,
    excluded.consent_cause, excluded.source_modified_at, excluded.source_opted_out, excluded.mobile_corrected_at)
returning c.id, c.contact_id`;
