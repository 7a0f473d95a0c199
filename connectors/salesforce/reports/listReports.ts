import type { SourceDescription, SourceSearch, SourceSummary } from '../../../src/contract/sources.ts';
import { ConnectorError } from '../../../src/contract/errors.ts';
import type { RecordType } from '../../../src/domain/contact.ts';
import type { Answer, QueryPage, SalesforceClient } from '../client.ts';
import type { ObjectDescribe } from '../describe.ts';
import { fold } from '../listViews.ts';
import type { Tuning } from '../tuning.ts';
import { ReportRunner, reportPath } from './reportRunner.ts';
import { reportInWords } from './reportWords.ts';
import { reasonAgainst, reasonAgainstColumns, reasonAgainstFormat, reportDefinition } from './selection.ts';
import type { ReportDescribe } from './wire.ts';

export const REPORT = 'Report';

/** One saved Report, as a query lists it. */
export interface ReportElement {
  readonly id: string;
  readonly name: string;
  readonly developerName: string;
  readonly folder: string;
  readonly format: string;
}

/** New rows of one full run, at most: the last one comes again with the next. */
const RUN_ROWS = 1999;

const FIELDS = 'Id, Name, DeveloperName, FolderName, Format';

/**
 * All Reports the API user can see. Their own resource lists the 200 last viewed; a query lists all.
 * @throws ConnectorError `NO_PERMISSION` when the API user sees no Reports at all
 */
export async function listAllReports(client: SalesforceClient, signal: AbortSignal): Promise<readonly ReportElement[]> {
  const attempt = { doing: 'listing the Reports' };
  const reports: ReportElement[] = [];
  const seen = new Set<string>();
  let { body }: Answer<QueryPage> = await client.query(`SELECT ${FIELDS} FROM Report`, attempt, signal);
  for (;;) {
    reports.push(...body.records.map(element));
    if (body.done) return reports;
    const next = body.nextRecordsUrl ?? '';
    if (next === '' || seen.has(next)) {
      throw new ConnectorError('BAD_ANSWER', `Salesforce's pages lead nowhere while ${attempt.doing}.`, {
        kind: 'never',
      });
    }
    seen.add(next);
    ({ body } = await client.get<QueryPage>(next, attempt, signal));
  }
}

function element(record: Readonly<Record<string, unknown>>): ReportElement {
  const text = (name: string): string => (typeof record[name] === 'string' ? record[name] : '');
  return {
    id: text('Id'),
    name: text('Name'),
    developerName: text('DeveloperName'),
    folder: text('FolderName'),
    format: text('Format'),
  };
}

/** Finds Reports by part of their name or folder, in the order of folder and name. */
export async function searchReports(
  all: readonly ReportElement[],
  query: string,
  place: { readonly offset: number; readonly limit: number },
  reasonFor: (report: ReportElement) => Promise<string>,
): Promise<SourceSearch> {
  const wanted = fold(query.trim());
  const names = new Intl.Collator('en', { sensitivity: 'base', numeric: true });
  const matches = all
    .filter(({ name, developerName, folder }) =>
      [name, developerName, folder].some((text) => fold(text).includes(wanted)),
    )
    .sort((a, b) => names.compare(a.folder, b.folder) || names.compare(a.name, b.name) || (a.id < b.id ? -1 : 1));
  const shown = matches.slice(place.offset, place.offset + place.limit);
  return {
    sources: await Promise.all(shown.map(async (report) => summary(report, await reasonFor(report)))),
    total: matches.length,
  };
}

/**
 * Reads a Report's own description.
 * @throws ConnectorError `SOURCE_GONE`, `SOURCE_UNUSABLE` (obsolete), `NO_PERMISSION` (Run Reports)
 */
export function describeReport(
  client: SalesforceClient,
  reportId: string,
  signal: AbortSignal,
): Promise<Answer<ReportDescribe>> {
  const attempt = { doing: 'reading the Report', notFound: 'SOURCE_GONE' } as const;
  return client.get<ReportDescribe>(`${reportPath(reportId)}/describe`, attempt, signal);
}

