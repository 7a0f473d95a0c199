import { ApiError, notFound } from '../apiError.ts';
import type { BodyPieces } from '../http.ts';
import type { Org } from '../org.ts';
import { runQuery } from '../soql/runQuery.ts';
import { checkJob, DELIMITERS, LINE_ENDINGS } from './checkJob.ts';
import { csvRows } from './csvRows.ts';
import { jobInfo, jobProgress, type BulkJob, type BulkState } from './jobInfo.ts';
import { takeSnapshot, type Snapshot } from './snapshot.ts';

/** A job as a test looks at it. */
export interface BulkJobFacts {
  id: string;
  query: string;
  state: BulkState;
}

export interface BulkOptions {
  /** Looks at a job until it is complete; null for never by itself. */
  pollsUntilComplete: number | null;
  /** Query jobs in 24 hours. */
  allowance: number;
  /** Rows of a result page when the client names no number. */
  pageRows: number;
}

/** One page of results. `locator` names the next one; null after the last. */
export interface ResultPage {
  rows: number;
  locator: string | null;
  body: BodyPieces;
}

/** Result addresses that one answer about pages holds. */
const PAGES_PER_ANSWER = 5;
const DAY = 86_400;
const RUNNING: readonly BulkState[] = ['UploadComplete', 'InProgress'];

/** The query jobs of Bulk API 2.0. */
export class BulkJobs {
  readonly #org: Org;
  readonly #options: BulkOptions;
  readonly #jobs = new Map<string, BulkJob>();
  #made: number[] = [];

  constructor(org: Org, options: BulkOptions) {
    this.#org = org;
    this.#options = options;
  }

