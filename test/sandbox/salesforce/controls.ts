import { convert } from './checkWrite.ts';
import { createLifecycle, type Lifecycle } from './lifecycle.ts';
import type { ListViews } from './listViews.ts';
import { FIRST_NAMES } from './names.ts';
import type { Org } from './org.ts';
import { wholeRecord } from './recordReads.ts';
import type { RecordTable } from './recordTable.ts';
import type { RecordType, SandboxRecord, ViewChange } from './sandboxTypes.ts';
import type { Value } from './schema.ts';

/**
 * Looking at and changing the org's data as its own people would. Errors here are plain: they are mistakes of a test.
 */
export interface Controls extends Lifecycle {
  record(type: RecordType, id: string): SandboxRecord | undefined;
  find(type: RecordType, match: (record: SandboxRecord) => boolean, limit?: number): SandboxRecord[];
  count(type: RecordType, viewDeveloperName?: string): number;
  edit(type: RecordType, id: string, fields: Record<string, unknown>, modifiedAt?: Date): void;
  editSome(type: RecordType, viewDeveloperName: string, count: number): string[];
  insert(type: RecordType, fields: Record<string, unknown>, modifiedAt?: Date): string;
  /** Formulas over the account change; the stamps of the records that hold them don't. */
  renameAccount(id: string, name: string): void;
  setView(type: RecordType, developerName: string, change: ViewChange): void;
  /** The API user can't see the view any more; by id. */
  unshareView(id: string): void;
  reshareView(id: string): void;
  /**
   * Field security hides the field from the API user from now on: gone from describes, `INVALID_FIELD` in queries, and
   * views filtered by it lose that part of their filter.
   */
  hideField(type: RecordType, field: string): void;
  showField(type: RecordType, field: string): void;
}

export function createControls(org: Org, listViews: ListViews): Controls {
  let rounds = 0;
  const secondOf = (at: Date | undefined): number => (at ? Math.floor(at.getTime() / 1000) : org.nowSecond());
  const rowOf = (type: RecordType, id: string): number => {
    const row = org.tables[type].rowOf(id);
    if (row < 0) throw new Error(`The sandbox has no ${type} ${id}.`);
    return row;
  };
  const cells = (table: RecordTable, fields: Record<string, unknown>): Record<string, Value> =>
    Object.fromEntries(
      Object.entries(fields).map(([name, value]) => {
        const field = table.field(name);
        if (!field || field.compute) throw new Error(`${table.schema.name} has no field ${name} that can be edited.`);
        return [field.name, convert(field, value)];
      }),
    );

  return {
    record(type, id) {
      const row = org.tables[type].rowOf(id);
      return row < 0 || org.tables[type].isPurged(row) ? undefined : wholeRecord(org, type, row);
    },
    find(type, match, limit = Infinity) {
      const found: SandboxRecord[] = [];
      for (let row = 0; row < org.tables[type].rowCount && found.length < limit; row++) {
        if (org.tables[type].isPurged(row)) continue;
        const record = wholeRecord(org, type, row);
        if (match(record)) found.push(record);
      }
      return found;
    },
    count(type, viewDeveloperName) {
      if (viewDeveloperName !== undefined) return listViews.select(type, viewDeveloperName).totalSize;
      const table = org.tables[type];
      let count = 0;
      for (let row = 0; row < table.rowCount; row++) if (!table.isDeleted(row)) count++;
      return count;
    },
    edit(type, id, fields, modifiedAt) {
      const table = org.tables[type];
      table.update(rowOf(type, id), cells(table, fields), secondOf(modifiedAt), org.staffUserId);
    },
    editSome(type, viewDeveloperName, count) {
      const table = org.tables[type];
      const [firstName, mobile] = [table.accessor('FirstName'), table.accessor('MobilePhone')];
      // People who can be texted, in id order, so that an import shows every one of the edits.
      const rows = Array.from(listViews.select(type, viewDeveloperName).rows).filter(
        (row) => String(mobile(row) ?? '').replace(/\D/g, '').length >= 10,
      );
      if (rows.length < count)
        throw new Error(`The view ${viewDeveloperName} has only ${rows.length} people who can be texted.`);
      rounds++;
      return Array.from({ length: count }, (_none, i) => {
        const row = rows[Math.floor((i * rows.length) / count)]!;
        const before = firstName(row);
        const start = (row + rounds * 7) % FIRST_NAMES.length;
        const next = [...FIRST_NAMES.slice(start), ...FIRST_NAMES].find((name) => name !== before)!;
        table.update(row, { FirstName: next }, org.nowSecond(), org.staffUserId);
        return table.idOf(row);
      });
    },
    insert(type, fields, modifiedAt) {
      const table = org.tables[type];
      return table.idOf(table.insert(cells(table, fields), secondOf(modifiedAt), org.staffUserId));
    },
    ...createLifecycle(org, cells),
    renameAccount: (id, name) => org.renameAccount(id, name),
    setView: (type, developerName, change) => listViews.change(type, developerName, change),
    unshareView: (id) => listViews.setShared(id, false),
    reshareView: (id) => listViews.setShared(id, true),
    hideField: (type, field) => org.setHidden(type, field, true),
    showField: (type, field) => org.setHidden(type, field, false),
  };
}