/** Failures that say something about one Report; others would hit every Report alike. */
const ABOUT_THE_REPORT = new Set(['SOURCE_UNUSABLE', 'SOURCE_GONE', 'REQUEST_REFUSED', 'FIELD_GONE', 'FILTER_IGNORED']);

/** What makes a Report unusable, when that is what an error says. */
function reasonOf(error: unknown): string {
  if (error instanceof ConnectorError && ABOUT_THE_REPORT.has(error.code)) return error.message;
  throw error;
}

/** Why a Report can't be imported; empty when it can. Describes it, unless its format told already. */
export async function reasonAgainstReport(
  report: ReportElement,
  recordType: RecordType,
  describe: () => Promise<ReportDescribe>,
  object: () => Promise<ObjectDescribe>,
): Promise<string> {
  const format = reasonAgainstFormat(report.format);
  if (format !== '') return format;
  try {
    return await reasonIn(await describe(), recordType, object);
  } catch (error) {
    return reasonOf(error);
  }
}

async function reasonIn(
  describe: ReportDescribe,
  recordType: RecordType,
  object: () => Promise<ObjectDescribe>,
): Promise<string> {
  return reasonAgainst(describe) || reasonAgainstColumns(describe, await object(), recordType);
}

/**
 * Everything about one Report: whom it selects in words, how many, what a full run costs.
 *
 * @throws ConnectorError `SOURCE_GONE`
 */
export async function describeReportSource(
  client: SalesforceClient,
  recordType: RecordType,
  reportId: string,
  object: () => Promise<ObjectDescribe>,
  tuning: Tuning,
  signal: AbortSignal,
): Promise<SourceDescription> {
  let describe: ReportDescribe | null = null;
  let refusal = '';
  try {
    describe = (await describeReport(client, reportId, signal)).body;
  } catch (error) {
    if (error instanceof ConnectorError && error.code === 'SOURCE_GONE') throw error;
    refusal = reasonOf(error);
  }
  // Its folder's name stands in no describe.
  const attempt = { doing: 'reading the Report', notFound: 'SOURCE_GONE' } as const;
  const soql = `SELECT ${FIELDS} FROM Report WHERE Id = '${reportId}'`;
  const [record] = (await client.query(soql, attempt, signal)).body.records;
  if (!record) {
    const message = 'The Report was deleted, or its folder is no longer shared with the API user.';
    throw new ConnectorError('SOURCE_GONE', message, { kind: 'never' });
  }
  const report = element(record);
  const unusable = (reason: string, filter: string): SourceDescription => {
    return { ...summary(report, reason), filter, count: 0, fullRunCalls: 0, usualRunCalls: 0, definition: '' };
  };
  const format = reasonAgainstFormat(report.format);
  if (format !== '' || !describe) return unusable(format || refusal, '');
  const filter = reportInWords(describe);
  const reason = await reasonIn(describe, recordType, object);
  if (reason !== '') return unusable(reason, filter);
  try {
    const columns = describe.reportMetadata.detailColumns;
    const runner = new ReportRunner(client, reportId, describe, tuning, signal);
    const { rowCount } = await runner.run({ filters: [], columns, sortBy: null, details: false });
    return {
      ...summary(report, ''),
      filter,
      count: rowCount,
      // One call reads the Report's description.
      fullRunCalls: 1 + Math.max(1, Math.ceil(rowCount / RUN_ROWS)),
      usualRunCalls: 2,
      definition: reportDefinition(describe),
    };
  } catch (error) {
    // A filter of its own that can't be used shows only when it runs.
    return unusable(reasonOf(error), filter);
  }
}

function summary({ id, name, folder }: ReportElement, reason: string): SourceSummary {
  return { id, name, kind: REPORT, folder: folder === '' ? null : folder, usable: reason === '', reason };
}
