import { setTimeout as pause } from 'node:timers/promises';
import { untilAborted } from '../../src/contract/untilAborted.ts';

/** How patient the connector is. One set for production; tests hand in smaller ones. */
export interface Tuning {
  /** A reading call is given up after this; Salesforce lets a query take 2 minutes to its first row. */
  readonly readTimeoutMs: number;
  /** A write of 200 records can run triggers for minutes. */
  readonly writeTimeoutMs: number;
  /** A token call; a lock shared by all workers is held meanwhile. */
  readonly tokenTimeoutMs: number;
  /** Repeats of a reading call after a passing fault. */
  readonly retries: number;
  /** Wait before the first repeat; doubles each time, with jitter. */
  readonly firstDelayMs: number;
  /** No repeat starts later than this after the first try. */
  readonly retryForMs: number;
  /** Calls of one open connection at the same time; the org allows 25 long ones to all integrations together. */
  readonly callsAtOnce: number;
  /** How long what was read for the console (list views, fields) is used again. */
  readonly rememberMs: number;
  /** A first load of more rows than this may go through a bulk job. */
  readonly bulkAbove: number;
  /** Rows of one page of bulk results, each a call. */
  readonly bulkPageRows: number;
  /** Rows of one page that a pull gives: as many as a query’s page holds, unless long texts make it smaller. */
  readonly pageRows: number;
  /** First wait before looking at background work (bulk jobs, Report instances); doubles up to the longest. */
  readonly firstPollMs: number;
  readonly longestPollMs: number;
  /** Waits; rejects with `signal.reason` as soon as it aborts. */
  readonly wait: (ms: number, signal: AbortSignal) => Promise<void>;
}

export const TUNING: Tuning = {
  readTimeoutMs: 5 * 60_000,
  writeTimeoutMs: 3 * 60_000,
  tokenTimeoutMs: 30_000,
  retries: 4,
  firstDelayMs: 500,
  retryForMs: 5 * 60_000,
  callsAtOnce: 5,
  rememberMs: 60_000,
  bulkAbove: 20_000,
  bulkPageRows: 50_000,
  pageRows: 2_000,
  firstPollMs: 2_000,
  longestPollMs: 60_000,
  wait: (ms, signal) => untilAborted(pause(ms, undefined, { signal }), signal),
};

/** The API version every path and every parser here is written against. */
export const API_VERSION = 'v62.0';
