import type { SourcePage, SourceRow } from '../../../src/contract/sources.ts';
import { ConnectorError } from '../../../src/contract/errors.ts';
import type { ConnectorLog } from '../../../src/contract/log.ts';
import { classify, isPassing, RestFault } from '../classify.ts';
import type { SalesforceClient } from '../client.ts';
import { NetworkFault, type HttpStream } from '../http.ts';
import { growingPauses } from '../pauses.ts';
import type { Tuning } from '../tuning.ts';
import { findJob, removeJob, resultsPath, startJob, untilComplete, type BulkJob } from './bulkJob.ts';
import { startOf, writeBulkPlace, type BulkPlace } from './bulkPlace.ts';
import type { BulkReader } from './bulkRows.ts';
import { csvRecords } from './csvRecords.ts';

/** What a bulk load reads, and with what. */
export interface BulkLoad {
  readonly client: SalesforceClient;
  readonly tuning: Tuning;
  readonly log: ConnectorLog;
  readonly query: string;
  readonly reader: BulkReader;
  readonly definition: string;
  /** People the source has, when a query told; null when not known. */
  readonly sourceRows: number | null;
}

/** A job that disappears again and again is given up. */
const MAX_JOBS = 3;

const ATTEMPT = { doing: 'reading bulk results' };

/**
 * What a job that is gone is answered with; a place in its results that no longer is one, with a refusal that speaks of
 * the locator or of the job's state. The guides name no codes for either.
 */
const GONE = new Set([404, 409, 410]);
const PLACE_GONE = /invalid[_ ]?locator|job[_ ]?state/i;

/**
 * Reads everybody through a job of Bulk API 2.0, in no order. The first page is empty and names the job, so that a run
 * that is stopped while Salesforce works comes back to it. Each page names its result page and how many of its rows are
 * done: going on reads that result page again and passes over them. When the job is gone, another one begins and its
 * rows come again.
 *
 * The job is deleted at the end, and after a failure that would come again. After one that passes, and after a stop, it
 * stays, for the run comes back to it.
 *
 * @param from - where an earlier pull ended; null starts
 * @returns false when Salesforce takes no bulk job: nothing was read
 * @throws ConnectorError `BULK_FAILED` and whatever calls fail with; `signal.reason` when aborted
 */
export async function* pullBulk(
  load: BulkLoad,
  from: BulkPlace | null,
  signal: AbortSignal,
): AsyncGenerator<SourcePage, boolean> {
  const { client, log } = load;
  let found = from === null ? null : await findJob(client, from.jobId, signal);
  let place = found === null ? null : from;
  for (let jobs = 1; ; jobs += 1) {
    const job = found ?? (await startJob(client, load.query, log, signal));
    if (!job) return false;
    if (place === null) {
      place = startOf(job.id);
      yield { ...pageOf(load, job, place), rows: [], last: false, sourceRows: from === null ? load.sourceRows : null };
    }
    try {
      yield* readJob(load, job, place, signal);
      return true;
    } catch (error) {
      if (!isGone(error)) throw error;
      if (jobs === MAX_JOBS) throw vanishing(error);
      log.warn('a bulk query is gone, starting another', { job: job.id });
      [found, place] = [null, null];
    }
  }
}

async function* readJob(
  load: BulkLoad,
  started: BulkJob,
  from: BulkPlace,
  signal: AbortSignal,
): AsyncGenerator<SourcePage> {
  const { client, tuning, log } = load;
  let job = started;
  const note = (seen: BulkJob): void => {
    job = seen;
  };
  try {
    await untilComplete(client, started, tuning, note, signal);
    const sourceRows = job.rows === null ? null : job.rows - from.done;
    for await (const { rows, next, last } of readResults(load, job, from, signal)) {
      yield { ...pageOf(load, job, next), rows, last, sourceRows };
    }
  } catch (error) {
    if (!signal.aborted && wouldComeAgain(error)) await removeJob(client, job, log, signal);
    throw error;
  }
  await removeJob(client, job, log, signal);
}

function pageOf(
  { definition }: BulkLoad,
  { createdAt }: BulkJob,
  next: BulkPlace,
): Pick<SourcePage, 'next' | 'ordered' | 'readTo' | 'sourceTime' | 'definition'> {
  return { next: writeBulkPlace(next), ordered: false, readTo: null, sourceTime: createdAt, definition };
}

