import type { PullRequest, SourcePage } from '../../../src/contract/sources.ts';
import { ConnectorError } from '../../../src/contract/errors.ts';
import type { SalesforceClient } from '../client.ts';
import type { ObjectDescribe } from '../describe.ts';
import type { Tuning } from '../tuning.ts';
import { cellReader, needsObject, type CellReader } from './cells.ts';
import { isRecordId, ownFieldName, timeKeys } from './columns.ts';
import { describeReport } from './listReports.ts';
import { readPages, type PagedReport, type ReportAnswer, type ReportAsk } from './paging.ts';
import { firstPlace, readPlace, writePlace } from './place.ts';
import { queryIds } from './queryIds.ts';
import { columnGone, rowReader, type ReportRow } from './reportRows.ts';
import { ReportRunner } from './reportRunner.ts';
import { checkUsable, MAX_FILTERS, reportDefinition } from './selection.ts';
import { allColumns, type ColumnInfo, type ReportDescribe } from './wire.ts';

/** Rows stamped so long before a pull had been committed when it began: transactions last about 10 minutes at most. */
const SETTLED_AFTER_MS = 15 * 60_000;

/** IDs tried in one filter value; how many it may hold is not documented, so it is halved when refused. */
const IDS_PER_FILTER = 400;

/** Types whose values have one order everywhere; texts are ordered by the org's language. */
const RANGED = new Set(['int', 'double', 'percent', 'date']);

/**
 * Reads a Report's people, page by page in the order of its last-modified column.
 *
 * @param object - the record type's fields, asked for only when a picklist needs them
 * @throws ConnectorError `SOURCE_GONE`, `SOURCE_UNUSABLE`, `SOURCE_CHANGED`, `FIELD_GONE`, `FILTER_IGNORED`,
 *   `MODIFIED_TIME_EMPTY`, `REPORT_TIE`, `REPORT_LIMIT`; `signal.reason` when aborted
 */
export async function* pullReport(
  client: SalesforceClient,
  request: PullRequest,
  object: () => Promise<ObjectDescribe>,
  tuning: Tuning,
  signal: AbortSignal,
): AsyncGenerator<SourcePage> {
  const { body: describe, date } = await describeReport(client, request.sourceId, signal);
  checkUsable(describe);
  const definition = reportDefinition(describe);
  if (request.expectedDefinition !== null && request.expectedDefinition !== definition) throw changed();
  const runner = new ReportRunner(client, request.sourceId, describe, tuning, signal);
  const report = pagedReport(client, request, describe, object, runner, signal);
  const { keys } = report;
  const settled = keys.of(new Date(date.getTime() - SETTLED_AFTER_MS));
  const since = request.since === null ? null : keys.of(request.since);
  const start = request.after === null ? firstPlace(since, settled) : readPlace(request.after);
  for await (const { rows, place, last, toCome } of readPages(report, start)) {
    yield {
      rows: rows.map(({ recordId, modifiedAt, values, gone }) => ({ recordId, modifiedAt, values, gone })),
      next: writePlace(place),
      last,
      ordered: true,
      // Each run of the Report sorts anew, so no row stands further ahead than its time.
      readTo: rows.at(-1) ?? null,
      sourceRows: toCome,
      // The clock is the describe's, read before the first run: what changed after it is newer than what it says.
      sourceTime: date,
      definition,
    };
    signal.throwIfAborted();
  }
}

/** The Report as the paging knows it: runs that give rows with a key. */
function pagedReport(
  client: SalesforceClient,
  { recordType, identity, fields }: PullRequest,
  describe: ReportDescribe,
  object: () => Promise<ObjectDescribe>,
  runner: ReportRunner,
  signal: AbortSignal,
): PagedReport<ReportRow> {
  const { detailColumns, reportFilters } = describe.reportMetadata;
  if (!identity?.lastModified) {
    const message = 'Map the Report’s columns with the record ID and the last-modified time first.';
    throw new ConnectorError('SOURCE_UNUSABLE', message, { kind: 'never' });
  }
  const { recordId, lastModified } = identity;
  const known = allColumns(describe);
  const infoOf = (name: string): ColumnInfo => {
    const info = known.get(name);
    if (!info || !detailColumns.includes(name)) throw columnGone(name);
    return info;
  };
  const timeInfo = infoOf(lastModified);
  if (!isRecordId(recordId, infoOf(recordId), recordType)) throw notTheId(recordId);
  const keys = timeKeys(lastModified, timeInfo);
  const converted =
    recordType === 'Lead'
      ? [...known].find(([name, info]) => ownFieldName(name, info, 'Lead')?.toLowerCase() === 'isconverted')?.[0]
      : undefined;
  const always = [recordId, lastModified, ...fields, ...(converted === undefined ? [] : [converted])];
  let readers: Promise<readonly CellReader[]> | null = null;
  const makeReaders = async (): Promise<readonly CellReader[]> => {
    const infos = fields.map((name) => ({ name, info: infoOf(name) }));
    const described = infos.some(({ info }) => needsObject(info)) ? await object() : null;
    return infos.map(({ name, info }) => cellReader(name, info, recordType, described));
  };
  fields.forEach(infoOf);

  const run = async ({ filters, sortBy, details, also }: ReportAsk): Promise<ReportAnswer<ReportRow>> => {
    const columns = [...new Set([...always, ...(also === null ? [] : [also])])];
    const result = await runner.run({ filters, columns, sortBy, details });
    const { rowCount, allData } = result;
    if (result.rows.length === 0) return { rows: [], allData, rowCount };
    readers ??= makeReaders();
    const toRow = rowReader(result.columns, {
      recordId,
      lastModified,
      fields,
      readers: await readers,
      converted,
      also,
      keys,
      timeLabel: timeInfo.label,
    });
    return { rows: result.rows.map(toRow), allData, rowCount };
  };
  return {
    run,
    keys,
    timeColumn: lastModified,
    idColumn: recordId,
    room: MAX_FILTERS - reportFilters.length,
    idsBetween: queryIds(client, recordType, ownFieldName(lastModified, timeInfo, recordType), keys, signal),
    rangeColumns: detailColumns.filter((name) => name !== lastModified && isRanged(known.get(name))),
    idsPerFilter: IDS_PER_FILTER,
    isRefused,
  };
}

function isRanged(info: ColumnInfo | undefined): boolean {
  return info !== undefined && info.filterable !== false && RANGED.has(info.dataType);
}

/** Refusals that another set of filters may avoid. */
function isRefused(error: unknown): boolean {
  const codes = ['REQUEST_REFUSED', 'SOURCE_UNUSABLE', 'FIELD_GONE'];
  return error instanceof ConnectorError && error.cause !== undefined && codes.includes(error.code);
}

function notTheId(column: string): ConnectorError {
  return new ConnectorError(
    'FIELD_GONE',
    `The Report’s column ${column} no longer holds the ID of the record. Map the column that does.`,
    { kind: 'never' },
  );
}

function changed(): ConnectorError {
  return new ConnectorError(
    'SOURCE_CHANGED',
    'The Report’s filter is not the one its import was set up with, so other people may be in it. Nothing was read. ' +
      'Check the Report, then confirm it.',
    { kind: 'never' },
  );
}
