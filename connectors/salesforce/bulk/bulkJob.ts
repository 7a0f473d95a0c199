import { ConnectorError } from '../../../src/contract/errors.ts';
import type { ConnectorLog } from '../../../src/contract/log.ts';
import { isNotFound, RestFault } from '../classify.ts';
import { API_ROOT, type SalesforceClient } from '../client.ts';
import { growingPauses } from '../pauses.ts';
import { readInstant } from '../rows.ts';
import type { Tuning } from '../tuning.ts';

/** `UploadComplete` and `InProgress` lead to `JobComplete`, or to `Failed` and `Aborted` with an `errorMessage`. */
type State = 'UploadComplete' | 'InProgress' | 'JobComplete' | 'Failed' | 'Aborted';

/** A query job as last looked at. */
export interface BulkJob {
  readonly id: string;
  readonly state: State;
  readonly createdAt: Date;
  /** Rows of the result, once complete. */
  readonly rows: number | null;
  readonly errorMessage: string;
}

interface WireJob {
  readonly id?: unknown;
  readonly state?: unknown;
  readonly createdDate?: unknown;
  readonly numberRecordsProcessed?: unknown;
  readonly errorMessage?: unknown;
}

const JOBS = `${API_ROOT}/jobs/query`;

/** Looks at one job before it is left for later: with waits of a minute, some two hours. */
const MAX_LOOKS = 120;

/**
 * Starts a job.
 *
 * @returns null when Salesforce refuses it for good: no bulk queries in this org or for this user, a query that bulk
 *   does not know, the day's jobs used up. The same rows can then be had by ordinary queries.
 * @throws ConnectorError for what would stop ordinary queries as well
 */
export async function startJob(
  client: SalesforceClient,
  query: string,
  log: ConnectorLog,
  signal: AbortSignal,
): Promise<BulkJob | null> {
  const wanted = { operation: 'query', query, contentType: 'CSV', columnDelimiter: 'COMMA', lineEnding: 'LF' };
  try {
    const { body } = await client.postRead<WireJob>(JOBS, wanted, { doing: 'starting a bulk query' }, signal);
    return readJob(body);
  } catch (error) {
    if (!isRefusal(error)) throw error;
    log.info('bulk refused, reading page by page instead', { reason: error.message });
    return null;
  }
}

function isRefusal(error: unknown): error is ConnectorError {
  return error instanceof ConnectorError && error.retry.kind === 'never' && error.cause instanceof RestFault;
}

/** @returns null when the job is gone: deleted by somebody, or after its seven days */
export async function findJob(client: SalesforceClient, jobId: string, signal: AbortSignal): Promise<BulkJob | null> {
  try {
    return await lookAt(client, jobId, signal);
  } catch (error) {
    if (isNotFound(error)) return null;
    throw error;
  }
}

async function lookAt(client: SalesforceClient, jobId: string, signal: AbortSignal): Promise<BulkJob> {
  return readJob((await client.get<WireJob>(jobPath(jobId), { doing: 'looking at a bulk query' }, signal)).body);
}

/**
 * Waits until a job is complete, looking at it ever more seldom.
 *
 * @param seen - told how each look found the job
 * @throws ConnectorError `BULK_FAILED` with Salesforce's reason; `TIMEOUT` when it takes hours, to come back to it
 */
export async function untilComplete(
  client: SalesforceClient,
  started: BulkJob,
  tuning: Tuning,
  seen: (job: BulkJob) => void,
  signal: AbortSignal,
): Promise<BulkJob> {
  const pause = growingPauses(tuning, signal);
  let job = started;
  for (let looks = 0; ; looks += 1) {
    if (job.state === 'JobComplete') return job;
    if (job.state === 'Failed' || job.state === 'Aborted') throw failed(job);
    if (looks === MAX_LOOKS) throw tooSlow();
    await pause();
    job = await lookAt(client, job.id, signal);
    seen(job);
  }
}

/** Ends and deletes a job with its results. Best effort: Salesforce deletes what is left after seven days. */
export async function removeJob(
  client: SalesforceClient,
  job: BulkJob,
  log: ConnectorLog,
  signal: AbortSignal,
): Promise<void> {
  const attempt = { doing: 'removing a bulk query' };
  try {
    // A job that is being worked on can't be deleted. It may have ended by itself meanwhile, and is then not aborted.
    if (job.state === 'UploadComplete' || job.state === 'InProgress') {
      await client.patch(jobPath(job.id), { state: 'Aborted' }, {}, attempt, signal).catch(ignoreRefusal);
    }
    await client.delete(jobPath(job.id), attempt, signal);
  } catch (error) {
    if (!isNotFound(error)) log.warn('a bulk query was not removed', { job: job.id, reason: String(error) });
  }
}

function ignoreRefusal(error: unknown): void {
  if (!(error instanceof ConnectorError)) throw error;
}

/** Where a page of a job's results is. @param locator - as the page before named it; null for the first */
export function resultsPath(jobId: string, locator: string | null, rows: number): string {
  const place = locator === null ? '' : `&locator=${encodeURIComponent(locator)}`;
  return `${jobPath(jobId)}/results?maxRecords=${rows}${place}`;
}

function jobPath(jobId: string): string {
  if (!/^750\w{12,15}$/.test(jobId)) throw new RangeError('the ID of a bulk job has another form');
  return `${JOBS}/${jobId}`;
}

function readJob({ id, state, createdDate, numberRecordsProcessed, errorMessage }: WireJob): BulkJob {
  if (typeof id !== 'string' || typeof state !== 'string') {
    throw new ConnectorError('BAD_ANSWER', 'Salesforce described a bulk query without its ID or state.', {
      kind: 'after',
      delayMs: 60_000,
    });
  }
  return {
    id,
    state: state as State,
    createdAt: readInstant(createdDate),
    rows: state === 'JobComplete' && typeof numberRecordsProcessed === 'number' ? numberRecordsProcessed : null,
    errorMessage: typeof errorMessage === 'string' ? errorMessage : '',
  };
}

function failed({ state, errorMessage }: BulkJob): ConnectorError {
  const how = state === 'Failed' ? 'failed' : 'was ended by somebody in the org';
  const why = errorMessage === '' ? '.' : `: “${errorMessage}”.`;
  return new ConnectorError(
    'BULK_FAILED',
    `The bulk query that was reading the source ${how}${why} Run the import again.`,
    { kind: 'never' },
    { vendorMessage: errorMessage },
  );
}

function tooSlow(): ConnectorError {
  return new ConnectorError(
    'TIMEOUT',
    'Salesforce has worked on the bulk query for hours. The import comes back to it.',
    { kind: 'after', delayMs: 5 * 60_000 },
  );
}
