import { formatDatetime } from '../formatValue.ts';
import type { JobRequest } from './checkJob.ts';
import type { Snapshot } from './snapshot.ts';

/**
 * A job is made `UploadComplete`. The first look at it starts the work: it becomes `InProgress`, and its rows are the
 * ones of that instant. After the set number of looks, or when a control says so, it is `JobComplete`. A client can end
 * it before as `Aborted`; a fault ends it as `Aborted` or `Failed`. Deleted jobs are gone.
 */
export type BulkState = 'UploadComplete' | 'InProgress' | 'JobComplete' | 'Aborted' | 'Failed';

export interface BulkJob extends JobRequest {
  id: string;
  number: number;
  /** `62.0`; every call about the job must use the same. */
  version: string;
  createdSecond: number;
  changedSecond: number;
  state: BulkState;
  looks: number;
  snapshot: Snapshot | null;
  errorMessage: string | null;
}

/** A job as answers show it. */
export function jobInfo(job: BulkJob, createdById: string): Record<string, unknown> {
  return {
    id: job.id,
    operation: job.operation,
    object: job.object,
    createdById,
    createdDate: formatDatetime(job.createdSecond),
    systemModstamp: formatDatetime(job.changedSecond),
    state: job.state,
    concurrencyMode: 'Parallel',
    contentType: 'CSV',
    apiVersion: Number(job.version),
    lineEnding: job.lineEnding,
    columnDelimiter: job.columnDelimiter,
  };
}

/**
 * What a look at one job shows besides.
 *
 * @param share - how much of the work is done, 0 to 1
 */
export function jobProgress(job: BulkJob, share: number): Record<string, unknown> {
  return {
    jobType: 'V2Query',
    numberRecordsProcessed: Math.floor((job.snapshot?.rowCount ?? 0) * share),
    retries: 0,
    totalProcessingTime: (job.changedSecond - job.createdSecond) * 1000,
    isPkChunkingSupported: true,
    ...(job.errorMessage === null ? {} : { errorMessage: job.errorMessage }),
  };
}
