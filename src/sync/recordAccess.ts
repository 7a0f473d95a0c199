import type { OpenConnection } from '../contract/connector.ts';

export type RecordConnection = OpenConnection & Required<Pick<OpenConnection, 'writeBack' | 'readRecords'>>;

/**
 * An open connection as one that reads and writes single records.
 * @throws Error when its source has none: nothing of it belongs in the outbox or an audit
 */
export function recordAccess(open: OpenConnection): RecordConnection {
  if (!open.writeBack || !open.readRecords) throw new Error('Opt-outs can’t be written back to this kind of source.');
  return open as RecordConnection;
}
