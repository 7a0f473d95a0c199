import type { ConsentCause, ConsentChange, RecordType } from '../domain/contact.ts';
import type { RepairedContact } from '../domain/compareConsent.ts';
import type { OptOutMapping } from '../domain/mappingTypes.ts';
import type { Db } from './database.ts';

/** What an audit compares of one record type: contacts linked to its records, by one field. */
export interface AuditSubject {
  readonly recordType: RecordType;
  readonly optOut: OptOutMapping;
  /** The record's own field: that of a Report's column may be called otherwise. */
  readonly field: string;
  /** As `ComparedContact.importsFrom`, for contacts that are in the source. */
  readonly importsFrom: Date | null;
  /** The import's modified times are those of a column that an admin mapped, not the record's own. */
  readonly mapsModified: boolean;
}

/** Record types of a connection whose texting preferences are exchanged, in the order in which they are compared. */
export async function readAuditSubjects(db: Db, connectionId: string): Promise<AuditSubject[]> {
  const rows: SubjectRow[] = await db.query(
    `select i.record_type, i.opt_out, i.fields->>'lastModified' is not null as maps_modified, i.look_back_minutes,
       i.state = 'on' and cardinality(i.windows) > 0 and not k.schedule_paused as by_itself,
       case when i.full_reason is null then greatest(i.watermark_at, (
         select r.source_time from run r where r.connection_id = i.connection_id and r.record_type = i.record_type
           and r.state in ('succeeded', 'completed_with_errors') order by r.queued_at desc limit 1)) end as read_to
     from import_config i join connection k on k.id = i.connection_id
     where i.connection_id = $1 and i.opt_out is not null order by i.record_type`,
    [connectionId],
  );
  return rows.map((row) => ({
    recordType: row.record_type,
    optOut: row.opt_out,
    field: row.opt_out.writeTo ?? row.opt_out.field,
    importsFrom: row.by_itself ? new Date((row.read_to?.getTime() ?? 0) - row.look_back_minutes * 60_000) : null,
    mapsModified: row.maps_modified,
  }));
}

interface SubjectRow {
  record_type: RecordType;
  opt_out: OptOutMapping;
  maps_modified: boolean;
  look_back_minutes: number;
  by_itself: boolean;
  read_to: Date | null;
}

/** A linked contact as it stands in the database at one instant. */
export interface DriftContact {
  readonly id: number;
  readonly recordId: string;
  readonly mobile: string | null;
  readonly optedOut: boolean;
  readonly cause: ConsentCause | null;
  readonly consentAt: Date | null;
  readonly sourceModifiedAt: Date | null;
  readonly sourceOptedOut: boolean | null;
  readonly leftSource: boolean;
  readonly pending: { readonly change: ConsentChange; readonly since: Date } | null;
  readonly sending: ConsentChange | null;
  /** When the CRM, by its own clock, took our newest confirmed write. */
  readonly confirmedAt: Date | null;
  /** The same by our clock. */
  readonly heardAt: Date | null;
}

interface ContactRow {
  id: number;
  record_id: string;
  mobile: string | null;
  opted_out: boolean;
  consent_cause: ConsentCause | null;
  consent_at: Date | null;
  source_modified_at: Date | null;
  source_opted_out: boolean | null;
  left_source: boolean;
  pending_change: ConsentChange | null;
  pending_since: Date | null;
  is_sending: boolean | null;
  crm_confirmed_at: Date | null;
  heard_at: Date | null;
}

const COLUMNS = `id, connection_id, record_type, record_id, mobile, opted_out, consent_cause, consent_at, source_modified_at,
  source_opted_out, left_source_at`;

