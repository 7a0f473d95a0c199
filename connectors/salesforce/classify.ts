import { ConnectorError, type ConnectorErrorCode, type RetryAdvice } from '../../src/contract/errors.ts';
import type { NetworkFault } from './http.ts';
import { type HttpAnswer } from './http.ts';

/** One entry of Salesforce's error array: `[{"errorCode":…,"message":…,"fields":[…]}]`. */
export interface RestError {
  readonly errorCode: string;
  readonly message: string;
}

/** The vendor's answer behind a ConnectorError, kept as its `cause`, for the few places that go on from it. */
export class RestFault extends Error {
  readonly status: number;
  readonly errorCode: string;

  constructor(status: number, error: RestError) {
    super(`${error.errorCode}: ${error.message}`);
    this.name = 'RestFault';
    this.status = status;
    this.errorCode = error.errorCode;
  }
}

/** What came instead of a usable answer. */
export type Failure =
  | { readonly kind: 'network'; readonly fault: NetworkFault }
  /** The whole answer of a REST call: an error status, a redirect, or a body that is not what was asked for. */
  | { readonly kind: 'rest'; readonly answer: HttpAnswer };

/** What was attempted, in words that follow “Salesforce … while”; and what a 404 means there. */
export interface Attempt {
  readonly doing: string;
  readonly notFound?: ConnectorErrorCode;
}

const NEVER: RetryAdvice = { kind: 'never' };
const RECONNECT: RetryAdvice = { kind: 'reauthorise' };
const SECONDS: RetryAdvice = { kind: 'after', delayMs: 15_000 };
const MINUTE: RetryAdvice = { kind: 'after', delayMs: 60_000 };
/** The daily allowance rolls over 24 hours, so some of it comes back every hour; there is no `Retry-After`. */
const HOUR: RetryAdvice = { kind: 'after', delayMs: 3_600_000 };

/** Statuses that pass by themselves: edge without a route, passing 406 (seen), server faults, maintenance. */
export const PASSING = new Set([406, 408, 420, 429, 500, 502, 503, 504]);

/** Codes that mean the same wherever they come; everything else is told by status and message below. */
const BY_CODE: Record<string, readonly [ConnectorErrorCode, RetryAdvice]> = {
  API_DISABLED_FOR_ORG: ['API_DISABLED', NEVER],
  API_CURRENTLY_DISABLED: ['API_DISABLED', NEVER],
  FUNCTIONALITY_NOT_ENABLED: ['NO_PERMISSION', NEVER],
  INSUFFICIENT_ACCESS: ['NO_PERMISSION', NEVER],
  INSUFFICIENT_ACCESS_OR_READONLY: ['NO_PERMISSION', NEVER],
  INSUFFICIENT_ACCESS_ON_CROSS_REFERENCE_ENTITY: ['NO_PERMISSION', NEVER],
  INVALID_TYPE: ['NO_PERMISSION', NEVER],
  INVALID_FIELD: ['FIELD_GONE', NEVER],
  MALFORMED_QUERY: ['SOURCE_UNUSABLE', NEVER],
  QUERY_TOO_COMPLICATED: ['SOURCE_UNUSABLE', NEVER],
  NUMBER_OUTSIDE_VALID_RANGE: ['SOURCE_UNUSABLE', NEVER],
  QUERY_TIMEOUT: ['TIMEOUT', MINUTE],
  SERVER_UNAVAILABLE: ['OUTAGE', MINUTE],
  UNABLE_TO_LOCK_ROW: ['OUTAGE', SECONDS],
  INVALID_QUERY_LOCATOR: ['REQUEST_REFUSED', NEVER],
};

/**
 * Turns any failure of a REST call into a ConnectorError. This is the one place that reads its codes, statuses and,
 * where only the text tells two things apart, its words; those of the token endpoint are read in `tokenErrors.ts`.
 *
 * @see https://developer.salesforce.com/docs/atlas.en-us.api_rest.meta/api_rest/errorcodes.htm (v62.0)
 */
export function classify(failure: Failure, attempt: Attempt): ConnectorError {
  if (failure.kind === 'network') return fromNetwork(failure.fault, attempt);
  return fromRest(failure.answer, attempt);
}

function fromNetwork(fault: NetworkFault, { doing }: Attempt): ConnectorError {
  if (fault.kind === 'timeout') {
    return new ConnectorError('TIMEOUT', `Salesforce gave ${fault.message} while ${doing}.`, MINUTE, { cause: fault });
  }
  if (fault.kind === 'too_big') {
    return new ConnectorError(
      'BAD_ANSWER',
      `Salesforce's answer while ${doing} was not read: ${fault.message}.`,
      NEVER,
      { cause: fault },
    );
  }
  const what = fault.sent ? 'The connection to Salesforce broke off' : 'Salesforce could not be reached';
  return new ConnectorError('UNREACHABLE', `${what} while ${doing} (${fault.message}).`, MINUTE, { cause: fault });
}

