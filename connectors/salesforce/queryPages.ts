import type { SourceRow } from '../../src/contract/sources.ts';
import { ConnectorError } from '../../src/contract/errors.ts';
import { isQueryTimeout, isStaleLocator } from './classify.ts';
import type { QueryPage, SalesforceClient } from './client.ts';
import { newestOf, positionAfter } from './rows.ts';
import { countQuery, pullQuery, type Position, type ViewSelection } from './viewQuery.ts';

/** What is read through the query resource, and from where on. */
export interface QueryRead {
  readonly client: SalesforceClient;
  readonly view: ViewSelection;
  readonly fields: readonly string[];
  readonly toRow: (record: QueryPage['records'][number]) => SourceRow;
  readonly since: Date | null;
  readonly after: Position | null;
  /** Width of the windows of time an earlier pull had to read in; null for no windows. */
  readonly windowMs: number | null;
  /** The vendor's clock when the pull began: windows end there, what is newer comes in one piece. */
  readonly now: Date;
}

export interface ReadPage {
  readonly rows: readonly SourceRow[];
  /** Where to go on after this page. */
  readonly position: Position;
  readonly windowMs: number | null;
  /** As `SourcePage.readTo`. */
  readonly readTo: Position | null;
  readonly last: boolean;
  /** Rows from `since` or `after` on, known with the first page and the same in all; null when not known. */
  readonly total: number | null;
}

/** A query that Salesforce forgets again and again without one new row is given up. */
const MAX_RESTARTS = 3;

const NARROWEST_MS = 1000;

/** Transactions last about 10 minutes at most: what was stamped earlier than this was committed, and has its place. */
const SETTLED_AFTER_MS = 15 * 60_000;

/** Salesforce holds no record modified before it was founded. */
const BEGINNING = new Date('1999-01-01T00:00:00Z');

/**
 * After so many quick windows in a row, those with fewer rows than a page, the next is twice as wide. Not after one:
 * what made a query too slow lies in the other half as often as not. Each try in vain, which costs Salesforce two
 * minutes, doubles the number.
 */
const QUICK_WINDOWS = { first: 2, most: 32 } as const;
const PAGE_ROWS = 2000;

const ATTEMPT = { doing: 'reading the List View’s people', narrows: true } as const;

/**
 * Reads a view page by page in (SystemModstamp, Id) order. `nextRecordsUrl` is followed by hand, and `done` alone tells
 * the last page: pages come smaller than asked for.
 *
 * Two faults are overcome by going on after the last row: when Salesforce forgets a query's place, the query starts
 * again there; when a query takes Salesforce too long, the time that is still to be read is halved, down to one second,
 * and read window by window:
 *
 * ```
 * unbounded ──too long──▶ window of half the time ──too long──▶ half of that … ──too long at one second──▶ TIMEOUT
 *                              │ read to its end
 *                              └──▶ the next one, wider after some with little in them; the last ends nowhere
 * ```
 *
 * @throws ConnectorError `TIMEOUT`, `OUTAGE`, `FIELD_GONE`; `signal.reason` when aborted
 */
