import type { LedgerCause, LedgerChange } from '../../domain/contact.ts';
import type { Db } from '../database.ts';

/** What proves a consent event; which keys there are depends on its cause. */
export interface ConsentEvidence {
  readonly message?: string;
  readonly providerId?: string;
  /** The texting number the message was sent to. */
  readonly toNumber?: string;
  /** How the message was read: `provider`, `keyword`, or the phrase that was found in it. */
  readonly reading?: string;
  /** Who decided about the message in the review queue. */
  readonly decidedBy?: string;
  readonly wrongNumber?: boolean;
  /** Why a STOP to another team's number counts here: `shared` or `organisation`. */
  readonly scope?: string;
  readonly reason?: string;
  readonly consentGiven?: string;
  readonly runId?: string | null;
  readonly row?: number;
  /** Line of the file the row began on; absent for records. */
  readonly line?: number;
  /** The drift audit that found it. */
  readonly auditId?: string;
  readonly field?: string | null;
  readonly value?: string | boolean | null;
  readonly recordModifiedAt?: string;
  readonly rule?: string;
}

/** One entry of the ledger. */
export interface ConsentEventRow {
  id: number;
  seq: number;
  contact_id: number | null;
  mobile: string | null;
  change: LedgerChange;
  cause: LedgerCause;
  actor: string;
  occurred_at: Date;
  recorded_at: Date;
  evidence: ConsentEvidence;
  previous_hash: string;
  hash: string;
  /** The team whose texting number a message was sent to, when that is another one. */
  to_team: string | null;
}

/** A CRM value that would have lifted an opt-out and was not applied. */
export interface ConflictRow {
  id: number;
  at: Date;
  connection_name: string;
  run_id: string | null;
  field: string;
  crm_value: string;
  crm_modified_at: Date;
  rule: string;
  resolved_at: Date | null;
  /** Who sent our state again; the connection's own name when the CRM came round. */
  resolved_by: string | null;
}

/** Whose history is read. */
export interface HistoryOf {
  readonly teamId: string;
  readonly contactId: number;
  /** The number it has now. */
  readonly mobile: string | null;
}

/**
 * A contact's consent events, newest first, with those of its number from before anybody was known to have it: a STOP
 * that came then is why a contact made later starts opted out.
 */
export async function readConsentEvents(db: Db, of: HistoryOf): Promise<ConsentEventRow[]> {
  return db.query(
    `select e.id, e.seq, e.contact_id, e.mobile, e.change, e.cause, e.actor, e.occurred_at, e.recorded_at, e.evidence,
       e.previous_hash, e.hash, t.name as to_team
     from consent_event e
     left join texting_number n on e.evidence ? 'scope' and n.number = e.evidence ->> 'toNumber' and n.team_id <> e.team_id
     left join team t on t.id = n.team_id
     where e.contact_id = $1 or (e.contact_id is null and e.team_id = $2 and e.mobile = $3)
     order by e.id desc`,
    [of.contactId, of.teamId, of.mobile],
  );
}

/** A contact's conflicts, newest first; the table keeps one per version of the record and rule. */
export async function readConflicts(db: Db, contactId: number): Promise<ConflictRow[]> {
  return db.query(
    `select f.id, f.at, k.name as connection_name, f.run_id, f.field, f.crm_value, f.crm_modified_at, f.rule, f.resolved_at, f.resolved_by
     from consent_conflict f join connection k on k.id = f.connection_id
     where f.contact_id = $1 order by f.id desc limit 200`,
    [contactId],
  );
}
