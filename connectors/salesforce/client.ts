import Bottleneck from 'bottleneck';
import { Connection } from 'jsforce/lib/connection.js';
import pRetry from 'p-retry';
import type { CallUsage, SpendingGuard } from '../../src/contract/connector.ts';
import { ConnectorError } from '../../src/contract/errors.ts';
import { Allowance } from './allowance.ts';
import type { AuthContext, Session } from './auth.ts';
import { classify, isSessionOver, isWorthRepeating, type Attempt } from './classify.ts';
import { NetworkFault } from './http.ts';
import { SessionKeeper } from './session.ts';
import { CallTransport } from './transport.ts';
import { API_VERSION } from './tuning.ts';
import { untilAborted } from './untilAborted.ts';

/** A usable answer: its JSON, and the vendor's clock when it was sent. */
export interface Answer<T> {
  readonly body: T;
  readonly date: Date;
}

/** One page of a query. */
export interface QueryPage {
  readonly totalSize: number;
  readonly done: boolean;
  readonly nextRecordsUrl?: string | null;
  readonly records: readonly Readonly<Record<string, unknown>>[];
}

interface Call {
  readonly method: 'GET' | 'POST' | 'PATCH' | 'DELETE';
  readonly url: string;
  readonly headers?: Readonly<Record<string, string>>;
  readonly body?: unknown;
  readonly timeoutMs: number;
  readonly counted: boolean;
  /** Changes nothing in the org, so that a budget may hold it back. */
  readonly reads: boolean;
}

/** The root of every REST path of the version used. */
export const API_ROOT = `/services/data/${API_VERSION}`;

/** A GET carries its query in the URI, which may have 16,384 bytes together with the headers (414, 431). */
const MAX_PATH_BYTES = 14_000;

/**
 * REST calls of one open connection. jsforce builds, authorises and reads each call; what it leaves open is settled
 * here: a token is renewed at most once per call, passing faults of reads are repeated with a deadline, calls run a few
 * at a time, everything ends with the signal, and every failure is a ConnectorError.
 */
export class SalesforceClient {
  readonly #context: AuthContext;
  readonly #now: () => Date;
  readonly #allowance: Allowance;
  readonly #connection = new Connection({ version: API_VERSION.slice(1), callOptions: { client: 'rollcall' } });
  readonly #limiter: Bottleneck;
  readonly #closing = new AbortController();
  readonly #sessions: SessionKeeper;

  /** @param mayCall - asked before every counted call that reads */
  constructor(context: AuthContext, now: () => Date, mayCall?: SpendingGuard) {
    this.#context = context;
    this.#now = now;
    this.#allowance = new Allowance(now, mayCall);
    this.#sessions = new SessionKeeper(context);
    this.#limiter = new Bottleneck({ maxConcurrent: context.tuning.callsAtOnce });
  }

  /** Calls counted against the daily allowance, repeats included. */
  get callsUsed(): number {
    return this.#allowance.callsUsed;
  }

  /** Calls left today as the last answer said; an estimate, for the counter is seen to go back by a few. */
  get usage(): CallUsage | null {
    return this.#allowance.usage;
  }

  /**
   * Reads a path of the org.
   * @param path - rooted, such as `${API_ROOT}/limits` or an answer's `nextRecordsUrl`
   * @throws ConnectorError; `signal.reason` when aborted
   */
  get<T>(
    path: string,
    attempt: Attempt,
    signal: AbortSignal,
    headers?: Readonly<Record<string, string>>,
  ): Promise<Answer<T>> {
    checkPath(path, attempt);
    return this.#repeat({ method: 'GET', url: path, headers, counted: true, reads: true }, attempt, signal);
  }

  /** The API versions of the org; not counted against the allowance. */
  versions(attempt: Attempt, signal: AbortSignal): Promise<Answer<readonly { readonly version: string }[]>> {
    return this.#repeat({ method: 'GET', url: '/services/data/', counted: false, reads: true }, attempt, signal);
  }

