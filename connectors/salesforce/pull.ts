import type { Cursor, PullRequest, SourcePage } from '../../src/contract/sources.ts';
import { ConnectorError } from '../../src/contract/errors.ts';
import type { ConnectorLog } from '../../src/contract/log.ts';
import type { RecordType } from '../../src/domain/contact.ts';
import { isBulkWorthIt } from './bulk/bulkCalls.ts';
import { readBulkPlace } from './bulk/bulkPlace.ts';
import { bulkReader } from './bulk/bulkRows.ts';
import { pullBulk, type BulkLoad } from './bulk/pullBulk.ts';
import type { SalesforceClient } from './client.ts';
import type { ObjectDescribe } from './describe.ts';
import { describeView, selectionOf } from './listViews.ts';
import { queryPages, type QueryRead, type ReadPage } from './queryPages.ts';
import { rowReader } from './rows.ts';
import type { Tuning } from './tuning.ts';
import { bulkQuery, viewDefinition, type Position, type ViewSelection } from './viewQuery.ts';

/** What a pull works with. */
export interface PullTools {
  readonly client: SalesforceClient;
  readonly tuning: Tuning;
  readonly log: ConnectorLog;
  /** Describes a record type; bulk results are typed by it. */
  readonly objectOf: (recordType: RecordType, signal: AbortSignal) => Promise<ObjectDescribe>;
}

/** What a pull found out about its view before the first row. */
interface Pull {
  readonly tools: PullTools;
  readonly request: PullRequest;
  readonly view: ViewSelection;
  readonly definition: string;
  /** The vendor's clock. It is the describe's, read before any query: rows committed after it are newer. */
  readonly startedAt: Date;
}

/**
 * Reads a List View through its own query: page by page in (SystemModstamp, Id) order, or, for a first load so large
 * that it costs fewer calls, through a bulk job, in no order.
 *
 * @throws ConnectorError `SOURCE_GONE`, `SOURCE_UNUSABLE`, `SOURCE_CHANGED`, `FIELD_GONE`, `TIMEOUT`, `BULK_FAILED`;
 *   `signal.reason` when aborted
 */
export async function* pullListView(
  tools: PullTools,
  request: PullRequest,
  signal: AbortSignal,
): AsyncGenerator<SourcePage> {
  const described = await describeView(tools.client, request.recordType, request.sourceId, signal);
  const view = selectionOf(described.body, request.recordType);
  const definition = viewDefinition(view);
  checkDefinition(request.expectedDefinition, definition);
  const pull: Pull = { tools, request, view, definition, startedAt: described.date };
  const inBulk = readBulkPlace(request.after);
  if (inBulk) {
    const load = await bulkLoad(pull, null, signal);
    if (load && (yield* pullBulk(load, inBulk, signal))) return;
    yield* byQuery(pull, null, signal);
  } else yield* byQuery(pull, request.after, signal);
}

/** Reads by query, unless its first page shows that a bulk job is the better way: then that page is dropped. */
async function* byQuery(pull: Pull, after: Cursor | null, signal: AbortSignal): AsyncGenerator<SourcePage> {
  const { definition, startedAt, request, tools } = pull;
  const mayGoInBulk = request.since === null && request.after === null && request.purpose !== 'preview';
  let first = true;
  for await (const page of queryPages(queryRead(pull, after), signal)) {
    const { rows, total } = page;
    if (first && mayGoInBulk && total !== null && isBulkWorthIt(total, rows.length, tools.tuning)) {
      const load = await bulkLoad(pull, total, signal);
      if (load && (yield* pullBulk(load, null, signal))) return;
    }
    first = false;
    yield {
      rows,
      next: writeCursor(page),
      last: page.last,
      ordered: true,
      readTo: page.readTo,
      sourceRows: total,
      sourceTime: startedAt,
      definition,
    };
  }
}

function queryRead({ tools, request, view, startedAt }: Pull, after: Cursor | null): QueryRead {
  const { recordType, fields, since } = request;
  return {
    client: tools.client,
    view,
    fields,
    toRow: rowReader(recordType, fields),
    since,
    after: after === null ? null : readPosition(after),
    windowMs: typeof after?.['windowMs'] === 'number' ? after['windowMs'] : null,
    now: startedAt,
  };
}

/** @returns null when a mapped field can't be read in bulk */
async function bulkLoad(
  { tools, request, view, definition }: Pull,
  sourceRows: number | null,
  signal: AbortSignal,
): Promise<BulkLoad | null> {
  const { client, tuning, log } = tools;
  const { recordType, fields } = request;
  const reader = bulkReader(recordType, fields, await tools.objectOf(recordType, signal));
  if (reader) return { client, tuning, log, query: bulkQuery(view, fields), reader, definition, sourceRows };
  log.info('bulk knows not every mapped field, reading page by page instead', { source: request.sourceId });
  return null;
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

/**
 * The stored form of a place: `modifiedAt` ISO, `recordId` null for “from this second on”, and `windowMs` when queries
 * had to be narrowed.
 */
function writeCursor({ position, windowMs }: ReadPage): Cursor {
  const { modifiedAt, recordId } = position;
  const place = { modifiedAt: modifiedAt.toISOString(), recordId };
  return windowMs === null ? place : { ...place, windowMs };
}

function readPosition({ modifiedAt, recordId }: Cursor): Position {
  const date = new Date(typeof modifiedAt === 'string' ? modifiedAt : Number.NaN);
  if (Number.isNaN(date.getTime())) throw new RangeError('the cursor is not one of this connector');
  return { modifiedAt: date, recordId: typeof recordId === 'string' ? recordId : null };
}
