import { ConnectorError, type ConnectorErrorCode, type RetryAdvice } from '../../src/contract/errors.ts';
import type { NetworkFault } from './http.ts';
import { type HttpAnswer } from './http.ts';
import { reportVerdict, type Verdict } from './reportFailures.ts';

/** One entry of Salesforce's error array: `[{"errorCode":…,"message":…,"fields":[…]}]`. */
export interface RestError {
  readonly errorCode: string;
  readonly message: string;
}

/** The vendor's answer behind a ConnectorError, kept as its `cause`, for the few places that go on from it. */
export class RestFault extends Error {
  readonly status: number;
  readonly errorCode: string;
  /** The refusal is of a kind nobody listed, and a few spaced tries are worth it. */
  readonly unsure: boolean;

  constructor(status: number, error: RestError, unsure = false) {
    super(`${error.errorCode}: ${error.message}`);
    this.name = 'RestFault';
    this.status = status;
    this.errorCode = error.errorCode;
    this.unsure = unsure;
  }
}

/** What came instead of a usable answer. */
export type Failure =
  | { readonly kind: 'network'; readonly fault: NetworkFault }
  /**
   * The whole answer of a REST call: an error status, a redirect, or a body that is not what was asked for; and the
   * path that was called, for some words mean something only there.
   */
  | { readonly kind: 'rest'; readonly answer: HttpAnswer; readonly path?: string };

/** What was attempted, in words that follow “Salesforce … while”; and what a 404 means there. */
export interface Attempt {
  readonly doing: string;
  readonly notFound?: ConnectorErrorCode;
  /** The caller asks for less when a query takes Salesforce too long, so the same query is not repeated. */
  readonly narrows?: true;
}

const NEVER: RetryAdvice = { kind: 'never' };
const RECONNECT: RetryAdvice = { kind: 'reauthorise' };
const SECONDS: RetryAdvice = { kind: 'after', delayMs: 15_000 };
const MINUTE: RetryAdvice = { kind: 'after', delayMs: 60_000 };
/** The daily allowance rolls over 24 hours, so some of it comes back every hour; there is no `Retry-After`. */
const HOUR: RetryAdvice = { kind: 'after', delayMs: 3_600_000 };

/** Statuses that pass by themselves: edge without a route, passing 406 (seen), server faults, maintenance. */
export const PASSING = new Set([406, 408, 420, 429, 500, 502, 503, 504]);

/** Other 3xx are no redirects: 300 names several records, 304 says that nothing changed. */
const REDIRECTS = new Set([301, 302, 303, 307, 308]);

/** Codes that mean the same wherever they come; everything else is told by status and message below. */
const BY_CODE: Record<string, Verdict> = {
  API_DISABLED_FOR_ORG: { code: 'API_DISABLED', advice: NEVER },
  API_CURRENTLY_DISABLED: { code: 'API_DISABLED', advice: NEVER },
  FUNCTIONALITY_NOT_ENABLED: { code: 'NO_PERMISSION', advice: NEVER },
  INSUFFICIENT_ACCESS: { code: 'NO_PERMISSION', advice: NEVER },
  INSUFFICIENT_ACCESS_OR_READONLY: { code: 'NO_PERMISSION', advice: NEVER },
  INSUFFICIENT_ACCESS_ON_CROSS_REFERENCE_ENTITY: { code: 'NO_PERMISSION', advice: NEVER },
  INVALID_TYPE: { code: 'NO_PERMISSION', advice: NEVER },
  MALFORMED_QUERY: { code: 'SOURCE_UNUSABLE', advice: NEVER },
  QUERY_TOO_COMPLICATED: {
    code: 'SOURCE_UNUSABLE',
    advice: NEVER,
    hint: 'Take conditions or formula fields out of the source’s filter, or map fewer formula fields.',
  },
  NUMBER_OUTSIDE_VALID_RANGE: { code: 'SOURCE_UNUSABLE', advice: NEVER },
  EXCEEDED_ID_LIMIT: {
    code: 'SOURCE_UNUSABLE',
    advice: NEVER,
    hint: 'More records changed than Salesforce names at once. Run a full import.',
  },
  QUERY_TIMEOUT: { code: 'TIMEOUT', advice: MINUTE },
  SERVER_UNAVAILABLE: { code: 'OUTAGE', advice: MINUTE },
  UNABLE_TO_LOCK_ROW: { code: 'OUTAGE', advice: SECONDS },
  INVALID_QUERY_LOCATOR: { code: 'REQUEST_REFUSED', advice: NEVER },
};

/**
 * Turns any failure of a REST call into a ConnectorError. This is the one place that reads its codes, statuses and,
 * where only the text tells two things apart, its words; those of the token endpoint are read in `tokenErrors.ts`.
 *
 * @see https://developer.salesforce.com/docs/atlas.en-us.api_rest.meta/api_rest/errorcodes.htm (v62.0)
 */