  /**
   * Reads who the token stands for. The identity URL may name a sign-in host; the token goes to Salesforce's own hosts
   * and the connection's, in a header, and to no other.
   */
  async identity(attempt: Attempt, signal: AbortSignal): Promise<Answer<Readonly<Record<string, unknown>>>> {
    const { identityUrl, instanceUrl } = await this.session(signal);
    const url = new URL(identityUrl, instanceUrl);
    const known = [
      instanceUrl,
      this.#context.settings.loginUrl,
      'https://login.salesforce.com',
      'https://test.salesforce.com',
    ];
    const safe = known.includes(url.origin) ? url.href : instanceUrl + url.pathname;
    return this.#repeat({ method: 'GET', url: safe, counted: false, reads: true }, attempt, signal);
  }

  /** Runs a query and reads its first page. */
  query(soql: string, attempt: Attempt, signal: AbortSignal): Promise<Answer<QueryPage>> {
    const path = `${API_ROOT}/query?q=${encodeURIComponent(soql)}`;
    if (Buffer.byteLength(path) > MAX_PATH_BYTES) {
      throw new ConnectorError(
        'SOURCE_UNUSABLE',
        `The query for ${attempt.doing} is longer than Salesforce accepts (16 KB). Shorten the List View's filter ` +
          'or map fewer fields.',
        { kind: 'never' },
      );
    }
    return this.get(path, attempt, signal, { 'Sforce-Query-Options': 'batchSize=2000' });
  }

  /**
   * Sends a POST that only reads, such as the run of a Report: repeated like every read.
   * @param body - sent as JSON
   */
  postRead<T>(path: string, body: unknown, attempt: Attempt, signal: AbortSignal): Promise<Answer<T>> {
    checkPath(path, attempt);
    return this.#repeat({ method: 'POST', url: path, body, counted: true, reads: true }, attempt, signal);
  }

  /** Removes something of ours, such as a finished job: repeated like a read, but never held back by a budget. */
  async delete(path: string, attempt: Attempt, signal: AbortSignal): Promise<void> {
    checkPath(path, attempt);
    await this.#repeat({ method: 'DELETE', url: path, counted: true, reads: false }, attempt, signal);
  }

