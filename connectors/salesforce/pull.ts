import type { Cursor, PullRequest, SourcePage, SourceRow } from '../../src/contract/connector.ts';
import { ConnectorError } from '../../src/contract/errors.ts';
import { isStaleLocator } from './classify.ts';
import type { QueryPage, SalesforceClient } from './client.ts';
import { describeView, selectionOf } from './listViews.ts';
import { positionAfter, rowReader } from './rows.ts';
import { pullQuery, viewDefinition, type Position } from './viewQuery.ts';

/** A query that Salesforce forgets again and again without one new row is given up. */
const MAX_RESTARTS = 3;

const ATTEMPT = { doing: 'reading the List View’s people' };

/**
 * Reads a List View through its own query, page by page in (SystemModstamp, Id) order. `nextRecordsUrl` is followed by
 * hand, and `done` alone tells the last page: pages come smaller than asked for. When Salesforce forgets the query's
 * place, the query starts again after the last row handed out.
 *
 * @throws ConnectorError `SOURCE_GONE`, `SOURCE_UNUSABLE`, `SOURCE_CHANGED`, `FIELD_GONE`; `signal.reason` when aborted
 */
export async function* pullListView(
  client: SalesforceClient,
  request: PullRequest,
  signal: AbortSignal,
): AsyncGenerator<SourcePage> {
  const { recordType, fields, since } = request;
  const described = await describeView(client, recordType, request.sourceId, signal);
  const view = selectionOf(described.body, recordType);
  const definition = viewDefinition(view);
  checkDefinition(request.expectedDefinition, definition);
  const toRow = rowReader(recordType, fields);
  // The vendor's records become rows at once, so that a page is not held twice while it is being merged.
  const first = async (after: Position | null): Promise<ReadPage> =>
    readPage((await client.query(pullQuery(view, fields, since, after), ATTEMPT, signal)).body, toRow);
  const start = request.after === null ? null : readCursor(request.after);
  let position: Position = start ?? { modifiedAt: since ?? new Date(0), recordId: null };
  let page = await first(start);
  const sourceRows = page.totalSize;
  let restarts = 0;
  for (;;) {
    const { rows, done, nextRecordsUrl } = page;
    const next = positionAfter(rows, position);
    if (!isSame(next, position)) restarts = 0;
    position = next;
    // The clock is the describe's, read before the query: rows committed after it are newer than what it says.
    yield {
      rows,
      next: writeCursor(position),
      last: done,
      ordered: true,
      sourceRows,
      sourceTime: described.date,
      definition,
    };
    if (done) return;
    signal.throwIfAborted();
    if (!nextRecordsUrl) throw badPage();
    try {
      page = readPage((await client.get<QueryPage>(nextRecordsUrl, ATTEMPT, signal)).body, toRow);
    } catch (error) {
      if (!isStaleLocator(error)) throw error;
      restarts += 1;
      if (restarts > MAX_RESTARTS) throw forgotten(error);
      page = await first(position);
    }
  }
}

/** A query's page with its records made into rows. */
interface ReadPage {
  readonly rows: readonly SourceRow[];
  readonly done: boolean;
  readonly nextRecordsUrl: string | null;
  readonly totalSize: number;
}

function readPage(page: QueryPage, toRow: (record: QueryPage['records'][number]) => SourceRow): ReadPage {
  if (!Array.isArray(page.records) || typeof page.done !== 'boolean') throw badPage();
  return {
    rows: page.records.map(toRow),
    done: page.done,
    nextRecordsUrl: page.nextRecordsUrl ?? null,
    totalSize: page.totalSize,
  };
}

function isSame(a: Position, b: Position): boolean {
  return a.modifiedAt.getTime() === b.modifiedAt.getTime() && a.recordId === b.recordId;
}

function badPage(): ConnectorError {
  const message = 'Salesforce gave a page of a query without its records or without the next page’s address.';
  return new ConnectorError('BAD_ANSWER', message, { kind: 'after', delayMs: 60_000 });
}

function checkDefinition(expected: string | null, found: string): void {
  if (expected === null || expected === found) return;
  throw new ConnectorError(
    'SOURCE_CHANGED',
    'The List View’s filter is not the one its import was set up with, so other people may be in it. Nothing was ' +
      'read. Check the view, then confirm it.',
    { kind: 'never' },
  );
}

/** The stored form of a place: `modifiedAt` ISO, `recordId` null for “from this second on”. */
function writeCursor({ modifiedAt, recordId }: Position): Cursor {
  return { modifiedAt: modifiedAt.toISOString(), recordId };
}

function readCursor(cursor: Cursor): Position {
  const { modifiedAt, recordId } = cursor;
  const date = new Date(typeof modifiedAt === 'string' ? modifiedAt : Number.NaN);
  if (Number.isNaN(date.getTime())) throw new RangeError('the cursor is not one of this connector');
  return { modifiedAt: date, recordId: typeof recordId === 'string' ? recordId : null };
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
