import type { Cell } from '../../../src/contract/sources.ts';
import { ConnectorError } from '../../../src/contract/errors.ts';
import type { Place } from './place.ts';
import { SeenRows } from './seenRows.ts';
import { readTie } from './ties.ts';
import type { TimeKeys } from './timeKeys.ts';

/** What paging needs of a row. */
export interface KeyedRow {
  /** 18 characters. */
  readonly recordId: string;
  /** Of `TimeKeys`. */
  readonly key: string;
  /** The cell of the column asked for beside the mapped ones. */
  readonly also?: Cell;
}

/** A filter of ours, put after the Report's own. */
export interface OwnFilter {
  readonly column: string;
  readonly operator: 'equals' | 'notEqual' | 'greaterOrEqual' | 'lessThan';
  readonly value: string;
}

export interface ReportAsk {
  readonly filters: readonly OwnFilter[];
  /** Column to sort by, ascending; null when the order doesn't matter. */
  readonly sortBy: string | null;
  /** False counts only. */
  readonly details: boolean;
  /** A column to read beside the mapped ones, into `KeyedRow.also`. */
  readonly also: string | null;
}

/** One run of the Report. */
export interface ReportAnswer<R extends KeyedRow> {
  readonly rows: readonly R[];
  /** False when the rows were cut off. */
  readonly allData: boolean;
  /** Rows that match, cut off or not. */
  readonly rowCount: number;
}

/** A Report that can be run with filters of ours, and what is known about it. */
export interface PagedReport<R extends KeyedRow> {
  run(ask: ReportAsk): Promise<ReportAnswer<R>>;
  readonly keys: TimeKeys;
  readonly timeColumn: string;
  readonly idColumn: string;
  /** How many filters of ours fit, at least one. */
  readonly room: number;
  /** IDs of all records modified from the first key up to and with the second; null when nothing else tells them. */
  readonly idsBetween: ((from: string, to: string) => AsyncIterable<readonly string[]>) | null;
  /** Columns that can be filtered by range, to cut a tie into parts. */
  readonly rangeColumns: readonly string[];
  /** IDs to try in one filter value; how many it may hold is not documented. */
  readonly idsPerFilter: number;
  /** Whether a run was refused for its filters, as when a list of IDs is too long. */
  isRefused(error: unknown): boolean;
}

export interface ReadPage<R extends KeyedRow> {
  /** In (key, ID) order. */
  readonly rows: readonly R[];
  readonly place: Place;
  readonly last: boolean;
  /** Rows still to come with this pull, as the Report said at its start; null when it could not be told. */
  readonly toCome: number | null;
}

/**
 * Reads a Report of any size, though it gives at most 2,000 rows a run and has no pages: sorted by the last-modified
 * column, each run takes what is at or after the last time seen, and repeats are dropped by their ID. A row that
 * changes while it is read comes once; its newer state is the next pull's. When more rows share one time than a run
 * gives, the next run would be the same again: then the tie is read in another way, or the pull fails. Each run brings
 * new rows, a later time or an end.
 *
 * @param place - where to begin: `key` alone for everything from a time on
 * @throws ConnectorError `REPORT_TIE`, `MODIFIED_TIME_EMPTY`, `FILTER_IGNORED`, `BAD_ANSWER`
 */
export async function* readPages<R extends KeyedRow>(
  report: PagedReport<R>,
  place: Place,
): AsyncGenerator<ReadPage<R>> {
  const { keys } = report;
  const { since, settled } = place;
  const seen = new SeenRows<R>(place);
  let { key, total, read, readSettled } = place;
  let answer = await runFrom(report, key);
  const toCome = rowsToCome(answer, keys, place, seen);
  // A pull that goes on was counted when it began.
  if (read === 0 && place.seen.length === 0) total = toCome;
  const page = (rows: readonly R[], last: boolean): ReadPage<R> => {
    read += rows.length;
    if (settled !== null) readSettled += rows.filter((row) => row.key < settled).length;
    const next = { key, seen: [...seen.atKey], since, total, read, settled, readSettled };
    return { rows, place: next, last, toCome };
  };
  for (;;) {
    const last = answer.rows.at(-1);
    if (!answer.allData && !last) throw noRows();
    const stalled = !answer.allData && key !== null && last!.key <= key;
    if (last && (key === null || last.key > key)) seen.moveTo((key = last.key));
    const read = page(seen.take(answer.rows.filter((row) => !isBefore(row.key, since))), answer.allData);
    if (answer.allData) await checkCount(report, read.place);
    if (read.rows.length > 0 || answer.allData) yield read;
    if (answer.allData) return;
    if (stalled) {
      for await (const tied of readTie(report, seen, { key: key!, since, runRows: answer.rows.length })) {
        if (tied.length > 0) yield page(tied, false);
      }
      seen.moveTo((key = keys.next(key!)));
    }
    answer = await runFrom(report, key);
  }
}