function fromRest(answer: HttpAnswer, { doing, notFound }: Attempt): ConnectorError {
  const { status } = answer;
  const error = readErrors(answer)[0];
  if (!error) return withoutError(answer, doing);
  const options = { cause: new RestFault(status, error), vendorMessage: error.message };
  const said = `Salesforce refused while ${doing}: ${error.errorCode} “${error.message}”.`;
  const make = (code: ConnectorErrorCode, advice: RetryAdvice): ConnectorError =>
    new ConnectorError(code, said, advice, options);
  if (error.errorCode === 'REQUEST_LIMIT_EXCEEDED') {
    // One code, told apart by text: “TotalRequests Limit exceeded.” against “ConcurrentRequests (…)” and
    // “ConcurrentPerOrgLongTxn”.
    return /concurrent/i.test(error.message) ? make('CONCURRENT_LIMIT', SECONDS) : make('DAILY_LIMIT', HOUR);
  }
  const field =
    error.errorCode === 'INVALID_FIELD' ? /No such (?:column|relation) '([^']+)'/i.exec(error.message)?.[1] : undefined;
  if (field !== undefined) {
    const message =
      `Salesforce knows no field ${field} that the API user can see (while ${doing}). Make it visible, or map ` +
      'another field.';
    return new ConnectorError('FIELD_GONE', message, NEVER, options);
  }
  const known = BY_CODE[error.errorCode];
  if (known) return make(...known);
  if (status === 401) {
    if (/not valid for use with the REST API/i.test(error.message)) return make('API_DISABLED', NEVER);
    if (/not attached to Agent/i.test(error.message)) return make('AUTH_REFUSED', NEVER);
    return make('AUTH_REVOKED', RECONNECT);
  }
  if (status === 404 && notFound) return make(notFound, NEVER);
  if (status === 414 || status === 431) return make('SOURCE_UNUSABLE', NEVER);
  if (status === 403) return make('NO_PERMISSION', NEVER);
  if (PASSING.has(status)) return make('OUTAGE', MINUTE);
  return make('REQUEST_REFUSED', NEVER);
}

/** An answer without an error array: a maintenance page, a redirect, an edge error, JSON that broke off. */
function withoutError({ status, headers }: HttpAnswer, doing: string): ConnectorError {
  if (status >= 300 && status < 400) {
    const message =
      `Salesforce sent us on to another address while ${doing}. Use the org's current My Domain address, then ` +
      'connect again.';
    return new ConnectorError('HOST_REFUSED', message, NEVER);
  }
  if (PASSING.has(status)) {
    return new ConnectorError('OUTAGE', `Salesforce answered ${status} without a reason while ${doing}.`, MINUTE);
  }
  if (status === 401) {
    return new ConnectorError(
      'AUTH_REVOKED',
      `Salesforce refused our authorization while ${doing}. Connect again.`,
      RECONNECT,
    );
  }
  if (status >= 400) {
    return new ConnectorError('REQUEST_REFUSED', `Salesforce answered ${status} while ${doing}.`, NEVER);
  }
  // A page for people with status 200 is how maintenance looks; anything else unreadable broke off on its way.
  const page = /html/i.test(headers['content-type'] ?? '');
  return page
    ? new ConnectorError('OUTAGE', `Salesforce answered with a web page instead of data while ${doing}.`, MINUTE)
    : new ConnectorError('BAD_ANSWER', `Salesforce's answer could not be read while ${doing}.`, MINUTE);
}

/** The error array of an answer, or none when the body is something else. */
export function readErrors(answer: HttpAnswer): readonly RestError[] {
  let body: unknown;
  try {
    body = JSON.parse(answer.body);
  } catch {
    return [];
  }
  if (answer.status < 400 || !Array.isArray(body)) return [];
  return body.filter(isRestError);
}

function isRestError(entry: unknown): entry is RestError {
  const { errorCode, message } = (entry ?? {}) as Partial<RestError>;
  return typeof errorCode === 'string' && typeof message === 'string';
}

/** Whether a 401 means that the token has run out, so that a new one helps. A few texts mean something else. */
export function isSessionOver(error: ConnectorError): boolean {
  return error.code === 'AUTH_REVOKED' && (!(error.cause instanceof RestFault) || error.cause.status === 401);
}

/**
 * Whether the vendor forgot a query's place (two days old, or another session's), so that the query must start anew.
 */
export function isStaleLocator(error: unknown): boolean {
  return (
    error instanceof ConnectorError &&
    error.cause instanceof RestFault &&
    error.cause.errorCode === 'INVALID_QUERY_LOCATOR'
  );
}

/** Faults that often pass within seconds, so that the same call is worth repeating at once. */
const REPEATED = new Set<ConnectorErrorCode>(['OUTAGE', 'UNREACHABLE', 'TIMEOUT', 'CONCURRENT_LIMIT', 'BAD_ANSWER']);

/** Whether a read may be repeated by itself; a used-up day, a refused sign-in and what needs a person may not. */
export function isPassing(error: unknown): boolean {
  return error instanceof ConnectorError && error.retry.kind === 'after' && REPEATED.has(error.code);
}