interface ReadRows {
  readonly rows: readonly SourceRow[];
  readonly next: BulkPlace;
  readonly last: boolean;
}

/** Reads pages of results from a place on; a page that breaks off is read again, without what was handed out. */
async function* readResults(
  load: BulkLoad,
  job: BulkJob,
  from: BulkPlace,
  signal: AbortSignal,
): AsyncGenerator<ReadRows> {
  const { client, tuning } = load;
  let place = from;
  let failures = 0;
  let pause = growingPauses(tuning, signal);
  for (;;) {
    const path = resultsPath(job.id, place.locator, tuning.bulkPageRows);
    const results = await client.stream(path, { Accept: 'text/csv' }, ATTEMPT, signal);
    try {
      for await (const read of readPage(load, results, place)) {
        if (read.last) checkCount(job, read.next.done);
        if (read.rows.length > 0) [failures, pause] = [0, growingPauses(tuning, signal)];
        place = read.next;
        yield read;
        if (read.last) return;
      }
    } catch (error) {
      signal.throwIfAborted();
      const fault = faultOf(error);
      if (!isPassing(fault) || failures === tuning.retries) throw fault;
      failures += 1;
      await pause();
    } finally {
      results.body.destroy();
    }
  }
}

/** Cuts one page of results into pages of rows: only those are held, not the whole result page. */
async function* readPage(
  { reader, tuning }: BulkLoad,
  { headers, body }: HttpStream,
  from: BulkPlace,
): AsyncGenerator<ReadRows> {
  const locator = headers['sforce-locator'];
  const expected = Number(headers['sforce-numberofrecords'] ?? Number.NaN);
  if (locator === undefined || Number.isNaN(expected)) throw badResults('do not say how they go on');
  let { skip, done } = from;
  let seen = -1;
  let rows: SourceRow[] = [];
  const take = (): SourceRow[] => {
    const taken = rows;
    [rows, skip, done] = [[], skip + taken.length, done + taken.length];
    return taken;
  };
  for await (const record of csvRecords(body)) {
    seen += 1;
    if (seen === 0) {
      reader.checkHeader(record);
      continue;
    }
    if (seen <= from.skip) continue;
    if (rows.length === tuning.pageRows) yield { rows: take(), next: { ...from, skip, done }, last: false };
    rows.push(reader.toRow(record));
  }
  if (Math.max(0, seen) !== expected) throw badResults('broke off');
  const last = locator === 'null';
  const taken = take();
  const next = last ? { ...from, skip, done } : { ...from, locator, skip: 0, done };
  if (taken.length > 0 || last) yield { rows: taken, next, last };
}

/** The rows handed out must be the rows the job says it found: a load that lost some must not look complete. */
function checkCount({ rows }: BulkJob, done: number): void {
  if (rows === null || done >= rows) return;
  throw badResults(`hold ${done} rows where the query found ${rows}`);
}

/** An error of the stream or of the CSV in it: both mean that the answer did not come whole. */
function faultOf(error: unknown): ConnectorError {
  if (error instanceof ConnectorError) return error;
  const fault = error instanceof NetworkFault ? error : new NetworkFault('broken', true, 'the answer broke off', error);
  return classify({ kind: 'network', fault }, ATTEMPT);
}

/** Whether the job or its results are no longer there. */
function isGone(error: unknown): boolean {
  if (!(error instanceof ConnectorError) || !(error.cause instanceof RestFault)) return false;
  const { status, message } = error.cause;
  return GONE.has(status) || (status === 400 && PLACE_GONE.test(message));
}

/** Whether the run would meet the same failure again, so that its job is of no more use. */
function wouldComeAgain(error: unknown): boolean {
  return !isGone(error) && (!(error instanceof ConnectorError) || error.retry.kind === 'never');
}

function badResults(what: string): ConnectorError {
  return new ConnectorError('BAD_ANSWER', `The results of Salesforce’s bulk query ${what}.`, {
    kind: 'after',
    delayMs: 60_000,
  });
}

function vanishing(cause: unknown): ConnectorError {
  return new ConnectorError(
    'BULK_FAILED',
    `Salesforce’s bulk query disappeared ${MAX_JOBS} times while it was read. Run the import again.`,
    { kind: 'never' },
    { cause },
  );
}