export async function* queryPages(read: QueryRead, signal: AbortSignal): AsyncGenerator<ReadPage> {
  const { client, view, fields, toRow, now } = read;
  const start: Position = read.after ?? { modifiedAt: read.since ?? BEGINNING, recordId: null };
  let position = start;
  let windowMs = read.windowMs;
  let begun = read.after !== null;
  let total: number | null | undefined;
  let [restarts, quickWindows, patience, tried] = [0, 0, QUICK_WINDOWS.first as number, false];
  for (;;) {
    const until = windowEnd(position, windowMs, now);
    const after = begun ? position : null;
    let windowRows = 0;
    try {
      const answer = await client.query(pullQuery(view, fields, read.since, after, until), ATTEMPT, signal);
      const settled = new Date(answer.date.getTime() - SETTLED_AFTER_MS);
      for (let page = readPage(answer.body, toRow); ; ) {
        if (total === undefined) total = until === null ? page.total : await count(read, signal);
        const next = positionAfter(page.rows, position, settled);
        if (!isSame(next, position)) restarts = 0;
        [position, begun] = [next, begun || page.rows.length > 0];
        windowRows += page.rows.length;
        const last = page.done && until === null;
        const sure = position === start ? null : position;
        const readTo = last ? laterOf(newestOf(page.rows), sure) : sure;
        yield { rows: page.rows, position, windowMs, readTo, last, total };
        if (page.done) break;
        signal.throwIfAborted();
        if (page.nextRecordsUrl === null) throw badPage();
        page = readPage((await client.get<QueryPage>(page.nextRecordsUrl, ATTEMPT, signal)).body, toRow);
      }
    } catch (error) {
      if (isStaleLocator(error)) {
        restarts += 1;
        if (restarts > MAX_RESTARTS) throw forgotten(error);
      } else if (isQueryTimeout(error)) {
        windowMs = halfOf((until ?? now).getTime() - position.modifiedAt.getTime());
        if (windowMs === null) throw error;
        if (tried) patience = Math.min(QUICK_WINDOWS.most, patience * 2);
        [quickWindows, tried] = [0, false];
      } else throw error;
      continue;
    }
    if (until === null) return;
    [position, begun] = [{ modifiedAt: until, recordId: null }, true];
    if (tried) patience = QUICK_WINDOWS.first;
    quickWindows = windowRows < PAGE_ROWS ? quickWindows + 1 : 0;
    tried = quickWindows >= patience;
    if (tried && windowMs !== null) [windowMs, quickWindows] = [windowMs * 2, 0];
  }
}

/** The end of the window that begins at a place; null when it would reach the present. Whole seconds. */
function windowEnd({ modifiedAt }: Position, windowMs: number | null, now: Date): Date | null {
  if (windowMs === null) return null;
  const end = Math.floor(modifiedAt.getTime() / 1000) * 1000 + windowMs;
  return end >= now.getTime() ? null : new Date(end);
}

/** Half of a time in whole seconds; null when it is as narrow as can be. */
function halfOf(spanMs: number): number | null {
  return spanMs <= NARROWEST_MS ? null : Math.max(NARROWEST_MS, Math.floor(spanMs / 2000) * 1000);
}

/** Windows know only their own rows. The count is for the progress bar, so it may fail for the reason they exist. */
async function count({ client, view, since, after }: QueryRead, signal: AbortSignal): Promise<number | null> {
  try {
    return (await client.query(countQuery(view, since, after), ATTEMPT, signal)).body.totalSize;
  } catch (error) {
    if (isQueryTimeout(error)) return null;
    throw error;
  }
}

/** A query's page with its records made into rows at once, so that a page is not held twice while it is merged. */
interface Page {
  readonly rows: readonly SourceRow[];
  readonly done: boolean;
  readonly nextRecordsUrl: string | null;
  readonly total: number;
}

function readPage(page: QueryPage, toRow: QueryRead['toRow']): Page {
  if (!Array.isArray(page.records) || typeof page.done !== 'boolean') throw badPage();
  return {
    rows: page.records.map(toRow),
    done: page.done,
    nextRecordsUrl: page.nextRecordsUrl ?? null,
    total: page.totalSize,
  };
}

function laterOf(row: SourceRow | null, position: Position | null): Position | null {
  if (row === null || position === null) return row ?? position;
  return row.modifiedAt >= position.modifiedAt ? row : position;
}

function isSame(a: Position, b: Position): boolean {
  return a.modifiedAt.getTime() === b.modifiedAt.getTime() && a.recordId === b.recordId;
}

function badPage(): ConnectorError {
  const message = 'Salesforce gave a page of a query without its records or without the next page’s address.';
  return new ConnectorError('BAD_ANSWER', message, { kind: 'after', delayMs: 60_000 });
}

function forgotten(cause: unknown): ConnectorError {
  return new ConnectorError(
    'OUTAGE',
    `Salesforce forgot our place in the List View ${MAX_RESTARTS + 1} times without giving a new row. The import ` +
      'kept its place.',
    { kind: 'after', delayMs: 60_000 },
    { cause },
  );
}
