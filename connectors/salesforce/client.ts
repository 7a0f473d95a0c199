import Bottleneck from 'bottleneck';
import { Connection } from 'jsforce/lib/connection.js';
import pRetry from 'p-retry';
import { ConnectorError } from '../../src/contract/errors.ts';
import type { AuthContext, Session } from './auth.ts';
import { classify, isPassing, isSessionOver, type Attempt } from './classify.ts';
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
  readonly method: 'GET' | 'PATCH';
  readonly url: string;
  readonly headers?: Readonly<Record<string, string>>;
  readonly body?: unknown;
  readonly timeoutMs: number;
  readonly counted: boolean;
}

/** The root of every REST path of the version used. */
export const API_ROOT = `/services/data/${API_VERSION}`;

/** A GET carries its query in the URI, which may have 16,384 bytes together with the headers (414, 431). */
const MAX_PATH_BYTES = 14_000;

/**
 * After “daily limit reached” no call of this connection goes out for this long; every one would be refused as well.
 */
const DAILY_LIMIT_PAUSE_MS = 60_000;

/**
 * REST calls of one open connection. jsforce builds, authorises and reads each call; what it leaves open is settled
 * here: a token is renewed at most once per call, passing faults of reads are repeated with a deadline, calls run a few
 * at a time, everything ends with the signal, and every failure is a ConnectorError.
 */
export class SalesforceClient {
  readonly #context: AuthContext;
  readonly #now: () => Date;
  readonly #connection = new Connection({ version: API_VERSION.slice(1), callOptions: { client: 'rollcall' } });
  readonly #limiter: Bottleneck;
  readonly #closing = new AbortController();
  readonly #sessions: SessionKeeper;
  #callsUsed = 0;
  #pausedUntil = 0;
  #pausedBy: ConnectorError | null = null;
  #usage: { readonly left: number; readonly allowed: number } | null = null;

  constructor(context: AuthContext, now: () => Date) {
    this.#context = context;
    this.#now = now;
    this.#sessions = new SessionKeeper(context);
    this.#limiter = new Bottleneck({ maxConcurrent: context.tuning.callsAtOnce });
  }

  /** Calls counted against the daily allowance, repeats included. */
  get callsUsed(): number {
    return this.#callsUsed;
  }

  /** Calls left today as the last answer said; an estimate, for the counter is seen to go back by a few. */
  get usage(): { readonly left: number; readonly allowed: number } | null {
    return this.#usage;
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
    return this.#read({ url: path, headers, counted: true }, attempt, signal);
  }

  /** The API versions of the org; not counted against the allowance. */
  versions(attempt: Attempt, signal: AbortSignal): Promise<Answer<readonly { readonly version: string }[]>> {
    return this.#read({ url: '/services/data/', counted: false }, attempt, signal);
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
    return this.#read({ url: safe, counted: false }, attempt, signal);
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
      { method: 'PATCH', url: path, headers, body, timeoutMs: this.#context.tuning.writeTimeoutMs, counted: true },
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

  /** Reads, again after passing faults, with growing waits and a deadline. */
  #read<T>(what: Pick<Call, 'url' | 'headers' | 'counted'>, attempt: Attempt, signal: AbortSignal): Promise<Answer<T>> {
    const { retries, firstDelayMs, retryForMs, readTimeoutMs } = this.#context.tuning;
    const call: Call = { ...what, method: 'GET', timeoutMs: readTimeoutMs };
    return pRetry(() => this.#run<T>(call, attempt, signal), {
      retries,
      minTimeout: firstDelayMs,
      randomize: true,
      maxRetryTime: retryForMs,
      shouldRetry: ({ error }) => isPassing(error) && !signal.aborted,
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
    if (this.#pausedBy && this.#now().getTime() < this.#pausedUntil) throw this.#pausedBy;
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
    if (call.counted) this.#callsUsed += 1;
    let body: unknown;
    try {
      body = await this.#connection.request(request, { transport });
    } catch (error) {
      if (signal.aborted) throw signal.reason;
      if (error instanceof ConnectorError) throw error;
      if (error instanceof NetworkFault) {
        if (!error.sent && call.counted) this.#callsUsed -= 1;
        throw classify({ kind: 'network', fault: error }, attempt);
      }
      // Whatever jsforce made of an error answer, the answer itself says more: status, codes, all messages.
      if (!transport.answer) throw error;
      this.#readUsage(transport.answer.headers['sforce-limit-info']);
      throw this.#remember(classify({ kind: 'rest', answer: transport.answer }, attempt));
    }
    const answer = transport.answer;
    this.#readUsage(answer?.headers['sforce-limit-info']);
    // jsforce hands back the text when it was no JSON, and follows nobody's redirect here.
    if (!answer || answer.status >= 300 || typeof body !== 'object' || body === null) {
      throw classify({ kind: 'rest', answer: answer ?? { status: 0, headers: {}, body: '' } }, attempt);
    }
    return { body: body as T, date: dateOf(answer.headers['date'], this.#now) };
  }

  #remember(error: ConnectorError): ConnectorError {
    if (error.code === 'DAILY_LIMIT') {
      this.#pausedBy = error;
      this.#pausedUntil = this.#now().getTime() + DAILY_LIMIT_PAUSE_MS;
    }
    return error;
  }

  #readUsage(limitInfo: string | undefined): void {
    const found = /api-usage=(\d+)\/(\d+)/.exec(limitInfo ?? '');
    if (!found) return;
    const allowed = Number(found[2]);
    this.#usage = { left: Math.max(0, allowed - Number(found[1])), allowed };
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
