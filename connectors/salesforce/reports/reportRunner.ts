import { ConnectorError } from '../../../src/contract/errors.ts';
import { RestFault, type Attempt } from '../classify.ts';
import { API_ROOT, type SalesforceClient } from '../client.ts';
import type { Tuning } from '../tuning.ts';
import { extendLogic, parseLogic } from './booleanLogic.ts';
import type { OwnFilter } from './paging.ts';
import { rangeParts, type DataCell, type ReportDescribe, type ReportMetadata, type ReportRun } from './wire.ts';

/** What is run: the saved Report, narrowed by filters of ours. */
export interface RunRequest {
  readonly filters: readonly OwnFilter[];
  readonly columns: readonly string[];
  readonly sortBy: string | null;
  readonly details: boolean;
}

/** What a run gave. */
export interface RunResult {
  /** As asked for, by name. */
  readonly columns: readonly string[];
  readonly rows: readonly (readonly DataCell[])[];
  readonly allData: boolean;
  readonly rowCount: number;
}

const ATTEMPT: Attempt = { doing: 'running the Report', notFound: 'SOURCE_GONE' };

/** An instance that doesn't finish in this time is given up; the next try starts another one. */
const MAX_POLLS = 60;

/**
 * Runs one saved Report, again and again with other filters of ours. Runs go synchronously until their hourly limit is
 * reached, or one takes too long, and in the background from then on, which has a limit of its own.
 *
 * @see https://developer.salesforce.com/docs/atlas.en-us.api_analytics.meta/api_analytics/sforce_analytics_rest_api_instances_summary.htm (v62.0)
 */
export class ReportRunner {
  readonly #client: SalesforceClient;
  readonly #tuning: Tuning;
  readonly #path: string;
  readonly #saved: ReportMetadata;
  readonly #signal: AbortSignal;
  #inBackground = false;

  constructor(
    client: SalesforceClient,
    reportId: string,
    describe: ReportDescribe,
    tuning: Tuning,
    signal: AbortSignal,
  ) {
    this.#client = client;
    this.#tuning = tuning;
    this.#path = reportPath(reportId);
    this.#saved = describe.reportMetadata;
    this.#signal = signal;
  }

