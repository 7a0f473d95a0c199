import type { ConsentChange, RecordType } from '../../domain/contact.ts';
import type { Db } from '../database.ts';
import { iso } from './iso.ts';

export interface WriteBackRow {
  id: number;
  event_id: number;
  created_at: Date;
  change: ConsentChange;
  connection_id: string;
  connection_name: string;
  record_type: RecordType;
  record_id: string;
  state: 'waiting' | 'in_flight' | 'confirmed' | 'dead' | 'superseded' | 'handled';
  attempts: number;
  sent_at: Date | null;
  confirmed_at: Date | null;
  read_back: 'verified' | 'differs' | 'gone' | null;
  read_back_at: Date | null;
  handled_at: Date | null;
  handled_by: string | null;
  handled_note: string | null;
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
  handled: 'handled',
} as const;

/** A change on its way to the CRM; `recordUrl` is for the caller to fill in, who knows the connector. */
export type WriteBackLine = ReturnType<typeof toWriteBack>;

export function toWriteBack(row: WriteBackRow) {
  return {
    id: String(row.id),
    eventId: String(row.event_id),
    createdAt: iso(row.created_at),
    change: row.change,
    connectionId: row.connection_id,
    connectionName: row.connection_name,
    recordType: row.record_type,
    recordId: row.record_id,
    state: row.state === 'confirmed' && row.read_back === 'verified' ? ('verified' as const) : SHOWN[row.state],
    tries: row.attempts,
    sentAt: iso(row.sent_at),
    confirmedAt: iso(row.confirmed_at),
    verifiedAt: row.read_back === 'verified' ? iso(row.read_back_at) : null,
    readBack: row.read_back === 'verified' ? null : row.read_back,
    handledAt: iso(row.handled_at),
    handledBy: row.handled_by,
    handledNote: row.handled_note,
    nextTryAt: row.state === 'waiting' ? iso(row.due_at) : null,
    code: row.code,
    reason: row.reason,
    remedy: row.remedy,
  };
}

/** Follow `from outbox o join connection k on k.id = o.connection_id`. */
export const WRITE_BACK_COLUMNS = `
  o.id, o.event_id, o.created_at, o.change, o.connection_id, k.name as connection_name, o.record_type, o.record_id, o.state,
  o.attempts, o.sent_at, o.confirmed_at, o.read_back, o.read_back_at, o.handled_at, o.handled_by, o.handled_note,
  o.due_at, o.code, o.reason, o.remedy`;

/** A contact's changes on their way to the CRM, newest first. */
export async function readWriteBacks(db: Db, contactId: number): Promise<WriteBackLine[]> {
  const rows: WriteBackRow[] = await db.query(
    `select ${WRITE_BACK_COLUMNS}
     from outbox o join connection k on k.id = o.connection_id
     where o.contact_id = $1 order by o.id desc`,
    [contactId],
  );
  return rows.map(toWriteBack);
}
