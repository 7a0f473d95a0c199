import type {
  KeyedRow,
  OwnFilter,
  PagedReport,
  ReportAnswer,
  ReportAsk,
} from '../../../../connectors/salesforce/reports/paging.ts';
import { longId } from '../../../../connectors/salesforce/reports/recordIds.ts';
import { SECONDS, type TimeKeys } from '../../../../connectors/salesforce/reports/timeKeys.ts';

/** A record of the model: when it was modified, and a number to cut ties by. */
export interface ModelRecord {
  readonly id: string;
  at: number;
  readonly number: number | null;
}

export interface ModelOptions {
  /** Rows that one run gives. */
  readonly runRows: number;
  readonly room?: number;
  readonly idsPerFilter?: number;
  /** IDs that one filter value really holds. */
  readonly listLimit?: number;
  readonly query?: boolean;
  readonly rangeColumns?: readonly string[];
  readonly keys?: TimeKeys;
  /** Hours that filters and order of a day column are away from UTC. */
  readonly zoneHours?: number;
  /** The time column orders by the day alone, so that the rows of one day come in no order. */
  readonly ordersByDay?: boolean;
}

export class TooLong extends Error {}

/** Makes an 18-character record ID. */
export function recordId(number: number): string {
  return longId(`003RC00000${String(number).padStart(5, '0')}`)!;
}

/** A Report over records in memory, with Salesforce's limits: rows a run, filters, IDs a filter. */
export class ModelReport implements PagedReport<KeyedRow> {
  readonly records: ModelRecord[];
  /** Called before each run. */
  beforeRun: () => void = () => undefined;
  runs = 0;
  readonly #options: ModelOptions;
  readonly keys: TimeKeys;
  readonly timeColumn = 'MODIFIED';
  readonly idColumn = 'ID';
  readonly room: number;
  readonly idsPerFilter: number;
  readonly rangeColumns: readonly string[];
  readonly idsBetween: PagedReport<KeyedRow>['idsBetween'];

  constructor(records: ModelRecord[], options: ModelOptions) {
    this.records = records;
    this.#options = options;
    this.keys = options.keys ?? SECONDS;
    this.room = options.room ?? 20;
    this.idsPerFilter = options.idsPerFilter ?? 400;
    this.rangeColumns = options.rangeColumns ?? [];
    this.idsBetween = options.query === false ? null : (from, to) => this.#idsBetween(from, to);
  }

  isRefused(error: unknown): boolean {
    return error instanceof TooLong;
  }

  run({ filters, sortBy, details, also }: ReportAsk): Promise<ReportAnswer<KeyedRow>> {
    this.beforeRun();
    this.runs += 1;
    if (filters.length > this.room) throw new Error(`${filters.length} filters in a room of ${this.room}`);
    const tests = filters.map((filter) => this.#testOf(filter));
    const found = this.records.filter((record) => tests.every((passes) => passes(record)));
    // Rows that are equal in the sorted column come in no order: another one each time.
    const turn = (this.runs * 7919) % Math.max(1, found.length);
    const shuffled = [...found.slice(turn), ...found.slice(0, turn)];
    if (this.runs % 2 === 0) shuffled.reverse();
    if (sortBy === this.timeColumn) shuffled.sort((a, b) => this.#rank(a) - this.#rank(b));
    else if (sortBy !== null) shuffled.sort((a, b) => (a.number ?? -1) - (b.number ?? -1));
    const rows = shuffled.slice(0, details ? this.#options.runRows : 0).map(({ id, at, number }) => {
      return { recordId: id, key: this.keys.of(new Date(at)), also: also === null ? null : number };
    });
    return Promise.resolve({ rows, allData: found.length <= this.#options.runRows, rowCount: found.length });
  }

  #testOf({ column, operator, value }: OwnFilter): (record: ModelRecord) => boolean {
    if (column === this.idColumn) {
      const ids = new Set(value.split(','));
      if (ids.size > (this.#options.listLimit ?? 400)) throw new TooLong();
      return ({ id }) => ids.has(id) === (operator === 'equals');
    }
    const read = (record: ModelRecord): number | null => (column === this.timeColumn ? record.at : record.number);
    if (value === '') return (record) => (read(record) === null) === (operator === 'equals');
    const bound = column === this.timeColumn ? this.#instantOf(value) : Number(value);
    return (record) => {
      const cell = read(record);
      return cell !== null && (operator === 'lessThan' ? cell < bound : cell >= bound);
    };
  }

  #rank({ at }: ModelRecord): number {
    const { zoneHours = 0, ordersByDay = false } = this.#options;
    return ordersByDay ? Math.floor((at - zoneHours * 3_600_000) / 86_400_000) : at;
  }

  #instantOf(value: string): number {
    const zoneMs = value.length === 10 ? (this.#options.zoneHours ?? 0) * 3_600_000 : 0;
    return Date.parse(value) + zoneMs;
  }

  async *#idsBetween(from: string, to: string): AsyncGenerator<readonly string[]> {
    const found = this.records.filter(({ at }) => {
      const key = this.keys.of(new Date(at));
      return key >= from && key <= to;
    });
    const ids = found.map(({ id }) => id).sort();
    for (let next = 0; next < ids.length; next += 2000) yield ids.slice(next, next + 2000);
  }
}