  /** Jobs that may still be made today. */
  get allowance(): { Max: number; Remaining: number } {
    const yesterday = this.#org.nowSecond() - DAY;
    const used = this.#made.filter((second) => second > yesterday).length;
    return { Max: this.#options.allowance, Remaining: Math.max(0, this.#options.allowance - used) };
  }

  /**
   * `POST /jobs/query`
   *
   * @throws ApiError as {@link checkJob}; `LIMIT_EXCEEDED` when the day's jobs are used up
   */
  create(body: unknown, version: string): Record<string, unknown> {
    const request = checkJob(body, this.#org.catalog, this.#org.now());
    if (this.allowance.Remaining === 0) {
      throw new ApiError(400, 'LIMIT_EXCEEDED', 'The number of Bulk API 2.0 query jobs in 24 hours is used up.');
    }
    const second = this.#org.nowSecond();
    const number = this.#made.push(second);
    const id = this.#org.idsOf('750').idOf(number);
    const job: BulkJob = {
      ...request,
      id,
      number,
      version,
      createdSecond: second,
      changedSecond: second,
      state: 'UploadComplete',
      looks: 0,
      snapshot: null,
      errorMessage: null,
    };
    this.#jobs.set(id, job);
    return jobInfo(job, this.#org.apiUserId);
  }

  /** `GET /jobs/query/{id}`: one look, which may move the job on. */
  look(id: string, version: string): Record<string, unknown> {
    const job = this.#find(id, version);
    const { pollsUntilComplete } = this.#options;
    if (RUNNING.includes(job.state)) {
      job.looks++;
      this.#start(job);
      if (pollsUntilComplete !== null && job.looks >= pollsUntilComplete) this.#complete(job);
    }
    const share = job.state === 'JobComplete' ? 1 : Math.min(1, job.looks / (pollsUntilComplete ?? Infinity));
    return { ...jobInfo(job, this.#org.apiUserId), ...jobProgress(job, share) };
  }

  /** `GET /jobs/query`: every job there is, newest first. */
  list(): Record<string, unknown> {
    const records = [...this.#jobs.values()].reverse().map((job) => jobInfo(job, this.#org.apiUserId));
    return { done: true, records, nextRecordsUrl: null };
  }

  /** `PATCH /jobs/query/{id}` with `{"state":"Aborted"}` */
  abort(id: string, version: string, body: unknown): Record<string, unknown> {
    const job = this.#find(id, version);
    if ((body as { state?: unknown } | null)?.state !== 'Aborted')
      throw new ApiError(400, 'INVALIDJOB', 'InvalidJob : state can only be set to Aborted');
    if (!RUNNING.includes(job.state)) throw wrongState(job, 'aborted', RUNNING);
    this.#end(job, 'Aborted', null);
    return jobInfo(job, this.#org.apiUserId);
  }

  /** `DELETE /jobs/query/{id}`: the job and its results are gone. A job being worked on must be aborted first. */
  remove(id: string, version: string): void {
    const job = this.#find(id, version);
    if (job.state === 'InProgress')
      throw wrongState(job, 'deleted', ['UploadComplete', 'JobComplete', 'Aborted', 'Failed']);
    this.#forget(job);
  }

  /**
   * `GET /jobs/query/{id}/results`
   *
   * @param locator - as an earlier page gave it; stays good as long as the job exists
   * @throws ApiError `INVALIDJOBSTATE` before the job is complete; `INVALID_LOCATOR`; `INVALID_MAX_RECORDS`
   */
  results(id: string, version: string, maxRecords: string | null, locator: string | null): ResultPage {
    const snapshot = this.#finished(id, version);
    const size = maxRecords === null ? this.#options.pageRows : Number(maxRecords);
    if (!Number.isInteger(size) || size < 1)
      throw new ApiError(400, 'INVALID_MAX_RECORDS', `maxRecords must be a whole number above 0, found ${maxRecords}`);
    const from = offsetOf(locator, snapshot);
    const to = Math.min(snapshot.rowCount, from + size);
    return {
      rows: to - from,
      locator: to < snapshot.rowCount ? locatorOf(to) : null,
      body: snapshot.pieces(from, to),
    };
  }

  /** `GET /jobs/query/{id}/resultPages`: addresses of up to five pages, to be read side by side. */
  resultPages(id: string, version: string, locator: string | null, base: string): Record<string, unknown> {
    const snapshot = this.#finished(id, version);
    const { pageRows } = this.#options;
    const from = offsetOf(locator, snapshot);
    const starts = Array.from({ length: PAGES_PER_ANSWER }, (_none, i) => from + i * pageRows);
    const next = from + PAGES_PER_ANSWER * pageRows;
    const address = `${base}/jobs/query/${id}`;
    return {
      resultPages: starts
        .filter((start, i) => i === 0 || start < snapshot.rowCount)
        .map((start) => ({ resultUrl: `${address}/results?locator=${locatorOf(start)}&maxRecords=${pageRows}` })),
      nextRecordsUrl: next < snapshot.rowCount ? `${address}/resultPages?locator=${locatorOf(next)}` : null,
      done: next >= snapshot.rowCount,
    };
  }

  /** Ends a running job as a fault wants it. */
  fail(id: string, state: 'Aborted' | 'Failed', errorMessage: string): void {
    const job = this.#jobs.get(id);
    if (job && RUNNING.includes(job.state)) this.#end(job, state, errorMessage);
  }

  /** Completes every job that is running. */
  finishAll(): void {
    for (const job of this.#jobs.values()) {
      if (!RUNNING.includes(job.state)) continue;
      this.#start(job);
      this.#complete(job);
    }
  }

  /** Every job is gone, as after seven days. */
  forgetAll(): void {
    for (const job of [...this.#jobs.values()]) this.#forget(job);
  }

  facts(): BulkJobFacts[] {
    return [...this.#jobs.values()].map(({ id, query, state }) => ({ id, query, state }));
  }

  #find(id: string, version: string): BulkJob {
    const job = [...this.#jobs.values()].find((one) => one.id.slice(0, 15) === id.slice(0, 15));
    if (!job) throw notFound();
    if (job.version !== version) {
      throw new ApiError(409, 'API_VERSION_CONFLICT', `The job was made with API version ${job.version}, use the same.`);
    }
    return job;
  }

  #finished(id: string, version: string): Snapshot {
    const job = this.#find(id, version);
    if (job.state !== 'JobComplete' || !job.snapshot) throw wrongState(job, 'read', ['JobComplete']);
    return job.snapshot;
  }

  #start(job: BulkJob): void {
    if (job.state !== 'UploadComplete') return;
    const { catalog } = this.#org;
    try {
      const result = runQuery(job.query, catalog, {
        now: this.#org.now(),
        includeDeleted: job.operation === 'queryAll',
      });
      if (result.kind !== 'rows') throw new Error('A job selects rows.');
      const csv = csvRows(job.query, catalog, DELIMITERS[job.columnDelimiter]!, LINE_ENDINGS[job.lineEnding]!);
      job.snapshot = takeSnapshot(result.selection.source, result.selection.rows, csv, job.number);
      this.#move(job, 'InProgress');
    } catch (error) {
      // What was right when the job was made can be wrong by now: a field was hidden.
      if (!(error instanceof ApiError)) throw error;
      this.#end(job, 'Failed', `InvalidBatch : Failed to process query: ${error.errorCode}: ${error.message}`);
    }
  }

  #complete(job: BulkJob): void {
    if (job.state === 'InProgress') this.#move(job, 'JobComplete');
  }

  #end(job: BulkJob, state: 'Aborted' | 'Failed', errorMessage: string | null): void {
    job.snapshot?.release();
    job.snapshot = null;
    job.errorMessage = errorMessage;
    this.#move(job, state);
  }

  #move(job: BulkJob, state: BulkState): void {
    job.state = state;
    job.changedSecond = this.#org.nowSecond();
  }

  #forget(job: BulkJob): void {
    job.snapshot?.release();
    this.#jobs.delete(job.id);
  }
}

/** Opaque to clients; recorded ones are numbers in base 64. */
const locatorOf = (row: number): string => Buffer.from(String(row)).toString('base64url');

function offsetOf(locator: string | null, snapshot: Snapshot): number {
  if (locator === null) return 0;
  const text = Buffer.from(locator, 'base64url').toString();
  const row = Number(text);
  if (/^\d+$/.test(text) && (row === 0 || row < snapshot.rowCount)) return row;
  throw new ApiError(400, 'INVALID_LOCATOR', `InvalidLocator : ${locator} names no results of this job`);
}

function wrongState(job: BulkJob, verb: string, states: readonly BulkState[]): ApiError {
  const message = `The job's state is ${job.state}; it can only be ${verb} in ${states.join(', ')}`;
  return new ApiError(400, 'INVALIDJOBSTATE', message);
}
