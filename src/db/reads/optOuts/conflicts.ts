import type { ConsentCause, RecordType } from '../../../domain/contact.ts';
import type { Db } from '../../database.ts';
import type { ConsentEvidence } from '../consentHistory.ts';
import { ruleWords } from '../conflictWords.ts';
import { eventSentence } from '../eventWords.ts';
import { iso } from '../iso.ts';
import { toWhom, WHOM_NAME, type WhomRow } from './whom.ts';

const SHOWN = 200;

interface ConflictRow extends WhomRow {
  id: number;
  at: Date;
  connection_id: string;
  connection_name: string;
  record_type: RecordType;
  record_id: string;
  field: string;
  crm_value: string;
  crm_modified_at: Date;
  rule: string;
  cause: ConsentCause | null;
  actor: string | null;
  occurred_at: Date | null;
  evidence: ConsentEvidence | null;
  consent_at: Date | null;
  total: number;
}

/** A conflict, its record's address excepted, which only the connector knows. */
export type ConflictView = ReturnType<typeof toConflict> & { readonly connectionId: string };

/**
 * CRM values that would have lifted an opt-out and were not applied: the newest of each contact that is still opted
 * out, oldest first.
 */
export async function readConflictList(db: Db, teamId: string) {
  const rows: ConflictRow[] = await db.query(
    `select f.*, e.cause, e.actor, e.occurred_at, e.evidence
     from (
       select f.*, (count(*) over ())::int as total from (
         select distinct on (f.contact_id) f.id, f.at, f.contact_id, ${WHOM_NAME} as name, c.mobile, c.consent_at,
           c.record_type, c.record_id, c.connection_id, k.name as connection_name, f.field, f.crm_value, f.crm_modified_at, f.rule
         from consent_conflict f
         join contact c on c.id = f.contact_id and c.opted_out
         join connection k on k.id = f.connection_id and k.disconnected_at is null
         where f.team_id = $1 and f.resolved_at is null
         order by f.contact_id, f.id desc
       ) f order by f.at, f.id limit $2
     ) f
     left join lateral (
       select * from consent_event where contact_id = f.contact_id and change = 'opted_out' order by id desc limit 1
     ) e on true
     order by f.at, f.id`,
    [teamId, SHOWN],
  );
  return {
    items: rows.map((row) => ({ ...toConflict(row), connectionId: row.connection_id })),
    total: rows[0]?.total ?? 0,
  };
}

function toConflict(row: ConflictRow) {
  const { cause, actor, occurred_at: occurredAt, evidence } = row;
  const sentence =
    cause && actor !== null && occurredAt
      ? eventSentence({ change: 'opted_out', cause, actor, occurred_at: occurredAt, evidence: evidence ?? {} })
      : 'Opted out';
  return {
    id: String(row.id),
    whom: toWhom(row),
    here: { sentence, since: iso(occurredAt ?? row.consent_at ?? row.at) },
    there: {
      connectionName: row.connection_name,
      field: row.field,
      value: row.crm_value,
      modifiedAt: iso(row.crm_modified_at),
      recordType: row.record_type,
      recordId: row.record_id,
    },
    rule: ruleWords(row.rule),
    at: iso(row.at),
  };
}
