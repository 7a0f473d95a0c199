import { type IdSeries } from './ids.ts';
import type { Column, RowSource } from './rowSource.ts';
import { fieldsByName, type FieldDef, type ObjectSchema, type Value } from './schema.ts';
import { StampIndex } from './stampIndex.ts';

/** What a freshly made table starts with. Stamps are epoch seconds. */
export interface Population {
  count: number;
  columns: Record<string, Column>;
  created: Uint32Array;
  modified: Uint32Array;
  stamps: Uint32Array;
}

/**
 * The rows of Contact or Lead: the population as columns that cost a few bytes a row, and over them what was edited
 * since. Half a million rows take some 30 MB.
 */
export class RecordTable implements RowSource {
  readonly schema: ObjectSchema;
  readonly stampIndex: StampIndex;
  readonly #fields: Map<string, FieldDef>;
  readonly #series: IdSeries;
  readonly #columns: Record<string, Column>;
  readonly #mineId: string;
  readonly #related: (type: string) => RowSource | undefined;
  /** By LastModifiedDate; made when first asked for. */
  #modifiedIndex: StampIndex | undefined;
  readonly #baseCount: number;
  readonly #accessors = new Map<string, (row: number) => Value>();
  readonly #overlay = new Map<number, Record<string, Value>>();
  readonly #purged = new Set<number>();
  readonly #unshared = new Set<number>();
  readonly #listeners = new Set<(row: number) => void>();
  #count: number;
  #created: Uint32Array;
  #modified: Uint32Array;
  #stamps: Uint32Array;
  #edited: Uint8Array;
  #deleted: Uint8Array;

  /**
   * @param mineId - the API user, whose rows `USING SCOPE mine` means
   * @param related - the rows of another object, for formulas that reach there
   */
  constructor(
    schema: ObjectSchema,
    series: IdSeries,
    population: Population,
    mineId: string,
    related: (type: string) => RowSource | undefined,
  ) {
    this.schema = schema;
    this.#fields = fieldsByName(schema);
    this.#series = series;
    this.#columns = population.columns;
    this.#mineId = mineId;
    this.#related = related;
    this.#count = population.count;
    this.#baseCount = population.count;
    this.#created = population.created;
    this.#modified = population.modified;
    this.#stamps = population.stamps;
    this.#edited = new Uint8Array(population.count);
    this.#deleted = new Uint8Array(population.count);
    this.stampIndex = new StampIndex(population.stamps, population.count);
  }

  get rowCount(): number {
    return this.#count;
  }

  field(name: string): FieldDef | undefined {
    return this.#fields.get(name.toLowerCase());
  }

  column(field: string): Column | undefined {
    return this.#columns[field];
  }

  isEdited(row: number): boolean {
    return this.#edited[row] === 1;
  }

  isDeleted(row: number): boolean {
    return this.#deleted[row] === 1;
  }

  idOf(row: number): string {
    return this.#series.idOf(row);
  }

  rowOf(id: string): number {
    const row = this.#series.rowOf(id);
    return row < this.#count ? row : -1;
  }

  isVisible(row: number): boolean {
    return !this.#purged.has(row) && !this.#unshared.has(row);
  }

  isPurged(row: number): boolean {
    return this.#purged.has(row);
  }

  isMine(row: number): boolean {
    return this.accessor('OwnerId')(row) === this.#mineId;
  }

  accessor(field: string): (row: number) => Value {
    let read = this.#accessors.get(field);
    if (!read) {
      read = this.#makeAccessor(field);
      this.#accessors.set(field, read);
    }
    return read;
  }

