import Bottleneck from 'bottleneck';
import pRetry from 'p-retry';
import type { CallUsage, SpendingGuard } from '../../src/contract/connector.ts';
import { ConnectorError } from '../../src/contract/errors.ts';
import { untilAborted } from '../../src/contract/untilAborted.ts';
import { Allowance } from './allowance.ts';
import type { AuthContext, Session } from './auth.ts';
import { CallSender, type Answer, type Call } from './calls.ts';
import { isQueryTimeout, isSessionOver, isWorthRepeating, type Attempt } from './classify.ts';
import type { HttpStream } from './http.ts';
import { SessionKeeper } from './session.ts';
import { API_VERSION } from './tuning.ts';

export type { Answer };

/** One page of a query. */
export interface QueryPage {
  readonly totalSize: number;
  readonly done: boolean;
  readonly nextRecordsUrl?: string | null;
  readonly records: readonly Readonly<Record<string, unknown>>[];
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
  readonly #allowance: Allowance;
  readonly #sender: CallSender;
  readonly #limiter: Bottleneck;
  readonly #closing = new AbortController();
  readonly #sessions: SessionKeeper;

  /** @param mayCall - asked before every counted call that reads */
  constructor(context: AuthContext, now: () => Date, mayCall?: SpendingGuard) {
    this.#context = context;
    this.#allowance = new Allowance(now, mayCall);
    this.#sender = new CallSender(context.wire, this.#allowance, now);
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

  /**
   * Opens an answer that is too long to hold, such as a page of bulk results: its bytes come as they are read. The time
   * limit of a reading call holds for its beginning and for each pause.
   *
   * @param headers - such as `Accept`
   * @throws as `get`, until the answer begins; what the body itself fails with is for its reader
   */
  stream(
    path: string,
    headers: Readonly<Record<string, string>>,
    attempt: Attempt,
    signal: AbortSignal,
  ): Promise<HttpStream> {
    checkPath(path, attempt);
    const timeoutMs = this.#context.tuning.readTimeoutMs;
    const call: Call = { method: 'GET', url: path, headers, timeoutMs, counted: true, reads: true };
    return this.#again(
      () => this.#run(attempt, signal, (session, both) => this.#sender.stream(call, attempt, session, both)),
      attempt,
      signal,
    );
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
    const timeoutMs = this.#context.tuning.writeTimeoutMs;
    const call: Call = { method: 'PATCH', url: path, headers, body, timeoutMs, counted: true, reads: false };
    return this.#run(attempt, signal, (session, both) => this.#sender.json<T>(call, attempt, session, both));
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
    const call: Call = { ...what, timeoutMs: this.#context.tuning.readTimeoutMs };
    return this.#again(
      () => this.#run(attempt, signal, (session, both) => this.#sender.json<T>(call, attempt, session, both)),
      attempt,
      signal,
    );
  }

  #again<T>(work: () => Promise<T>, attempt: Attempt, signal: AbortSignal): Promise<T> {
    const { retries, firstDelayMs, retryForMs } = this.#context.tuning;
    return pRetry(work, {
      retries,
      minTimeout: firstDelayMs,
      randomize: true,
      maxRetryTime: retryForMs,
      shouldRetry: ({ error, attemptNumber }) =>
        !signal.aborted && !(attempt.narrows && isQueryTimeout(error)) && isWorthRepeating(error, attemptNumber),
      signal,
    });
  }

  /** Takes a place among the connection's calls, then sends; leaves at once when aborted while waiting. */
  async #run<T>(attempt: Attempt, signal: AbortSignal, send: Send<T>): Promise<T> {
    const both = AbortSignal.any([signal, this.#closing.signal]);
    both.throwIfAborted();
    const work = this.#limiter.schedule(() => {
      both.throwIfAborted();
      return this.#withSession(attempt, both, send);
    });
    return untilAborted(work, both);
  }

  async #withSession<T>(attempt: Attempt, signal: AbortSignal, send: Send<T>): Promise<T> {
    let session = await this.session(signal);
    let fresh = false;
    for (;;) {
      try {
        return await send(session, signal);
      } catch (error) {
        if (!(error instanceof ConnectorError) || !isSessionOver(error)) throw error;
        // A new token that is refused like the old one is a fault of Salesforce's, not a lost authorization.
        if (fresh) throw refusedAgain(attempt, error);
        ({ session, fresh } = await this.#sessions.renew(session.accessToken, signal));
      }
    }
  }
}

type Send<T> = (session: Session, signal: AbortSignal) => Promise<T>;

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
