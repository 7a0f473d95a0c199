import type { ConsentCause, ConsentChange, CustomValue, RecordType } from '../domain/contact.ts';
import { EVERY_VERSION } from '../domain/importConsent.ts';
import type { PageSurroundings, StoredContact } from '../domain/mergeTypes.ts';
import type { Db } from './database.ts';

interface ContactRow {
  id: number;
  contact_id: string;
  first_name: string;
  last_name: string;
  mobile: string | null;
  assigned_to: string | null;
  custom: Record<string, CustomValue>;
  opted_out: boolean;
  consent_cause: ConsentCause | null;
  consent_at: Date | null;
  connection_id: string | null;
  record_type: RecordType | null;
  source_modified_at: Date | null;
  source_opted_out: boolean | null;
  left_source_at: Date | null;
  mobile_corrected_at: Date | null;
  mobile_replaced: string | null;
}

/** With who among them has left their source so far, by contact ID. */
export interface StoredSurroundings extends PageSurroundings {
  readonly left: ReadonlySet<string>;
}

interface OutboxStateRow {
  contact_id: number;
  pending_change: ConsentChange | null;
  pending_since: Date | null;
  crm_confirmed_at: Date | null;
  confirmed_change: ConsentChange | null;
}

const CONTACT_COLUMNS = `id, contact_id, first_name, last_name, mobile, assigned_to, custom, opted_out, consent_cause, consent_at,
  connection_id, record_type, source_modified_at, source_opted_out, left_source_at, mobile_corrected_at, mobile_replaced`;

/**
 * Reads everything a page of rows meets in its team: contacts by ID and by number, their write-backs, stopped numbers,
 * staff. Call it with the team locked for the merge, so that what was read is still so when the page is written.
 */
export async function readSurroundings(
  db: Db,
  page: {
    readonly teamId: string;
    readonly connectionId: string;
    readonly connectionName: string;
    readonly recordType: RecordType;
    readonly recordIds: readonly string[];
    readonly mobiles: readonly string[];
    readonly assignsUsers: boolean;
  },
): Promise<StoredSurroundings> {
  // A look-up each in the unique indexes. Written as `= any(…)` the planner, which knows little of a table that is
  // being filled, reads the whole team for every page: an import would slow down with every row it brings.
  const rows: ContactRow[] = await db.query(
    `select c.* from unnest($2::text[]) as page(contact_id)
       cross join lateral (select ${CONTACT_COLUMNS} from contact where team_id = $1 and contact_id = page.contact_id limit 1) c
     union all
     select c.* from unnest($3::text[]) as page(mobile)
       cross join lateral (select ${CONTACT_COLUMNS} from contact where team_id = $1 and mobile = page.mobile limit 1) c`,
    [page.teamId, page.recordIds, page.mobiles],
  );
  const withHistory = rows.filter((row) => row.consent_at !== null).map((row) => row.id);
  const outbox = await readOutboxStates(db, withHistory);
  const isElsewhere = (row: ContactRow): boolean =>
    row.connection_id !== null && row.connection_id !== page.connectionId;
  const writable = await readWritable(db, page.teamId);
  const writesBack = writable.has(page.connectionId);

  const byContactId = new Map<string, StoredContact>();
  const byMobile = new Map<string, StoredContact>();
  for (const row of rows) {
    if (byContactId.has(row.contact_id)) continue;
    const state = outbox.get(row.id);
    const contact: StoredContact = {
      id: row.id,
      contactId: row.contact_id,
      firstName: row.first_name,
      lastName: row.last_name,
      mobile: row.mobile,
      assignedTo: row.assigned_to,
      custom: row.custom,
      optedOut: row.opted_out,
      cause: row.consent_cause,
      pending: state?.pending_change ? { change: state.pending_change, since: state.pending_since! } : null,
      confirmedAt: state?.crm_confirmed_at ?? null,
      confirmedChange: state?.confirmed_change ?? null,
      sourceModifiedAt: row.source_modified_at,
      sourceOptedOut: row.source_opted_out,
      correction: row.mobile_corrected_at ? { at: row.mobile_corrected_at, replaced: row.mobile_replaced } : null,
      linked: row.connection_id === page.connectionId && row.record_type === page.recordType,
      otherSource: isElsewhere(row),
      keepsLink: !writesBack && row.connection_id !== null && writable.has(row.connection_id),
      saidInUntil: row.source_opted_out !== false ? null : writesBack ? row.source_modified_at : EVERY_VERSION,
    };
    byContactId.set(row.contact_id, contact);
    if (row.mobile) byMobile.set(row.mobile, contact);
  }

  // A contact may keep a corrected number that no row of the page says.
  const kept = rows.flatMap((row) => (row.mobile_corrected_at && row.mobile !== null ? [row.mobile] : []));
  const stops: { mobile: string }[] = await db.query(
    'select mobile from number_stop where team_id = $1 and mobile = any($2::text[])',
    [page.teamId, [...page.mobiles, ...kept]],
  );
  return {
    byContactId,
    byMobile,
    stopped: new Set(stops.map((row) => row.mobile)),
    staff: page.assignsUsers ? await readStaff(db, page.teamId) : null,
    sourceName: page.connectionName,
    left: new Set(rows.filter((row) => row.left_source_at !== null).map((row) => row.contact_id)),
  };
}

/** Connections of the team, not disconnected, to whose records opt-outs can be written. */
async function readWritable(db: Db, teamId: string): Promise<ReadonlySet<string>> {
  const rows: { id: string }[] = await db.query(
    'select id from connection where team_id = $1 and writes_back and disconnected_at is null',
    [teamId],
  );
  return new Set(rows.map((row) => row.id));
}

/**
 * The newest change that has not reached the CRM, and when the CRM took the newest confirmed one, by contact. What
 * another CRM confirmed while the contact came from there says nothing of its present one.
 */
async function readOutboxStates(db: Db, contactIds: readonly number[]): Promise<Map<number, OutboxStateRow>> {
  if (contactIds.length === 0) return new Map();
  const rows: OutboxStateRow[] = await db.query(
    `select c.id as contact_id, p.change as pending_change, p.created_at as pending_since, d.crm_confirmed_at,
       d.change as confirmed_change
     from unnest($1::bigint[]) as page(id)
     cross join lateral (select id, connection_id from contact where id = page.id offset 0) c
     left join lateral (
       select change, created_at from outbox
       where contact_id = c.id and state in ('waiting', 'in_flight', 'dead') order by id desc limit 1
     ) p on true
     left join lateral (
       select crm_confirmed_at, change from outbox
       where contact_id = c.id and connection_id = c.connection_id and state = 'confirmed'
       order by crm_confirmed_at desc nulls last, id desc limit 1
     ) d on true`,
    [contactIds],
  );
  return new Map(rows.map((row) => [row.contact_id, row]));
}

async function readStaff(db: Db, teamId: string): Promise<Map<string, string>> {
  const rows: { staff_id: string; user_id: string }[] = await db.query(
    'select staff_id, user_id from team_member where team_id = $1 and staff_id is not null',
    [teamId],
  );
  return new Map(rows.map((row) => [row.staff_id, row.user_id]));
}