  /**
   * @throws ConnectorError `FILTER_IGNORED` when the run used other filters than asked for, `REPORT_LIMIT`,
   *   `BAD_ANSWER`, and others
   */
  async run(request: RunRequest): Promise<RunResult> {
    const metadata = postedMetadata(this.#saved, request);
    const answer = await this.#fetch({ reportMetadata: metadata }, request.details);
    const ran = answer.reportMetadata;
    if (!ran) throw unreadable('without saying what it ran');
    checkRan(this.#saved, metadata, ran);
    return readResult(answer, ran, request.details);
  }

  async #fetch(body: unknown, details: boolean): Promise<ReportRun> {
    const query = `?includeDetails=${details}`;
    if (!this.#inBackground) {
      try {
        const path = `${this.#path}${query}`;
        return (await this.#client.postRead<ReportRun>(path, body, ATTEMPT, this.#signal)).body;
      } catch (error) {
        if (!isWorthWaiting(error)) throw error;
        this.#inBackground = true;
      }
    }
    return this.#fetchLater(`${this.#path}/instances`, query, body);
  }

  async #fetchLater(path: string, query: string, body: unknown): Promise<ReportRun> {
    const signal = this.#signal;
    const started = await this.#client.postRead<{ readonly id?: string }>(`${path}${query}`, body, ATTEMPT, signal);
    const { id } = started.body;
    if (typeof id !== 'string' || !/^0LG\w{12,15}$/.test(id)) throw unreadable('without the ID of its instance');
    let pause = this.#tuning.firstPollMs;
    for (let poll = 0; poll < MAX_POLLS; poll += 1) {
      // Up to a quarter more, so that several connections don't ask in step.
      await this.#tuning.wait(pause * (1 + Math.random() / 4), signal);
      const { body: found } = await this.#client.get<ReportRun & { readonly status?: string }>(
        `${path}/${id}`,
        ATTEMPT,
        signal,
      );
      const status = found.attributes?.status ?? found.status;
      if (status === 'Success') return found;
      if (status !== 'New' && status !== 'Running') {
        throw new ConnectorError('OUTAGE', 'Salesforce ended the Report’s run in the background with an error.', {
          kind: 'after',
          delayMs: 60_000,
        });
      }
      pause = Math.min(pause * 2, this.#tuning.longestPollMs);
    }
    throw new ConnectorError('TIMEOUT', 'Salesforce did not finish the Report’s run in the background.', {
      kind: 'after',
      delayMs: 60_000,
    });
  }
}

/** @throws ConnectorError `SOURCE_GONE` when the ID is none of a Report, for it ends up in a path */
export function reportPath(reportId: string): string {
  if (!/^00O\w{12,15}$/.test(reportId)) {
    throw new ConnectorError('SOURCE_GONE', 'The stored import source is not a Report. Choose another source.', {
      kind: 'never',
    });
  }
  return `${API_ROOT}/analytics/reports/${reportId}`;
}

/** Posted filters replace the saved ones, so those are sent along, unchanged, with their logic extended. */
function postedMetadata(saved: ReportMetadata, { filters, columns, sortBy }: RunRequest) {
  return {
    reportFilters: [
      ...saved.reportFilters,
      ...filters.map((filter) => ({ ...filter, filterType: 'fieldValue', isRunPageEditable: true })),
    ],
    reportBooleanFilter: extendLogic(saved.reportBooleanFilter, saved.reportFilters.length, filters.length),
    detailColumns: columns,
    sortBy: sortBy === null ? [] : [{ sortColumn: sortBy, sortOrder: 'Asc' }],
    aggregates: ['RowCount'],
  };
}

/** Compares what was run with what was asked for and saved: a filter that is dropped lets other people in. */
function checkRan(saved: ReportMetadata, sent: ReturnType<typeof postedMetadata>, ran: ReportMetadata): void {
  const filters = ({ reportFilters }: Pick<ReportMetadata, 'reportFilters'>): string =>
    JSON.stringify(reportFilters.map(({ column, operator, value }) => [column, operator, tidy(value ?? '')]));
  const range = ({ standardDateFilter }: ReportMetadata): string => JSON.stringify(rangeParts(standardDateFilter));
  const logic = (text: string | null | undefined): string => JSON.stringify(text ? (parseLogic(text) ?? text) : null);
  const same =
    filters(ran) === filters(sent) &&
    logic(ran.reportBooleanFilter) === logic(sent.reportBooleanFilter) &&
    range(ran) === range(saved) &&
    (ran.scope ?? '') === (saved.scope ?? '');
  if (same) return;
  throw new ConnectorError(
    'FILTER_IGNORED',
    'Salesforce ran the Report with other filters than it has. A field it filters by may be hidden from the API user. ' +
      'Nothing of that answer was imported.',
    { kind: 'never' },
  );
}

function tidy(value: string): string {
  return value.replace(/\s*,\s*/g, ',').trim();
}

function readResult(answer: ReportRun, ran: ReportMetadata, details: boolean): RunResult {
  const facts = answer.factMap?.['T!T'];
  const counted = (ran.aggregates ?? []).indexOf('RowCount');
  const rowCount = facts?.aggregates?.[counted]?.value;
  if (typeof rowCount !== 'number') throw unreadable('without the number of its rows');
  if (!details) return { columns: ran.detailColumns, rows: [], allData: true, rowCount };
  // Rows that were not given are not none: without details the key is missing, or empty, and nothing says so.
  const rows = facts?.rows;
  if (!rows || (rows.length === 0 && rowCount > 0)) throw unreadable('without its rows');
  if (typeof answer.allData !== 'boolean') throw unreadable('without saying whether that was all');
  return { columns: ran.detailColumns, rows: rows.map((row) => row.dataCells), allData: answer.allData, rowCount };
}

/** The hourly limit of synchronous runs, and runs that are cut after two minutes, leave the background to go on in. */
function isWorthWaiting(error: unknown): boolean {
  if (!(error instanceof ConnectorError)) return false;
  const failed = error.cause instanceof RestFault && error.cause.status === 500;
  return error.code === 'REPORT_LIMIT' || error.code === 'TIMEOUT' || (error.code === 'OUTAGE' && failed);
}

function unreadable(how: string): ConnectorError {
  return new ConnectorError('BAD_ANSWER', `Salesforce answered a run of the Report ${how}.`, {
    kind: 'after',
    delayMs: 60_000,
  });
}
