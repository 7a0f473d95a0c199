import type { Db } from '../../database.ts';
import type { RecordType } from '../../../domain/contact.ts';
import type { Weekday } from '../../../domain/windows.ts';
import { readCursor, writeCursor } from '../cursor.ts';
import { isUuid } from '../ids.ts';
import { iso } from '../iso.ts';
import { openParams } from '../params.ts';
import { toWhom, WHOM_NAME, type WhomRow } from './whom.ts';

/** The newest reports of a team that are listed, and the contacts on a page of one. */
const AUDITS_SHOWN = 100;
const ITEMS_PER_PAGE = 100;

export type AuditState = 'queued' | 'running' | 'finished' | 'failed';
export type DriftKind = 'out_here_only' | 'out_there_only' | 'gone' | 'unreadable';

interface AuditRow {
  id: string;
  connection_id: string;
  connection_name: string;
  state: AuditState;
  started_by: string;
  queued_at: Date;
  finished_at: Date | null;
  total: number;
  compared: number;
  agree: number;
  on_the_way: number;
  out_here_only: number;
  out_there_only: number;
  gone: number;
  unreadable: number;
  calls_forecast: number;
  calls_spent: number;
  error_code: string | null;
  error_message: string | null;
  repaired_at: Date | null;
  repaired_by: string | null;
}

const AUDITS = 'select a.*, k.name as connection_name from drift_audit a join connection k on k.id = a.connection_id';

export type DriftAuditLine = ReturnType<typeof toAudit>;

function toAudit(row: AuditRow) {
  return {
    id: row.id,
    connectionId: row.connection_id,
    connectionName: row.connection_name,
    state: row.state,
    startedBy: row.started_by,
    queuedAt: iso(row.queued_at),
    finishedAt: iso(row.finished_at),
    total: row.total,
    compared: row.compared,
    agree: row.agree,
    onTheWay: row.on_the_way,
    outHereOnly: row.out_here_only,
    outThereOnly: row.out_there_only,
    gone: row.gone,
    unreadable: row.unreadable,
    callsForecast: row.calls_forecast,
    callsSpent: row.calls_spent,
    error: row.error_code === null ? null : { code: row.error_code, message: row.error_message ?? '' },
    repairedAt: iso(row.repaired_at),
    repairedBy: row.repaired_by,
  };
}

/** A team's newest audits, newest first. */
export async function listAudits(db: Db, teamId: string): Promise<DriftAuditLine[]> {
  const rows: AuditRow[] = await db.query(
    `${AUDITS} where a.team_id = $1 order by a.queued_at desc, a.id limit ${AUDITS_SHOWN}`,
    [teamId],
  );
  return rows.map(toAudit);
}

/** @returns null when the team has no such audit */
export async function readAudit(db: Db, teamId: string, id: string): Promise<DriftAuditLine | null> {
  if (!isUuid(id)) return null;
  const rows: AuditRow[] = await db.query(`${AUDITS} where a.team_id = $1 and a.id = $2`, [teamId, id]);
  return rows[0] ? toAudit(rows[0]) : null;
}

/** What an audit of a connection would compare. */
export interface Auditable {
  readonly id: string;
  readonly connector: string;
  readonly name: string;
  /** Linked contacts of each record type whose preferences are exchanged. */
  readonly contactsByType: readonly number[];
  readonly weeklyOn: Weekday | null;
  /** Why it can't be audited now, and what to do; null when it can. */
  readonly refused: string | null;
}

interface AuditableRow {
  id: string;
  connector: string;
  name: string;
  audit_day: Weekday | null;
  account_id: string | null;
  disconnected_at: Date | null;
  fault_message: string | null;
  record_types: RecordType[];
  contacts: number[];
}

/** The team's connections that were not disconnected; with `connectionId` that one alone, disconnected or not. */
export async function readAuditables(db: Db, teamId: string, connectionId: string | null = null): Promise<Auditable[]> {
  if (connectionId !== null && !isUuid(connectionId)) return [];
  const rows: AuditableRow[] = await db.query(
    `select k.id, k.connector, k.name, k.audit_day, k.account_id, k.disconnected_at, k.fault_message,
       coalesce((select array_agg(i.record_type) from import_config i
         where i.connection_id = k.id and i.opt_out is not null), '{}') as record_types,
       array(select count(c.id)::int from import_config i
         left join contact c on c.connection_id = i.connection_id and c.record_type = i.record_type
         where i.connection_id = k.id and i.opt_out is not null group by i.record_type) as contacts
     from connection k
     where k.team_id = $1 and case when $2::uuid is null then k.disconnected_at is null else k.id = $2 end
     order by k.name, k.id`,
    [teamId, connectionId],
  );
  return rows.map((row) => ({
    id: row.id,
    connector: row.connector,
    name: row.name,
    contactsByType: row.contacts,
    weeklyOn: row.audit_day,
    refused: refusalOf(row),
  }));
}