/** Rows a pull will give, by its first run; null when the filter takes more than it asks for and hides how many. */
function rowsToCome<R extends KeyedRow>(
  { rows, allData, rowCount }: ReportAnswer<R>,
  { exact }: TimeKeys,
  { since, seen: before }: Place,
  seen: SeenRows<R>,
): number | null {
  const known = rows.filter((row) => !seen.isNew(row) || isBefore(row.key, since)).length;
  if (exact) return rowCount - Math.max(known, before.length);
  return allData || known < rows.length ? rowCount - known : null;
}

/** Runs the Report for everything at or after a key, in the order of time. */
async function runFrom<R extends KeyedRow>(report: PagedReport<R>, key: string | null): Promise<ReportAnswer<R>> {
  const { keys, timeColumn } = report;
  const filters = key === null ? [] : [fromKey(report, key)];
  const answer = await report.run({ filters, sortBy: timeColumn, details: true, also: null });
  let before = key === null ? '' : keys.earliest(key);
  for (const row of answer.rows) {
    if (key !== null && row.key < keys.earliest(key)) throw filterIgnored();
    if (keys.exact && row.key < before) throw notSorted();
    before = row.key;
  }
  return answer;
}

function fromKey<R extends KeyedRow>({ timeColumn, keys }: PagedReport<R>, key: string): OwnFilter {
  return { column: timeColumn, operator: 'greaterOrEqual', value: keys.from(key) };
}

/**
 * Finds out, when a pull gave fewer rows than the Report said at its start, whether change explains it. Rows may leave
 * the Report while it is read, which the page's `toCome` shows. But rows that settled before the pull, are there now
 * and were not read are lost, and so are rows without any time.
 */
async function checkCount<R extends KeyedRow>(report: PagedReport<R>, place: Place): Promise<void> {
  const { since, total, read, settled, readSettled } = place;
  if (total === null || read >= total) return;
  const said = `The Report said it had ${total} rows and gave ${read}`;
  const { timeColumn: column, keys } = report;
  if (since === null && (await countRows(report, [{ column, operator: 'equals', value: '' }])) > 0) {
    throw new ConnectorError(
      'MODIFIED_TIME_EMPTY',
      `${said}: others have nothing in its last-modified column. Map a column that is filled for every row.`,
      { kind: 'never' },
    );
  }
  if (settled === null) return;
  const old: OwnFilter = { column, operator: 'lessThan', value: keys.from(settled) };
  if (since !== null && report.room < 2) return;
  const there = await countRows(report, since === null ? [old] : [fromKey(report, since), old]);
  if (readSettled >= there) return;
  throw new ConnectorError(
    'BAD_ANSWER',
    `${said}, and of ${there} rows that did not change meanwhile it gave ${readSettled}. Run a full import.`,
    { kind: 'never' },
  );
}

/** Rows of the Report that pass these filters, without reading them; 0 when Salesforce refuses the filters. */
async function countRows<R extends KeyedRow>(report: PagedReport<R>, filters: readonly OwnFilter[]): Promise<number> {
  try {
    return (await report.run({ filters, sortBy: null, details: false, also: null })).rowCount;
  } catch (error) {
    if (report.isRefused(error)) return 0;
    throw error;
  }
}

function isBefore(key: string, since: string | null): boolean {
  return since !== null && key < since;
}

function noRows(): ConnectorError {
  return new ConnectorError('BAD_ANSWER', 'The Report said that it was cut off, and gave no row at all.', {
    kind: 'after',
    delayMs: 60_000,
  });
}

function filterIgnored(): ConnectorError {
  return new ConnectorError(
    'FILTER_IGNORED',
    'The Report gave rows from before the time asked for, so Salesforce did not filter by its last-modified column. ' +
      'Nothing of that answer was imported.',
    { kind: 'never' },
  );
}

function notSorted(): ConnectorError {
  return new ConnectorError('BAD_ANSWER', 'The Report’s rows are not in the order of its last-modified column.', {
    kind: 'after',
    delayMs: 60_000,
  });
}