export function classify(failure: Failure, attempt: Attempt): ConnectorError {
  if (failure.kind === 'network') return fromNetwork(failure.fault, attempt);
  return fromRest(failure.answer, failure.path ?? '', attempt);
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

/** The vendor's words in quotation marks, with one full stop at the end. */
function quoted(words: string): string {
  const text = words.trim();
  return /[.!?]$/.test(text) ? `“${text}”` : `“${text}”.`;
}

function fromRest(answer: HttpAnswer, path: string, attempt: Attempt): ConnectorError {
  const { status } = answer;
  const error = readErrors(answer)[0];
  if (!error) return withoutError(answer, attempt.doing);
  const { code, advice, hint, unsure } = verdictOn(status, error, path, attempt);
  const said = `Salesforce refused while ${attempt.doing}: ${error.errorCode} ${quoted(error.message)}`;
  return new ConnectorError(code, hint === undefined ? said : `${said} ${hint}`, advice, {
    cause: new RestFault(status, error, unsure),
    vendorMessage: error.message,
  });
}

function verdictOn(status: number, { errorCode, message }: RestError, path: string, { notFound }: Attempt): Verdict {
  if (errorCode === 'REQUEST_LIMIT_EXCEEDED') {
    // One code, told apart by text: “TotalRequests Limit exceeded.” against “ConcurrentRequests (…)” and
    // “ConcurrentPerOrgLongTxn”.
    return /concurrent/i.test(message)
      ? { code: 'CONCURRENT_LIMIT', advice: SECONDS }
      : { code: 'DAILY_LIMIT', advice: HOUR };
  }
  if (errorCode === 'INVALID_FIELD') {
    const field = /No such (?:column|relation) '([^']+)'/i.exec(message)?.[1] ?? 'the field';
    return { code: 'FIELD_GONE', advice: NEVER, hint: `Make ${field} visible to the API user, or map another field.` };
  }
  const known = BY_CODE[errorCode];
  if (known) return known;
  if (status === 401) {
    if (/not valid for use with the REST API/i.test(message)) return { code: 'API_DISABLED', advice: NEVER };
    if (/not attached to Agent/i.test(message)) return { code: 'AUTH_REFUSED', advice: NEVER };
    return { code: 'AUTH_REVOKED', advice: RECONNECT };
  }
  const aboutReport = REPORT_PATH.test(path) ? reportVerdict(status, message, notFound ?? 'SOURCE_GONE') : null;
  if (aboutReport) return aboutReport;
  if (status === 404 && notFound) return { code: notFound, advice: NEVER };
  if (status === 403) return { code: 'NO_PERMISSION', advice: NEVER };
  return byStatus(status);
}

const REPORT_PATH = /^\/services\/data\/v[\d.]+\/analytics\//;

/** What a status says by itself, whatever came with it. */
function byStatus(status: number): Verdict {
  if (PASSING.has(status)) return { code: 'OUTAGE', advice: MINUTE };
  if (status === 414 || status === 431) {
    return { code: 'SOURCE_UNUSABLE', advice: NEVER, hint: 'Shorten the source’s filter or map fewer fields.' };
  }
  const hint =
    status === 410 ? 'Salesforce has retired the API version this connector uses. Update Rollcall.' : undefined;
  return { code: 'REQUEST_REFUSED', advice: NEVER, hint };
}

/** An answer without an error array: a maintenance page, a redirect, an edge error, JSON that broke off. */
function withoutError({ status, headers }: HttpAnswer, doing: string): ConnectorError {
  const make = ({ code, advice, hint }: Verdict, said: string): ConnectorError =>
    new ConnectorError(code, hint === undefined ? said : `${said} ${hint}`, advice);
  if (REDIRECTS.has(status)) {
    const hint = 'Use the org’s current My Domain address, then connect again.';
    const said = `Salesforce sent us on to another address while ${doing}.`;
    return make({ code: 'HOST_REFUSED', advice: NEVER, hint }, said);
  }
  if (status === 401) {
    const said = `Salesforce refused our authorization while ${doing}.`;
    return make({ code: 'AUTH_REVOKED', advice: RECONNECT, hint: 'Connect again.' }, said);
  }
  if (status >= 300) return make(byStatus(status), `Salesforce answered ${status} without a reason while ${doing}.`);
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

/** Whether Salesforce gave up a query that took it too long. Decided by code: it comes with several statuses. */
export function isQueryTimeout(error: unknown): boolean {
  return (
    error instanceof ConnectorError && error.cause instanceof RestFault && error.cause.errorCode === 'QUERY_TIMEOUT'
  );
}

/** Faults that often pass within seconds, so that the same call is worth repeating at once. */
const REPEATED = new Set<ConnectorErrorCode>(['OUTAGE', 'UNREACHABLE', 'TIMEOUT', 'CONCURRENT_LIMIT', 'BAD_ANSWER']);

/** Whether a read may be repeated by itself; a used-up day, a refused sign-in and what needs a person may not. */
export function isPassing(error: unknown): boolean {
  return error instanceof ConnectorError && error.retry.kind === 'after' && REPEATED.has(error.code);
}

/** Tries that a refusal of an unknown kind is worth before it counts as permanent, the first included. */
const UNSURE_TRIES = 3;

/**
 * Whether a read is worth repeating after its `attemptNumber`th try: passing faults always, as often as the tuning
 * allows; an unlisted refusal a few times.
 */
export function isWorthRepeating(error: unknown, attemptNumber: number): boolean {
  if (isPassing(error)) return true;
  const unsure = error instanceof ConnectorError && error.cause instanceof RestFault && error.cause.unsure;
  return unsure && attemptNumber < UNSURE_TRIES;
}

/** Whether Salesforce answered that what was asked for does not exist (any more). */
export function isNotFound(error: unknown): boolean {
  return error instanceof ConnectorError && error.cause instanceof RestFault && error.cause.status === 404;
}
