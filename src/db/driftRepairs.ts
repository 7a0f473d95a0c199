import type { RecordType } from '../domain/contact.ts';
import type { AuditState, DriftKind } from './reads/optOuts/drift.ts';
import type { Db } from './database.ts';
import { notifyAllLive, notifyLive } from './live.ts';

/** A report that is to be repaired, held until the transaction ends, so that two clicks come after each other. */
export interface LockedAudit {
  readonly connectionId: string;
  readonly connectionName: string;
  readonly isConnected: boolean;
  readonly state: AuditState;
  readonly isRepaired: boolean;
}

/** @returns null when the team has no such audit */
export async function lockAudit(tx: Db, teamId: string, auditId: string): Promise<LockedAudit | null> {
  const rows: {
    connection_id: string;
    name: string;
    is_connected: boolean;
    state: AuditState;
    is_repaired: boolean;
  }[] = await tx.query(
    `select a.connection_id, k.name, k.disconnected_at is null as is_connected, a.state, a.repaired_at is not null as is_repaired
     from drift_audit a join connection k on k.id = a.connection_id
     where a.id = $1 and a.team_id = $2 for update of a`,
    [auditId, teamId],
  );
  const row = rows[0];
  if (!row) return null;
  return {
    connectionId: row.connection_id,
    connectionName: row.name,
    isConnected: row.is_connected,
    state: row.state,
    isRepaired: row.is_repaired,
  };
}

/** A disagreement that was found and not repaired yet. */
export interface FoundDrift {
  readonly contactId: number;
  readonly kind: DriftKind;
  readonly recordType: RecordType;
  readonly recordId: string;
  readonly crmModifiedAt: Date | null;
  readonly comparedAt: Date;
}

/** The next disagreements of an audit that repairing could settle, behind a contact. */
export async function nextFoundDrift(tx: Db, auditId: string, behind: number, limit: number): Promise<FoundDrift[]> {
  const rows: {
    contact_id: number;
    kind: DriftKind;
    record_type: RecordType;
    record_id: string;
    crm_modified_at: Date | null;
    compared_at: Date;
  }[] = await tx.query(
    `select contact_id, kind, record_type, record_id, crm_modified_at, compared_at from drift_item
     where audit_id = $1 and contact_id > $2 and repaired_at is null and kind in ('out_here_only', 'out_there_only')
     order by contact_id limit $3`,
    [auditId, behind, limit],
  );
  return rows.map((row) => ({
    contactId: row.contact_id,
    kind: row.kind,
    recordType: row.record_type,
    recordId: row.record_id,
    crmModifiedAt: row.crm_modified_at,
    comparedAt: row.compared_at,
  }));
}

/** The newest change of each contact, by contact: for those opted out, the one that opted them out. */
export async function decidingEvents(tx: Db, contactIds: readonly number[]): Promise<Map<number, number>> {
  const rows: { contact_id: number; id: number }[] = await tx.query(
    `select c.id as contact_id, e.id from unnest($1::bigint[]) as c(id)
     cross join lateral (
       select id, change from consent_event where contact_id = c.id and change in ('opted_out', 'opted_in')
       order by id desc limit 1
     ) e where e.change = 'opted_out'`,
    [contactIds],
  );
  return new Map(rows.map((row) => [row.contact_id, row.id]));
}

export interface RecordedOptOut {
  readonly contactId: number;
  /** The version of the record that said so; null leaves the version that was taken in last. */
  readonly version: Date | null;
}

/** Opts contacts out as an import does, in the transaction that holds the events. */
export async function recordOptOuts(tx: Db, now: Date, optOuts: readonly RecordedOptOut[]): Promise<void> {
  await tx.query(
    `update contact c set opted_out = true, consent_cause = 'import', consent_at = $1, changed_at = $1, changed_by_run = null,
       source_modified_at = coalesce(n.version, c.source_modified_at),
       source_opted_out = case when n.version is null then c.source_opted_out else true end
     from unnest($2::bigint[], $3::timestamptz[]) as n(id, version) where c.id = n.id`,
    [now, optOuts.map((one) => one.contactId), optOuts.map((one) => one.version?.toISOString() ?? null)],
  );
}

/** Marks disagreements as repaired, and tells browsers that their contacts changed. */
export async function markRepaired(
  tx: Db,
  { auditId, teamId, now }: { readonly auditId: string; readonly teamId: string; readonly now: Date },
  contactIds: readonly number[],
): Promise<void> {
  if (contactIds.length === 0) return;
  await tx.query('update drift_item set repaired_at = $3 where audit_id = $1 and contact_id = any($2::bigint[])', [
    auditId,
    contactIds,
    now,
  ]);
  await notifyAllLive(
    tx,
    contactIds.map((id) => ({ teamId, type: 'contact', id: String(id) })),
  );
}

/** Ends the repair of an audit: what was passed over stays as it is. */
export async function endRepair(
  tx: Db,
  audit: { readonly auditId: string; readonly teamId: string; readonly now: Date },
  actor: string,
): Promise<void> {
  await tx.query('update drift_audit set repaired_at = $2, repaired_by = $3 where id = $1', [
    audit.auditId,
    audit.now,
    actor,
  ]);
  await notifyLive(tx, { teamId: audit.teamId, type: 'opt_outs', id: audit.auditId });
}