  /** Writes once. A failed write is never repeated here: whether it is worth repeating is the outbox's decision. */
  async patch<T>(
    path: string,
    body: unknown,
    headers: Readonly<Record<string, string>>,
    attempt: Attempt,
    signal: AbortSignal,
  ): Promise<Answer<T>> {
    checkPath(path, attempt);
    return this.#run<T>(
      {
        method: 'PATCH',
        url: path,
        headers,
        body,
        timeoutMs: this.#context.tuning.writeTimeoutMs,
        counted: true,
        reads: false,
      },
      attempt,
      signal,
    );
  }

  /** The session calls are made with; asks for one when none is stored. */
  session(signal: AbortSignal): Promise<Session> {
    return this.#sessions.get(signal);
  }

  /** Ends what is under way; resolves when a renewal in hand has saved its tokens. Safe to call twice. */
  async close(): Promise<void> {
    this.#closing.abort(new Error('the connection was closed'));
    await this.#sessions.settled();
    await this.#limiter.disconnect();
  }

  /** Sends, again after passing faults, with growing waits and a deadline. */
  #repeat<T>(what: Omit<Call, 'timeoutMs'>, attempt: Attempt, signal: AbortSignal): Promise<Answer<T>> {
    const { retries, firstDelayMs, retryForMs, readTimeoutMs } = this.#context.tuning;
    const call: Call = { ...what, timeoutMs: readTimeoutMs };
    return pRetry(() => this.#run<T>(call, attempt, signal), {
      retries,
      minTimeout: firstDelayMs,
      randomize: true,
      maxRetryTime: retryForMs,
      shouldRetry: ({ error, attemptNumber }) => isWorthRepeating(error, attemptNumber) && !signal.aborted,
      signal,
    });
  }

  /** Takes a place among the connection's calls, then sends; leaves at once when aborted while waiting. */
  async #run<T>(call: Call, attempt: Attempt, signal: AbortSignal): Promise<Answer<T>> {
    const both = AbortSignal.any([signal, this.#closing.signal]);
    both.throwIfAborted();
    const work = this.#limiter.schedule(() => {
      both.throwIfAborted();
      return this.#send<T>(call, attempt, both);
    });
    return untilAborted(work, both);
  }

  async #send<T>(call: Call, attempt: Attempt, signal: AbortSignal): Promise<Answer<T>> {
    let session = await this.session(signal);
    let fresh = false;
    for (;;) {
      try {
        return await this.#sendOnce<T>(call, attempt, session, signal);
      } catch (error) {
        if (!(error instanceof ConnectorError) || !isSessionOver(error)) throw error;
        // A new token that is refused like the old one is a fault of Salesforce's, not a lost authorization.
        if (fresh) throw refusedAgain(attempt, error);
        ({ session, fresh } = await this.#sessions.renew(session.accessToken, signal));
      }
    }
  }

  async #sendOnce<T>(call: Call, attempt: Attempt, session: Session, signal: AbortSignal): Promise<Answer<T>> {
    this.#allowance.take(call);
    const transport = new CallTransport(this.#context.wire, signal, call.timeoutMs);
    this.#connection.accessToken = session.accessToken;
    this.#connection.instanceUrl = session.instanceUrl;
    const headers: Record<string, string> = { ...call.headers };
    if (call.body !== undefined) headers['content-type'] = 'application/json';
    const request = {
      method: call.method,
      url: call.url,
      headers,
      body: call.body === undefined ? undefined : JSON.stringify(call.body),
    };
    let body: unknown;
    try {
      body = await this.#connection.request(request, { transport });
    } catch (error) {
      if (signal.aborted) throw signal.reason;
      if (error instanceof ConnectorError) throw error;
      if (error instanceof NetworkFault) {
        if (!error.sent && call.counted) this.#allowance.giveBack();
        throw classify({ kind: 'network', fault: error }, attempt);
      }
      // Whatever jsforce made of an error answer, the answer itself says more: status, codes, all messages.
      if (!transport.answer) throw error;
      this.#allowance.note(transport.answer.headers['sforce-limit-info']);
      throw this.#allowance.remember(classify({ kind: 'rest', answer: transport.answer, path: call.url }, attempt));
    }
    const answer = transport.answer;
    this.#allowance.note(answer?.headers['sforce-limit-info']);
    // jsforce hands back the text when it was no JSON, and follows nobody's redirect here.
    const usable = call.method === 'DELETE' || (typeof body === 'object' && body !== null);
    if (!answer || answer.status >= 300 || !usable) {
      throw classify({ kind: 'rest', answer: answer ?? { status: 0, headers: {}, body: '' } }, attempt);
    }
    return { body: body as T, date: dateOf(answer.headers['date'], this.#now) };
  }
}

/**
 * Tokens go to the org alone: a path from an answer (`nextRecordsUrl`) must be rooted there, for jsforce would send the
 * token to an absolute URL of any host.
 */
function checkPath(path: string, { doing }: Attempt): void {
  const rooted = /^\/services\/[^\\]*$/.test(path) && !path.split('?')[0]!.includes('/..');
  if (!rooted) {
    throw new ConnectorError(
      'BAD_ANSWER',
      `Salesforce named an address outside its own API while ${doing}; it was not called.`,
      { kind: 'never' },
    );
  }
}

function refusedAgain({ doing }: Attempt, cause: ConnectorError): ConnectorError {
  return new ConnectorError(
    'AUTH_REFUSED',
    `Salesforce renewed our authorization and refused it again while ${doing}.`,
    { kind: 'after', delayMs: 300_000 },
    { cause, vendorMessage: cause.vendorMessage },
  );
}

function dateOf(header: string | undefined, now: () => Date): Date {
  const date = new Date(header ?? '');
  return Number.isNaN(date.getTime()) ? now() : date;
}
