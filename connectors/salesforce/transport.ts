import { PassThrough } from 'node:stream';
import { Transport } from 'jsforce/lib/transport.js';
import type { HttpRequest, HttpResponse } from 'jsforce/lib/types/index.js';
import { StreamPromise } from 'jsforce/lib/util/promise.js';
import type { GuardedAgents } from '../../src/contract/hostGuard.ts';
import { sendHttp, type HttpAnswer } from './http.ts';

/** What one open connection sends through. */
export interface Wire {
  readonly agents: GuardedAgents;
  readonly allowPrivateHosts: boolean;
}

/**
 * jsforce's way to the network for one call. Its own transport knows neither abort signals nor our host guard, and
 * drops the answer's status and headers; this one honours the first two and keeps the last as `answer`.
 */
export class CallTransport extends Transport {
  /** The last whole answer; null until one came. */
  answer: HttpAnswer | null = null;
  readonly #wire: Wire;
  readonly #signal: AbortSignal;
  readonly #timeoutMs: number;

  constructor(wire: Wire, signal: AbortSignal, timeoutMs: number) {
    super();
    this.#wire = wire;
    this.#signal = signal;
    this.#timeoutMs = timeoutMs;
  }

  override httpRequest(request: HttpRequest): StreamPromise<HttpResponse> {
    const promise = this.#send(request);
    // jsforce wants a stream beside the promise; nothing reads it here.
    return StreamPromise.create(() => ({ stream: new PassThrough(), promise }));
  }

  async #send(request: HttpRequest): Promise<HttpResponse> {
    const body = typeof request.body === 'string' ? request.body : null;
    const answer = await sendHttp(
      {
        method: request.method,
        url: request.url,
        headers: request.headers ?? {},
        body,
        signal: this.#signal,
        timeoutMs: this.#timeoutMs,
      },
      this.#wire.agents,
      this.#wire.allowPrivateHosts,
    );
    this.answer = answer;
    return { statusCode: answer.status, headers: { ...answer.headers }, body: answer.body };
  }
}
