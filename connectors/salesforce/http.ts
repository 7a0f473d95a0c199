import { request as httpRequest, type IncomingMessage } from 'node:http';
import { request as httpsRequest } from 'node:https';
import { pipeline, type Readable } from 'node:stream';
import { createGunzip } from 'node:zlib';
import { ConnectorError } from '../../src/contract/errors.ts';
import { assertHostAllowed, isPrivateHostText, type GuardedAgents } from '../../src/contract/hostGuard.ts';

export interface HttpCall {
  readonly method: string;
  readonly url: string;
  readonly headers: Readonly<Record<string, string>>;
  readonly body: string | null;
  readonly signal: AbortSignal;
  /** From the first byte sent to the last byte received. */
  readonly timeoutMs: number;
}

export interface HttpAnswer {
  readonly status: number;
  /** Names in lower case. */
  readonly headers: Readonly<Record<string, string>>;
  readonly body: string;
}

/** The request ended without a whole answer. `sent` false: the vendor can't have seen it. */
export class NetworkFault extends Error {
  readonly kind: 'timeout' | 'broken' | 'unreachable' | 'too_big';
  readonly sent: boolean;

  constructor(kind: NetworkFault['kind'], sent: boolean, message: string, cause?: unknown) {
    super(message, { cause });
    this.name = 'NetworkFault';
    this.kind = kind;
    this.sent = sent;
  }
}

/** Far above a page of 2,000 rows with every long text filled; keeps a runaway answer out of memory. */
const MAX_BODY_LENGTH = 64 * 1024 * 1024;

/** The beginning of an answer with status 200; its body comes as it is read. */
export interface HttpStream {
  readonly status: 200;
  /** Names in lower case. */
  readonly headers: Readonly<Record<string, string>>;
  /**
   * Bytes, unzipped. It fails with the signal's reason as soon as that aborts, and with a NetworkFault or a
   * system error when it breaks off; who stops reading must destroy it.
   */
  readonly body: Readable;
}

/**
 * Sends one request and reads the whole answer, whatever its status. Redirects are not followed, so a token never
 * travels to another host.
 *
 * @throws NetworkFault; ConnectorError `HOST_REFUSED`; or `signal.reason` as soon as the signal aborts
 */
export function sendHttp(call: HttpCall, agents: GuardedAgents, allowPrivateHosts: boolean): Promise<HttpAnswer> {
  return exchange(call, agents, allowPrivateHosts, readAnswer);
}

/**
 * Sends one request and gives the answer's body as a stream when its status is 200; any other answer is read whole.
 * Here `timeoutMs` limits the wait for the beginning and every pause in between, not the whole.
 *
 * @throws as `sendHttp`
 */
export function openHttp(
  call: HttpCall,
  agents: GuardedAgents,
  allowPrivateHosts: boolean,
): Promise<HttpStream | HttpAnswer> {
  return exchange<HttpStream | HttpAnswer>(call, agents, allowPrivateHosts, async (response) =>
    response.statusCode === 200
      ? { status: 200, headers: flatten(response), body: openBody(response, call) }
      : await readAnswer(response),
  );
}

type ReadResponse<T> = (response: IncomingMessage) => Promise<T>;

async function exchange<T>(
  call: HttpCall,
  agents: GuardedAgents,
  allowPrivateHosts: boolean,
  read: ReadResponse<T>,
): Promise<T> {
  call.signal.throwIfAborted();
  const url = new URL(call.url);
  if (url.protocol !== 'https:' && !(url.protocol === 'http:' && isPrivateHostText(url.hostname))) {
    throw new ConnectorError('HOST_REFUSED', `${url.host} was not called: only https:// addresses are.`, {
      kind: 'never',
    });
  }
  if (isPrivateHostText(url.hostname)) await assertHostAllowed(url.hostname, allowPrivateHosts);
  try {
    return await sendOnce(call, url, agents, read);
  } catch (error) {
    // A kept-alive socket that the server closed while it was idle: nothing was processed, and everything we send is
    // either a read, a write of fixed values, or a token call, whose policy is to repeat after network faults as well.
    if (error instanceof StaleSocket) return sendOnce(call, url, agents, read);
    throw error;
  }
}

class StaleSocket extends NetworkFault {}