  #makeAccessor(field: string): (row: number) => Value {
    if (field === 'Id') return (row) => this.#series.idOf(row);
    if (field === 'IsDeleted') return (row) => this.#deleted[row] === 1;
    if (field === 'CreatedDate') return (row) => this.#created[row] ?? null;
    if (field === 'LastModifiedDate') return (row) => this.#modified[row] ?? null;
    if (field === 'SystemModstamp') return (row) => this.#stamps[row] ?? null;
    if (field.includes('.')) return this.#throughLookup(field);
    const def = this.field(field);
    if (def?.compute) {
      const compute = def.compute;
      return (row) => compute((name) => this.accessor(name)(row));
    }
    const base = this.#columns[field];
    const empty = def?.type === 'boolean' ? false : null;
    return (row) => {
      if (this.#edited[row] === 1) {
        const changed = this.#overlay.get(row)?.[field];
        if (changed !== undefined) return changed;
      }
      return base && row < this.#baseCount ? base.get(row) : empty;
    };
  }

  /** Reads `Account.Name` and the like: one look-up, then a field there. */
  #throughLookup(path: string): (row: number) => Value {
    const [relationship, name] = path.split('.');
    const lookup = this.schema.fields.find((field) => field.relationshipName === relationship);
    const target = this.#related(lookup?.referenceTo?.at(-1) ?? '');
    if (!lookup || !target || !name) throw new Error(`${this.schema.name} has no path ${path}.`);
    const [readId, readThere] = [this.accessor(lookup.name), target.accessor(name)];
    return (row) => {
      const id = readId(row);
      const there = typeof id === 'string' ? target.rowOf(id) : -1;
      return there < 0 ? null : readThere(there);
    };
  }

  indexOn(field: string): StampIndex | undefined {
    if (field.toLowerCase() === 'systemmodstamp') return this.stampIndex;
    const def = this.field(field);
    // A formula that only repeats the field has its order.
    if (def?.name !== 'LastModifiedDate' && def?.calculatedFormula !== 'LastModifiedDate') return undefined;
    return (this.#modifiedIndex ??= new StampIndex(this.#modified, this.#count));
  }

  /** Stamp of the last change, epoch seconds. */
  stampOf(row: number): number {
    return this.#stamps[row]!;
  }

  beforeChange(listener: (row: number) => void): () => void {
    this.#listeners.add(listener);
    return () => void this.#listeners.delete(listener);
  }

  /** Sets fields, moves the two stamps to `at` (epoch seconds) and names who did it. */
  update(row: number, fields: Record<string, Value>, at: number, byUserId: string): void {
    this.#announce(row);
    this.#overlay.set(row, { ...this.#overlay.get(row), ...fields, LastModifiedById: byUserId });
    this.#edited[row] = 1;
    this.#restamp(row, at);
  }

  insert(fields: Record<string, Value>, at: number, byUserId: string): number {
    const row = this.#count;
    this.#grow(row + 1);
    this.#count++;
    this.#created[row] = at;
    this.#modified[row] = at;
    this.#stamps[row] = at;
    this.#edited[row] = 1;
    this.#overlay.set(row, { OwnerId: byUserId, ...fields, LastModifiedById: byUserId });
    this.stampIndex.add(at, row);
    this.#modifiedIndex?.add(at, row);
    return row;
  }

  /** Puts the row into the recycle bin. `masterId` names the winner when it was merged away. */
  remove(row: number, at: number, byUserId: string, masterId: string | null = null): void {
    this.#announce(row);
    this.#deleted[row] = 1;
    this.update(row, { MasterRecordId: masterId }, at, byUserId);
  }

  /** Takes the row out of the recycle bin; it was merged with nobody then. */
  undelete(row: number, at: number, byUserId: string): void {
    this.#announce(row);
    this.#deleted[row] = 0;
    this.update(row, { MasterRecordId: null }, at, byUserId);
  }

  /** Empties the recycle bin of the row. Its number stays taken, as ids are not given twice. */
  purge(row: number): void {
    this.#announce(row);
    this.#purged.add(row);
  }

  /** Whether the API user may see the row. Leaves its stamps alone, as sharing does. */
  setShared(row: number, isShared: boolean): void {
    if (isShared) this.#unshared.delete(row);
    else this.#unshared.add(row);
  }

  #announce(row: number): void {
    for (const listener of this.#listeners) listener(row);
  }

  #restamp(row: number, at: number): void {
    this.stampIndex.remove(this.#stamps[row]!, row);
    this.#modifiedIndex?.remove(this.#modified[row]!, row);
    this.#stamps[row] = at;
    this.#modified[row] = at;
    this.stampIndex.add(at, row);
    this.#modifiedIndex?.add(at, row);
  }

  #grow(rows: number): void {
    if (rows <= this.#edited.length) return;
    const size = Math.max(64, this.#edited.length * 2);
    const wider = (old: Uint32Array): Uint32Array => {
      const next = new Uint32Array(size);
      next.set(old);
      return next;
    };
    const widerBytes = (old: Uint8Array): Uint8Array => {
      const next = new Uint8Array(size);
      next.set(old);
      return next;
    };
    this.#created = wider(this.#created);
    this.#modified = wider(this.#modified);
    this.#stamps = wider(this.#stamps);
    this.#edited = widerBytes(this.#edited);
    this.#deleted = widerBytes(this.#deleted);
  }
}
