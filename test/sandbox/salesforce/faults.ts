import { ApiError } from './apiError.ts';
import { html, json, type Reply } from './http.ts';
import { staleCursor } from './queryCursors.ts';
import { reportFault } from './reports/reportFaults.ts';
import type { Fault, FaultKind } from './sandboxTypes.ts';

interface Queued extends Fault {
  left: number;
  toSkip: number;
}

const UNAVAILABLE =
  '<!DOCTYPE html><html><head><title>Down for maintenance</title></head>' +
  '<body><h1>We are down for maintenance.</h1><p>Sorry for the inconvenience.</p></body></html>';

/** Faults waiting for their request. The oldest that matches strikes; one request meets at most one. */
export class FaultQueue {
  readonly #windowMs: (query: string) => number | null;
  #queue: Queued[] = [];

  /** @param windowMs - how much time the condition of a query leaves, null for what is no query */
  constructor(windowMs: (query: string) => number | null) {
    this.#windowMs = windowMs;
  }

  add(fault: Fault): void {
    const usual = fault.whileWindowOverMs === undefined ? 1 : Infinity;
    this.#queue.push({ ...fault, left: fault.times ?? usual, toSkip: fault.skip ?? 0 });
  }

  clear(): void {
    this.#queue = [];
  }

  take(method: string, path: string, query: string): Fault | undefined {
    const names = [`${method} ${path}`, `${method} ${path}?${query}`];
    for (const fault of this.#queue) {
      const { route } = fault;
      // A pattern with the flag g would remember where it stopped; search starts afresh.
      if (!names.some((name) => (typeof route === 'string' ? name.includes(route) : name.search(route) >= 0))) continue;
      if (!this.#isSlow(fault, query)) continue;
      if (fault.toSkip > 0) {
        fault.toSkip--;
        continue;
      }
      fault.left--;
      if (fault.left <= 0) this.#queue = this.#queue.filter((one) => one !== fault);
      return fault;
    }
    return undefined;
  }

  #isSlow({ whileWindowOverMs }: Fault, query: string): boolean {
    if (whileWindowOverMs === undefined) return true;
    const window = this.#windowMs(new URLSearchParams(query).get('q') ?? '');
    return window !== null && window > whileWindowOverMs;
  }
}

const limitExceeded = (message: string): ApiError => new ApiError(403, 'REQUEST_LIMIT_EXCEEDED', message);

/** Daily allowance spent. */
export const dailyLimit = (): ApiError => limitExceeded('TotalRequests Limit exceeded.');

export const sessionExpired = (): ApiError => new ApiError(401, 'INVALID_SESSION_ID', 'Session expired or invalid');

/** The answer of a fault that needs no look at the request; null for the others. */
export function faultReply(kind: FaultKind): Reply | null {
  const error = (one: ApiError): Reply => json(one.status, one.toBody());
  switch (kind) {
    case 'unauthorized':
      return error(sessionExpired());
    case 'daily_limit':
      return error(dailyLimit());
    case 'concurrent_limit':
      return error(limitExceeded('ConcurrentRequests (Concurrent API Requests) Limit exceeded.'));
    case 'server_error':
      return error(
        new ApiError(
          500,
          'UNKNOWN_EXCEPTION',
          'An unexpected error occurred. Please include this ErrorId if you contact support: 1234567890-12345',
        ),
      );
    case 'unavailable_html':
      return html(503, UNAVAILABLE);
    case 'query_timeout':
      return error(new ApiError(400, 'QUERY_TIMEOUT', 'Your query request was running for too long.'));
    case 'stale_cursor':
      return error(staleCursor());
    case 'not_acceptable':
      return error(new ApiError(406, 'NOT_ACCEPTABLE', 'Not Acceptable'));
    default: {
      const ofReport = reportFault(kind);
      return ofReport && error(ofReport);
    }
  }
}

/** The error that a fault gives the records it strikes; null when it strikes no records. */
export function recordFault(kind: FaultKind, id: string): ApiError | null {
  switch (kind) {
    case 'lock_row':
      return new ApiError(
        400,
        'UNABLE_TO_LOCK_ROW',
        `unable to obtain exclusive access to this record or 1 records: ${id}`,
        [],
      );
    case 'validation_rule':
      return new ApiError(
        400,
        'FIELD_CUSTOM_VALIDATION_EXCEPTION',
        'Texting preference can only be changed by the registrar.',
        [],
      );
    case 'entity_deleted':
      return new ApiError(404, 'ENTITY_IS_DELETED', 'entity is deleted', []);
    default:
      return null;
  }
}
