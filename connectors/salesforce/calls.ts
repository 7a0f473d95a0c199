import { Connection } from 'jsforce/lib/connection.js';
import type { ConnectorError } from '../../src/contract/errors.ts';
import type { Allowance } from './allowance.ts';
import type { Session } from './auth.ts';
import { classify, type Attempt } from './classify.ts';
import { NetworkFault, openHttp, type HttpAnswer, type HttpStream } from './http.ts';
import { CallTransport, type Wire } from './transport.ts';
import { API_VERSION } from './tuning.ts';

/** A usable answer: its JSON, and the vendor's clock when it was sent. */
export interface Answer<T> {
  readonly body: T;
  readonly date: Date;
}

/** One call of the REST API, sent once. */
export interface Call {
  readonly method: 'GET' | 'POST' | 'PATCH' | 'DELETE';
  readonly url: string;
  readonly headers?: Readonly<Record<string, string>>;
  /** Sent as JSON. */
  readonly body?: unknown;
  readonly timeoutMs: number;
  readonly counted: boolean;
  /** Changes nothing in the org, so that a budget may hold it back. */
  readonly reads: boolean;
}

const CLIENT_NAME = 'rollcall';

/** Sends single calls of one open connection and turns every failure into a ConnectorError. */
export class CallSender {
  readonly #connection = new Connection({ version: API_VERSION.slice(1), callOptions: { client: CLIENT_NAME } });
  readonly #wire: Wire;
  readonly #allowance: Allowance;
  readonly #now: () => Date;

  constructor(wire: Wire, allowance: Allowance, now: () => Date) {
    this.#wire = wire;
    this.#allowance = allowance;
    this.#now = now;
  }

  /** Sends and reads the JSON of the answer. @throws ConnectorError; `signal.reason` when aborted */
  async json<T>(call: Call, attempt: Attempt, session: Session, signal: AbortSignal): Promise<Answer<T>> {
    this.#allowance.take(call);
    const transport = new CallTransport(this.#wire, signal, call.timeoutMs);
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
      // Whatever jsforce made of an error answer, the answer itself says more: status, codes, all messages.
      if (transport.answer && !signal.aborted) throw this.#refusal(call, transport.answer, attempt);
      throw this.#failure(error, call, attempt, signal);
    }
    const { answer } = transport;
    // jsforce hands back the text when it was no JSON, and follows nobody's redirect here.
    const usable = call.method === 'DELETE' || (typeof body === 'object' && body !== null);
    if (!answer || answer.status >= 300 || !usable) {
      throw this.#refusal(call, answer ?? { status: 0, headers: {}, body: '' }, attempt);
    }
    this.#allowance.note(answer.headers['sforce-limit-info']);
    return { body: body as T, date: dateOf(answer.headers['date'], this.#now) };
  }

  /** Sends and hands over the answer's text as it comes. @throws as `json`, until the answer begins */
  async stream(call: Call, attempt: Attempt, session: Session, signal: AbortSignal): Promise<HttpStream> {
    this.#allowance.take(call);
    let answer: HttpStream | HttpAnswer;
    try {
      answer = await openHttp(
        {
          method: call.method,
          url: session.instanceUrl + call.url,
          headers: {
            ...call.headers,
            Authorization: `Bearer ${session.accessToken}`,
            'Sforce-Call-Options': `client=${CLIENT_NAME}`,
          },
          body: null,
          signal,
          timeoutMs: call.timeoutMs,
        },
        this.#wire.agents,
        this.#wire.allowPrivateHosts,
      );
    } catch (error) {
      throw this.#failure(error, call, attempt, signal);
    }
    if (typeof answer.body === 'string') throw this.#refusal(call, answer as HttpAnswer, attempt);
    this.#allowance.note(answer.headers['sforce-limit-info']);
    return answer as HttpStream;
  }

  /** What a call without an answer is to be thrown as. */
  #failure(error: unknown, call: Call, attempt: Attempt, signal: AbortSignal): unknown {
    if (signal.aborted) return signal.reason;
    if (!(error instanceof NetworkFault)) return error;
    if (!error.sent && call.counted) this.#allowance.giveBack();
    return classify({ kind: 'network', fault: error }, attempt);
  }

  #refusal({ url }: Call, answer: HttpAnswer, attempt: Attempt): ConnectorError {
    this.#allowance.note(answer.headers['sforce-limit-info']);
    return this.#allowance.remember(classify({ kind: 'rest', answer, path: url }, attempt));
  }
}

function dateOf(header: string | undefined, now: () => Date): Date {
  const date = new Date(header ?? '');
  return Number.isNaN(date.getTime()) ? now() : date;
}