// One statement sees one instant: a STOP is either in the contact and in the outbox, or in neither. Who has no history
// of consent has nothing in the outbox either, which spares nearly everybody the look-up.
const statesOf = (contacts: string): string => `
select c.id, c.record_id, c.mobile, c.opted_out, c.consent_cause, c.consent_at, c.source_modified_at, c.source_opted_out,
  c.left_source_at is not null as left_source, p.change as pending_change, p.created_at as pending_since,
  p.state <> 'dead' as is_sending, d.crm_confirmed_at, d.heard_at
from (${contacts}) c
left join lateral (
  select o.change, o.created_at, o.state from outbox o
  where c.consent_at is not null and o.contact_id = c.id and o.state in ('waiting', 'in_flight', 'dead')
  order by o.id desc limit 1
) p on true
left join lateral (
  select max(o.crm_confirmed_at) as crm_confirmed_at, max(o.confirmed_at) as heard_at from outbox o
  where c.consent_at is not null and o.contact_id = c.id and o.state = 'confirmed'
) d on true`;

/** Where the next page of an audit begins. */
export interface AuditPlace {
  readonly recordType: RecordType;
  /** Records behind this one; empty from the first on. */
  readonly recordId: string;
}

/** The place of a contact that was compared; null when there is no such contact. */
export async function placeOf(db: Db, contactId: number): Promise<AuditPlace | null> {
  const rows: { record_type: RecordType; record_id: string }[] = await db.query(
    'select record_type, record_id from contact where id = $1 and record_id is not null',
    [contactId],
  );
  return rows[0] ? { recordType: rows[0].record_type, recordId: rows[0].record_id } : null;
}

/** The next contacts of a connection in the order of their records, which the index of links gives. */
export async function contactsBehind(
  db: Db,
  connectionId: string,
  place: AuditPlace,
  limit: number,
): Promise<DriftContact[]> {
  const rows: ContactRow[] = await db.query(
    `${statesOf(`select ${COLUMNS} from contact
       where connection_id = $1 and record_type = $2 and record_id > $3 order by record_id limit $4`)} order by c.record_id`,
    [connectionId, place.recordType, place.recordId, limit],
  );
  return rows.map(toContact);
}

/** The contacts among these that are linked to records of this type of the connection still, by ID. */
export async function contactsById(
  db: Db,
  link: { readonly connectionId: string; readonly recordType: RecordType },
  ids: readonly number[],
): Promise<Map<number, DriftContact>> {
  // A look-up each by key: with `= any(…)` the planner, which may know little of a table that has just been filled,
  // reads every contact of the connection for each page.
  const rows: ContactRow[] = await db.query(
    `${statesOf(`select x.* from unnest($1::bigint[]) as page(id)
       cross join lateral (select ${COLUMNS} from contact where id = page.id limit 1) x`)}
     where c.connection_id = $2 and c.record_type = $3`,
    [ids, link.connectionId, link.recordType],
  );
  return new Map(rows.map((row) => [row.id, toContact(row)]));
}

function toContact(row: ContactRow): DriftContact {
  return {
    id: row.id,
    recordId: row.record_id,
    mobile: row.mobile,
    optedOut: row.opted_out,
    cause: row.consent_cause,
    consentAt: row.consent_at,
    sourceModifiedAt: row.source_modified_at,
    sourceOptedOut: row.source_opted_out,
    leftSource: row.left_source,
    pending: row.pending_change ? { change: row.pending_change, since: row.pending_since! } : null,
    sending: row.is_sending ? row.pending_change : null,
    confirmedAt: row.crm_confirmed_at,
    heardAt: row.heard_at,
  };
}

/**
 * A contact as the rules of comparing take it.
 * @param before - as it stood when its record was asked for
 * @param now - as it stands; undefined when it is not linked to that record any more
 */
export function asCompared(
  before: DriftContact,
  now: DriftContact | undefined,
  { importsFrom }: AuditSubject,
): RepairedContact {
  const present = now ?? before;
  return {
    ...present,
    sending: before.sending ?? present.sending,
    importsFrom: present.leftSource ? null : importsFrom,
    changedMeanwhile:
      now === undefined ||
      now.recordId !== before.recordId ||
      now.optedOut !== before.optedOut ||
      now.consentAt?.getTime() !== before.consentAt?.getTime() ||
      now.sourceModifiedAt?.getTime() !== before.sourceModifiedAt?.getTime() ||
      now.heardAt?.getTime() !== before.heardAt?.getTime(),
  };
}
