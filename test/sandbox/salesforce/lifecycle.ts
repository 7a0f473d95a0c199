import type { Org } from './org.ts';
import type { RecordTable } from './recordTable.ts';
import type { RecordType } from './sandboxTypes.ts';
import type { Value } from './schema.ts';

/** What happens to records as a whole, done by the org's people. Errors are plain: they are mistakes of a test. */
export interface Lifecycle {
  /** Into the recycle bin. */
  remove(type: RecordType, id: string): void;
  /** Out of the recycle bin again, merged ones too. */
  undelete(type: RecordType, id: string): void;
  /** Out of the recycle bin for good: gone from `queryAll` as well. */
  purge(type: RecordType, id: string): void;
  /** The loser goes into the bin and names the winner; the winner is changed, by `fields` if given. */
  merge(type: RecordType, loserId: string, winnerId: string, fields?: Record<string, unknown>): void;
  /**
   * Converts a lead. A new contact takes the lead's fields; one that is there takes those that it has empty.
   *
   * @returns the contact's id
   */
  convert(leadId: string, options?: ConvertOptions): string;
  /** The record can't be seen by the API user any more; its stamps stay. */
  unshareRecord(type: RecordType, id: string): void;
  reshareRecord(type: RecordType, id: string): void;
}

export interface ConvertOptions {
  /** The contact to merge the lead into; a new one when left out. */
  contactId?: string;
  /** Set on the contact in the place of the lead's values, as when a field is not mapped in the org's settings. */
  fields?: Record<string, unknown>;
}

/** Lead fields that have another name on the contact. The others go to the field of their own name. */
const CONTACT_NAMES: Record<string, string> = {
  City: 'MailingCity',
  State: 'MailingState',
  Birthdate__c: 'Birthdate',
};
/** A conversion's contact belongs to whoever owned the lead, but has record facts of its own. */
const NOT_TAKEN_OVER = new Set([
  'Id',
  'IsDeleted',
  'MasterRecordId',
  'CreatedDate',
  'LastModifiedById',
  'LastModifiedDate',
  'SystemModstamp',
]);

/**
 * @param cells - turns fields as written in a test into cells
 * @throws Error (each control) when there is no such record, or it is not in a state for it
 */
export function createLifecycle(
  org: Org,
  cells: (table: RecordTable, fields: Record<string, unknown>) => Record<string, Value>,
): Lifecycle {
  const find = (type: RecordType, id: string, isDeleted: boolean): { table: RecordTable; row: number } => {
    const table = org.tables[type];
    const row = table.rowOf(id);
    if (row < 0) throw new Error(`The sandbox has no ${type} ${id}.`);
    if (table.isDeleted(row) !== isDeleted)
      throw new Error(`The ${type} ${id} is ${isDeleted ? 'not ' : ''}in the recycle bin.`);
    return { table, row };
  };
  const refuseConverted = (table: RecordTable, row: number): void => {
    if (table.accessor('IsConverted')(row) === true) throw new Error(`The lead ${table.idOf(row)} is converted.`);
  };
  const takenOver = (lead: RecordTable, row: number, contact: RecordTable): Record<string, Value> =>
    Object.fromEntries(
      lead.schema.fields
        .map((field) => [CONTACT_NAMES[field.name] ?? field.name, lead.accessor(field.name)(row)] as const)
        .filter(([name]) => {
          const field = contact.field(name);
          return field && !field.compute && !NOT_TAKEN_OVER.has(name);
        }),
    );

  return {
    remove(type, id) {
      const { table, row } = find(type, id, false);
      table.remove(row, org.nowSecond(), org.staffUserId);
    },
    undelete(type, id) {
      const { table, row } = find(type, id, true);
      table.undelete(row, org.nowSecond(), org.staffUserId);
    },
    purge(type, id) {
      const { table, row } = find(type, id, true);
      table.purge(row);
    },
    merge(type, loserId, winnerId, fields = {}) {
      const [loser, winner] = [find(type, loserId, false), find(type, winnerId, false)];
      const { table } = winner;
      if (loser.row === winner.row) throw new Error('A record is not merged with itself.');
      if (type === 'Lead') [loser, winner].forEach(({ row }) => refuseConverted(table, row));
      const values = cells(table, fields);
      table.remove(loser.row, org.nowSecond(), org.staffUserId, table.idOf(winner.row));
      table.update(winner.row, values, org.nowSecond(), org.staffUserId);
    },
    convert(leadId, { contactId, fields = {} } = {}) {
      const lead = find('Lead', leadId, false);
      refuseConverted(lead.table, lead.row);
      const contacts = org.tables.Contact;
      const [at, by] = [org.nowSecond(), org.staffUserId];
      const own = takenOver(lead.table, lead.row, contacts);
      const given = cells(contacts, fields);
      let id = contactId;
      if (id === undefined) id = contacts.idOf(contacts.insert({ ...own, ...given }, at, by));
      else {
        const { row } = find('Contact', id, false);
        const missing = Object.entries(own).filter(([name]) => contacts.accessor(name)(row) === null);
        contacts.update(row, { ...Object.fromEntries(missing), ...given }, at, by);
      }
      const status = { IsConverted: true, ConvertedContactId: id, Status: 'Closed - Converted' };
      lead.table.update(lead.row, status, at, by);
      return id;
    },
    unshareRecord: (type, id) => org.tables[type].setShared(find(type, id, false).row, false),
    reshareRecord(type, id) {
      const row = org.tables[type].rowOf(id);
      if (row < 0) throw new Error(`The sandbox has no ${type} ${id}.`);
      org.tables[type].setShared(row, true);
    },
  };
}
