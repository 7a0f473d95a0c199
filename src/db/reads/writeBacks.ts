import type { ConsentChange, RecordType } from '../../domain/contact.ts';
import type { Db } from '../database.ts';
import { iso } from './iso.ts';

interface WriteBackRow {
  id: number;
  event_id: number;
  created_at: Date;
  change: ConsentChange;
  connection_id: string;
  connection_name: string;
  record_type: RecordType;
  record_id: string;
  state: 'waiting' | 'in_flight' | 'confirmed' | 'dead' | 'superseded';
  attempts: number;
  sent_at: Date | null;
  confirmed_at: Date | null;
  due_at: Date;
  code: string | null;
  reason: string | null;
  remedy: string | null;
}

/** The outbox's states in the words people read. */
const SHOWN = {
  waiting: 'waiting',
  in_flight: 'sent',
  confirmed: 'confirmed',
  dead: 'failed',
  superseded: 'superseded',
} as const;

/** A change on its way to the CRM; `recordUrl` is for the caller to fill in, who knows the connector. */
export type WriteBackLine = ReturnType<typeof toWriteBack>;

function toWriteBack(row: WriteBackRow) {
  return {
    id: String(row.id),
    eventId: String(row.event_id),
    createdAt: iso(row.created_at),
    change: row.change,
    connectionId: row.connection_id,
    connectionName: row.connection_name,
    recordType: row.record_type,
    recordId: row.record_id,
    state: SHOWN[row.state],
    tries: row.attempts,
    sentAt: iso(row.sent_at),
    confirmedAt: iso(row.confirmed_at),
    nextTryAt: row.state === 'waiting' ? iso(row.due_at) : null,
    code: row.code,
    reason: row.reason,
    remedy: row.remedy,
  };
}

/** A contact's changes on their way to the CRM, newest first. */
export async function readWriteBacks(db: Db, contactId: number): Promise<WriteBackLine[]> {
  const rows: WriteBackRow[] = await db.query(
    `select o.id, o.event_id, o.created_at, o.change, o.connection_id, k.name as connection_name, o.record_type, o.record_id, o.state,
       o.attempts, o.sent_at, o.confirmed_at, o.due_at, o.code, o.reason, o.remedy
     from outbox o join connection k on k.id = o.connection_id
     where o.contact_id = $1 order by o.id desc`,
    [contactId],
  );
  return rows.map(toWriteBack);
}