function refusalOf(row: AuditableRow): string | null {
  if (row.disconnected_at !== null) return `${row.name} was disconnected, so its records can’t be read.`;
  if (row.account_id === null) return `${row.name} is not connected yet. Connect it under Authentication.`;
  if (row.fault_message !== null) return `${row.name} can’t be read: ${row.fault_message}`;
  if (row.record_types.length === 0) {
    return `No import of ${row.name} has an opt-out field, so there is nothing to compare. Choose one under Opt-out.`;
  }
  return null;
}

interface ItemRow extends WhomRow {
  contact_id: number;
  kind: DriftKind;
  record_type: RecordType;
  record_id: string;
  crm_value: string | null;
  crm_modified_at: Date | null;
  repaired_at: Date | null;
}

/** A page of the contacts of an audit that do not agree, in the order of their IDs. */
export async function readDriftItems(
  db: Db,
  auditId: string,
  query: { readonly kind?: DriftKind | undefined; readonly after?: string | undefined },
) {
  const params = openParams(auditId);
  const after = query.after === undefined ? null : readCursor(query.after, ['number']);
  const conditions = [
    'i.audit_id = $1',
    ...(query.kind === undefined ? [] : [`i.kind = ${params.add(query.kind)}`]),
    ...(after === null ? [] : [`i.contact_id > ${params.add(after[0])}::bigint`]),
  ];
  const rows: ItemRow[] = await db.query(
    `select i.*, ${WHOM_NAME} as name, c.mobile from drift_item i join contact c on c.id = i.contact_id
     where ${conditions.join(' and ')} order by i.contact_id limit ${ITEMS_PER_PAGE + 1}`,
    params.values,
  );
  const page = rows.slice(0, ITEMS_PER_PAGE);
  const last = page.at(-1);
  return {
    items: page.map((row) => ({
      whom: toWhom(row),
      kind: row.kind,
      recordType: row.record_type,
      recordId: row.record_id,
      crmValue: row.crm_value,
      crmModifiedAt: iso(row.crm_modified_at),
      repairedAt: iso(row.repaired_at),
    })),
    next: rows.length > ITEMS_PER_PAGE && last ? writeCursor([last.contact_id]) : null,
  };
}

/**
 * How many opt-outs repairing would write to the CRM, and how many it would record here: what `decideRepair` comes to
 * for the contacts as they stand now.
 */
export async function countRepairs(db: Db, auditId: string): Promise<{ write: number; record: number }> {
  const [row]: { write: number; record: number }[] = await db.query(
    `select (count(*) filter (where i.kind = 'out_here_only' and c.opted_out
         and not (c.source_modified_at > i.crm_modified_at and c.source_opted_out is true)
         and not exists (select 1 from outbox o where o.contact_id = c.id
           and (o.state in ('waiting', 'in_flight') or o.state = 'confirmed' and o.confirmed_at > i.compared_at))))::int as write,
       (count(*) filter (where i.kind = 'out_there_only' and not c.opted_out
         and (c.source_modified_at is null or c.source_modified_at <= i.crm_modified_at)
         and (c.consent_at is null or c.consent_at <= i.compared_at)
         and not exists (select 1 from outbox o where o.contact_id = c.id
           and (o.state in ('waiting', 'in_flight', 'dead') and o.change = 'opted_in' and o.created_at >= i.crm_modified_at
             or o.state = 'confirmed'
               and date_trunc('second', o.crm_confirmed_at) > date_trunc('second', i.crm_modified_at)))))::int as record
     from drift_audit a
     join drift_item i on i.audit_id = a.id and i.repaired_at is null
     join contact c on c.id = i.contact_id and c.connection_id = a.connection_id and c.record_type = i.record_type
       and c.record_id = i.record_id
     where a.id = $1 and a.state in ('finished', 'failed') and a.repaired_at is null`,
    [auditId],
  );
  return row!;
}
