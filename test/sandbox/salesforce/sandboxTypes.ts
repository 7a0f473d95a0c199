import type { ReportFaultKind } from './reports/reportFaults.ts';

/** How the org is made. Everything has a default. */
export interface SandboxOptions {
  /** How many contacts; default 5000. */
  contacts?: number;
  /** How many leads; default 300. */
  leads?: number;
  /** Another seed makes other people with other ids; default 1. */
  seed?: number;
  /** Default 0: a free port on 127.0.0.1. */
  port?: number;
  /** Added to each answer below `/services/`; default 0. */
  latencyMs?: number;
  /** Calls in 24 hours; default 100,000. */
  apiAllowance?: number;
  /**
   * Default true: each refresh answers a new refresh token and the old one is dead; replaying it revokes the family.
   */
  rotateRefreshTokens?: boolean;
  /** Rows a query page holds at most, default 2000. A `batchSize` header from 200 to 2000 makes pages smaller. */
  pageSizeRows?: number;
  /** Per object: fields that field security hides. Absent from describe, `INVALID_FIELD` in SOQL. */
  hiddenFields?: Record<string, string[]>;
  /** Per object: fields that may be read only. `updateable:false`, `INVALID_FIELD_FOR_INSERT_UPDATE` on write. */
  readOnlyFields?: Record<string, string[]>;
  permissions?: {
    apiEnabled?: boolean;
    viewSetup?: boolean;
    contactRead?: boolean;
    contactEdit?: boolean;
    leadRead?: boolean;
    leadEdit?: boolean;
    runReports?: boolean;
  };
  /** Report runs in 60 minutes, default 500; in the background, default 1,200. */
  hourlyReportRuns?: number;
  hourlyAsyncReportRuns?: number;
  /** Report runs at one moment, default 20; fetches of background results, default 200. */
  reportRunsAtOnce?: number;
  reportResultsAtOnce?: number;
  /** Looks at a background run until it is finished, default 2; null for never, until `finishReportInstances`. */
  reportPolls?: number | null;
  /** Detail rows a report gives in one run; default 2000, as every org has it. Fewer make small tests large. */
  reportRows?: number;
  /** Ids one filter value of a report may hold; default 400. Salesforce publishes no number. */
  reportIdListLimit?: number;
  /**
   * What a report does whose filter's field is hidden from the API user: default false, it is refused; true, it runs
   * without that filter, and only the answer's `reportMetadata` shows it. Salesforce doesn't say which.
   */
  widensHiddenReportFilters?: boolean;
  /**
   * Whose days `yyyy-MM-dd` means in a filter on a standard date column of a report: default `utc`, as the column's
   * values do; `user` as its labels do.
   */
  reportDays?: 'utc' | 'user';
  /** Looks at a bulk job until it is complete, default 2; null for never, until `finishBulkJobs` is called. */
  bulkPolls?: number | null;
  /** Bulk query jobs in 24 hours; default 10,000. */
  bulkJobAllowance?: number;
  /** Rows of a bulk result page when the client asks for no number; default 100,000. */
  bulkPageRows?: number;
  /** The org's clock; default the real one. */
  now?: () => Date;
  /** Authorize redirects at once instead of asking with a page; default false. */
  autoApprove?: boolean;
  /** So many more list views on Contact; the list is paged from 200 on. */
  extraListViews?: number;
  /** Lets the usage counter of `Sforce-Limit-Info` go back a little now and then, as recorded; default false. */
  jitterLimitInfo?: boolean;
}

export type RecordType = 'Contact' | 'Lead';

/** A record as the REST API gives it: every field the org has, hidden ones too. */
export type SandboxRecord = Record<string, unknown>;

/**
 * - `unauthorized`: 401 `INVALID_SESSION_ID`
 * - `daily_limit`, `concurrent_limit`: 403 `REQUEST_LIMIT_EXCEEDED`, told apart by their text
 * - `server_error`: 500; `unavailable_html`: 503 with a web page; `not_acceptable`: 406
 * - `reset_mid_body`: half of the right answer, then the connection is reset
 * - `truncated_json`: half of the right answer, properly ended; `slow_drip`: all of it in small pieces over `delayMs`
 * - `lock_row`, `validation_rule`, `entity_deleted`: the first record of the matching write fails, the others succeed
 * - `bulk_failed`, `bulk_aborted`: the job that is being made or looked at ends so, with an `errorMessage`
 * - `stale_cursor`: 400 `INVALID_QUERY_LOCATOR`; `query_timeout`: 400 `QUERY_TIMEOUT`
 * - `hang`: never answers; ends when the caller goes away
 * - those of reports: see {@link ReportFaultKind}
 */
export type FaultKind =
  | 'unauthorized'
  | 'daily_limit'
  | 'concurrent_limit'
  | 'server_error'
  | 'unavailable_html'
  | 'reset_mid_body'
  | 'slow_drip'
  | 'truncated_json'
  | 'lock_row'
  | 'stale_cursor'
  | 'query_timeout'
  | 'not_acceptable'
  | 'validation_rule'
  | 'entity_deleted'
  | 'bulk_failed'
  | 'bulk_aborted'
  | 'hang'
  | ReportFaultKind;

export interface Fault {
  /** Tried on `METHOD /path` and on `METHOD /path?query`; a string matches when it is contained. */
  route: RegExp | string;
  kind: FaultKind;
  /**
   * Only queries whose condition on SystemModstamp leaves more time than this; a side without a bound reaches to the
   * oldest record, or to now. Pages after a query's first are not concerned.
   */
  whileWindowOverMs?: number;
  /** How many requests it strikes; default 1, with `whileWindowOverMs` every one. */
  times?: number;
  /** How many matching requests pass before; default 0. */
  skip?: number;
  /** Wait before the fault, or the length of a slow drip; default 0, for `slow_drip` 1000. */
  delayMs?: number;
  /** For faults of single records: how many of a collection's records fail; default 1. */
  records?: number;
}

/** One accepted write of the API. `at` is epoch milliseconds, with fractions, by the real clock. */
export interface SandboxWrite {
  at: number;
  type: string;
  id: string;
  fields: Record<string, unknown>;
}

export interface CallLogEntry {
  /** When the answer was complete, epoch milliseconds. */
  at: number;
  method: string;
  path: string;
  status: number;
  /** Whether it was charged to the daily allowance. */
  counted: boolean;
}

export interface CallCounts {
  total: number;
  counted: number;
  /**
   * By method and route, e.g. `GET /query`, `GET /query/{locator}`, `PATCH /composite/sobjects`, `POST
   * /services/oauth2/token`.
   */
  byRoute: Record<string, number>;
  /** The newest 5,000, newest last. */
  log: CallLogEntry[];
}

export interface ViewChange {
  /** The view's new condition in SOQL; null or empty for none. */
  filter?: string | null;
  /** `everything`, or whose records it shows: `mine`, `team`, `queue_owned`, … */
  scope?: string;
  deleted?: boolean;
  label?: string;
}

/** What a client needs to sign in. */
export interface SandboxFacts {
  /** Login host, My Domain and instance in one, e.g. `http://127.0.0.1:40123`. */
  readonly url: string;
  readonly clientId: string;
  readonly clientSecret: string;
  readonly orgId: string;
  readonly orgName: string;
  readonly username: string;
}