function sendOnce<T>(call: HttpCall, url: URL, agents: GuardedAgents, read: ReadResponse<T>): Promise<T> {
  return new Promise((resolve, reject) => {
    const secure = url.protocol === 'https:';
    let sent = false;
    let ended = false;
    const request = (secure ? httpsRequest : httpRequest)(url, {
      method: call.method,
      agent: secure ? agents.https : agents.http,
      headers: { 'accept-encoding': 'gzip', ...call.headers },
    });
    const finish = (result: () => void): void => {
      if (ended) return;
      ended = true;
      clearTimeout(timer);
      call.signal.removeEventListener('abort', onAbort);
      result();
    };
    const fail = (error: Error): void => {
      finish(() => reject(error));
      request.destroy();
    };
    const onAbort = (): void => fail(call.signal.reason as Error);
    const timer = setTimeout(
      () => fail(new NetworkFault('timeout', sent, `no complete answer within ${call.timeoutMs / 1000} s`)),
      call.timeoutMs,
    );
    call.signal.addEventListener('abort', onAbort, { once: true });
    request.on('socket', (socket) => {
      if (!socket.connecting) sent = true;
      else
        socket.once(secure ? 'secureConnect' : 'connect', () => {
          sent = true;
        });
    });
    request.on('response', (response) => {
      read(response).then(
        (answer) => finish(() => resolve(answer)),
        (error: unknown) =>
          fail(error instanceof NetworkFault ? error : new NetworkFault('broken', true, 'the answer broke off', error)),
      );
    });
    request.on('error', (error: NodeJS.ErrnoException) => {
      if (error instanceof ConnectorError) return fail(error);
      if (request.reusedSocket && (error.code === 'ECONNRESET' || error.code === 'EPIPE')) {
        return fail(new StaleSocket('broken', true, 'the kept connection was closed', error));
      }
      return fail(new NetworkFault(sent ? 'broken' : 'unreachable', sent, error.code ?? error.message, error));
    });
    request.end(call.body ?? undefined);
  });
}

async function readAnswer(response: IncomingMessage): Promise<HttpAnswer> {
  const body = await readBody(response);
  return { status: response.statusCode ?? 0, headers: flatten(response), body };
}

/** Back-pressure goes all the way: what is not read stays with the server. */
function openBody(response: IncomingMessage, { signal, timeoutMs }: HttpCall): Readable {
  const zipped = response.headers['content-encoding'] === 'gzip';
  // Whoever reads the body meets its end and its errors there.
  const ignore = (): void => undefined;
  const body = zipped ? pipeline(response, createGunzip(), ignore) : response;
  body.on('error', ignore);
  const onAbort = (): void => void body.destroy(signal.reason as Error);
  signal.addEventListener('abort', onAbort, { once: true });
  body.once('close', () => signal.removeEventListener('abort', onAbort));
  response.setTimeout(timeoutMs, () => {
    body.destroy(new NetworkFault('timeout', true, `no more of the answer within ${timeoutMs / 1000} s`));
  });
  return body;
}

async function readBody(response: IncomingMessage): Promise<string> {
  const zipped = response.headers['content-encoding'] === 'gzip';
  const stream = zipped ? response.pipe(createGunzip()) : response;
  // `pipe` does not carry errors over, and an answer that breaks off must not wait for its end for ever.
  if (zipped) response.on('error', (error) => stream.destroy(error));
  // Decoded as it comes: one text instead of a list of buffers, their sum and then the text.
  stream.setEncoding('utf8');
  let body = '';
  for await (const chunk of stream as AsyncIterable<string>) {
    body += chunk;
    if (body.length > MAX_BODY_LENGTH) {
      throw new NetworkFault(
        'too_big',
        true,
        `the answer is longer than ${MAX_BODY_LENGTH / 1048576} million characters`,
      );
    }
  }
  if (!response.complete) throw new NetworkFault('broken', true, 'the answer broke off');
  return body;
}

function flatten(response: IncomingMessage): Record<string, string> {
  const headers: Record<string, string> = {};
  for (const [name, value] of Object.entries(response.headers)) {
    if (value !== undefined) headers[name] = Array.isArray(value) ? value.join(', ') : value;
  }
  return headers;
}
