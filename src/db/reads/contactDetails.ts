import type { CustomValue } from '../../domain/contact.ts';
import type { FieldMapping } from '../../domain/mappingTypes.ts';
import { showMobile } from '../../domain/phone.ts';
import type { Db } from '../database.ts';
import { readConflicts, readConsentEvents } from './consentHistory.ts';
import { consentBand, consentLift, decidingEvent } from './bandWords.ts';
import { CONTACT_COLUMNS, CONTACT_JOINS, toContactSummary, type ContactSummaryRow } from './contactSummary.ts';
import { isRowNumber } from './ids.ts';
import { iso } from './iso.ts';
import { readTeamFields } from '../teamFields.ts';
import { timelineOf } from './timeline.ts';
import { readWriteBacks } from './writeBacks.ts';

interface ContactDetailsRow extends ContactSummaryRow {
  team_id: string;
  record_id: string | null;
  custom: Record<string, CustomValue>;
  created_at: Date;
  mobile_corrected_at: Date | null;
  mobile_corrected_by: string | null;
  mobile_replaced: string | null;
  created_by_run: string | null;
  changed_by_run: string | null;
  mapping: FieldMapping | null;
}

/** Everything about one contact, record addresses excepted, which only the connector knows. */
export type ContactDetails = NonNullable<Awaited<ReturnType<typeof readContact>>>;

/** @returns null when the team has no such contact */
export async function readContact(db: Db, teamId: string, id: string) {
  if (!isRowNumber(id)) return null;
  const [row]: ContactDetailsRow[] = await db.query(
    `select ${CONTACT_COLUMNS}, c.team_id, c.record_id, c.custom, c.created_at, c.mobile_corrected_at, c.mobile_corrected_by,
       c.mobile_replaced, c.created_by_run, c.changed_by_run, i.fields as mapping
     from contact c ${CONTACT_JOINS} where c.id = $2 and c.team_id = $1`,
    [teamId, id],
  );
  if (!row) return null;
  const [events, conflicts, writeBacks, fields, runs, review] = await Promise.all([
    readConsentEvents(db, { teamId, contactId: row.id, mobile: row.mobile }),
    readConflicts(db, row.id),
    readWriteBacks(db, row.id),
    fieldsOf(db, row),
    runsOf(db, row),
    readOpenReview(db, row),
  ]);
  const contact = {
    name: `${row.first_name} ${row.last_name}`,
    optedOut: row.opted_out,
    mobile: row.mobile,
    createdAt: row.created_at,
    review: review && { message: review.message, receivedAt: new Date(review.receivedAt) },
  };
  const deciding = decidingEvent(events, row.opted_out);
  return {
    ...toContactSummary(row),
    band: consentBand(contact, deciding),
    lift: consentLift(contact, deciding),
    review,
    mobileCorrected: correctionOf(row),
    connectionId: row.connection_id,
    connectionName: row.connection_name,
    recordType: row.record_type,
    recordId: row.record_id,
    createdAt: iso(row.created_at),
    fields,
    timeline: timelineOf(events, conflicts, writeBacks),
    writeBacks,
    runs,
  };
}

/** The oldest message that pauses texting for this contact. */
async function readOpenReview(db: Db, row: ContactDetailsRow) {
  const [item]: { id: number; body: string; received_at: Date }[] = await db.query(
    `select id, body, received_at from review_item
     where state = 'open' and (contact_id = $1 or (team_id = $2 and mobile = $3)) order by received_at, id limit 1`,
    [row.id, row.team_id, row.mobile],
  );
  return item ? { id: String(item.id), message: item.body, receivedAt: iso(item.received_at) } : null;
}

function correctionOf(row: ContactDetailsRow) {
  if (row.mobile_corrected_at === null) return null;
  return {
    at: iso(row.mobile_corrected_at),
    by: row.mobile_corrected_by ?? '',
    replacedShown: row.mobile_replaced === null ? null : showMobile(row.mobile_replaced),
  };
}

async function fieldsOf(db: Db, row: ContactDetailsRow) {
  const { mapping } = row;
  const teamFields = await readTeamFields(db, row.team_id);
  const firstName = mapping
    ? [mapping.firstName, mapping.firstNameFallback].filter((name) => name !== null).join(' or ')
    : null;
  return [
    { key: 'first_name', label: 'First name', value: row.first_name, source: firstName },
    { key: 'last_name', label: 'Last name', value: row.last_name, source: mapping?.lastName ?? null },
    {
      key: 'mobile',
      label: 'Mobile number',
      value: toContactSummary(row).mobileShown,
      source: mapping?.mobile ?? null,
    },
    { key: 'assigned_to', label: 'Assigned to', value: row.assigned_name, source: mapping?.userId ?? null },
    ...teamFields.map((field) => ({
      key: `custom.${field.key}`,
      label: field.label,
      value: shownCustom(row.custom[field.key]),
      source: mapping?.additional.find((line) => line.field === field.key)?.source ?? null,
    })),
  ];
}

function shownCustom(value: CustomValue | undefined): string | null {
  if (value === null || value === undefined) return null;
  if (typeof value === 'boolean') return value ? 'Yes' : 'No';
  return String(value);
}

/**
 * Runs that made or last changed the contact, what the last five runs of its import had to say about its record, and
 * the one that found it gone from its source, which ended in the instant the contact was marked with.
 */
async function runsOf(db: Db, row: ContactDetailsRow): Promise<{ runId: string; at: string; outcome: string }[]> {
  const rows: { run_id: string; at: Date; outcome: string }[] = await db.query(
    `with recent as (
       select id from run where connection_id = $3 and record_type = $4 order by queued_at desc limit 5
     ), touched as (
       select $1::uuid as run_id, 'created' as outcome where $1::uuid is not null
       union all select $2::uuid, 'updated' where $2::uuid is not null and $2::uuid is distinct from $1::uuid
       union all select distinct run_id, case kind when 'error' then 'error: ' when 'warning' then 'warning: ' else 'skipped: ' end || message
         from row_issue where run_id in (select id from recent) and record_id = $5
       union all select id, 'left: no longer in the source'
         from run where connection_id = $3 and record_type = $4 and finished_at = $6
     )
     select t.run_id, coalesce(r.started_at, r.queued_at) as at, t.outcome
     from touched t join run r on r.id = t.run_id
     order by at desc`,
    [row.created_by_run, row.changed_by_run, row.connection_id, row.record_type, row.record_id, row.left_source_at],
  );
  return rows.map((one) => ({ runId: one.run_id, at: iso(one.at), outcome: one.outcome }));
}
