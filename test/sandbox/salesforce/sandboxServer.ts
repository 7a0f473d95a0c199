import { createServer, type IncomingMessage, type ServerResponse } from 'node:http';
import type { AddressInfo, Socket } from 'node:net';
import { ApiError, notFound } from './apiError.ts';
import type { CallBudget } from './callBudget.ts';
import type { CallLog } from './callLog.ts';
import type { DataApi } from './dataApi.ts';
import { dailyLimit, faultReply, sessionExpired, type FaultQueue } from './faults.ts';
import { html, json, readBody, type Reply, type Request } from './http.ts';
import { identityBody, userInfoBody } from './identity.ts';
import type { OAuth } from './oauth.ts';
import type { Org } from './org.ts';
import { page } from './pageFrame.ts';
import { pause, sendReply } from './sendReply.ts';
import type { Fault } from './sandboxTypes.ts';

/** URI, and URI with headers, above which the org answers 414 and 431. */
const MAX_HEAD_BYTES = 16_384;

/** Sent with every answer of the API, as recorded. */
const COMMON_HEADERS: Record<string, string> = {
  'Strict-Transport-Security': 'max-age=31536000; includeSubDomains',
  'X-Content-Type-Options': 'nosniff',
  'X-XSS-Protection': '1; mode=block',
  'X-Robots-Tag': 'none',
  'Cache-Control': 'no-cache,must-revalidate,max-age=0,no-store,private',
  Vary: 'Accept-Encoding',
};

export interface SandboxServerParts {
  org: Org;
  oauth: OAuth;
  api: DataApi;
  budget: CallBudget;
  calls: CallLog;
  faults: FaultQueue;
  latencyMs: () => number;
  /** Answers below `/__sandbox/`; null for what it doesn't know. */
  control: (request: Request) => Promise<Reply | null>;
  /** The pages a person looks at; null for what they don't know. */
  pages: (request: Request) => Reply | null;
  origin: () => string;
}

export interface RunningServer {
  url: string;
  close(): Promise<void>;
}

/** What a request is counted as, how it is answered, and whether it costs a call. */
interface Answered {
  route: string;
  reply: Reply;
  counted: boolean;
}

/** Puts the parts behind one HTTP server on 127.0.0.1. */
export async function startServer(port: number, parts: SandboxServerParts): Promise<RunningServer> {
  const sockets = new Set<Socket>();
  const server = createServer({ maxHeaderSize: 4 * MAX_HEAD_BYTES, keepAliveTimeout: 65_000 }, (message, response) => {
    answer(message, response, parts).catch((error: unknown) => {
      // A mistake of the sandbox itself: say so loudly to whoever called, rather than let them retry in the dark.
      if (response.headersSent) response.destroy();
      else
        void sendReply(
          response,
          json(500, [{ errorCode: 'SANDBOX_BUG', message: String((error as Error).stack) }]),
          undefined,
        );
    });
  });
  server.on('connection', (socket) => {
    sockets.add(socket);
    socket.once('close', () => sockets.delete(socket));
  });
  await new Promise<void>((resolve, reject) => {
    server.once('error', reject);
    server.listen(port, '127.0.0.1', resolve);
  });
  return {
    url: `http://127.0.0.1:${(server.address() as AddressInfo).port}`,
    close: () =>
      new Promise((resolve) => {
        server.close(() => resolve());
        for (const socket of sockets) socket.destroy();
      }),
  };
}

async function answer(message: IncomingMessage, response: ServerResponse, parts: SandboxServerParts): Promise<void> {
  const url = new URL(message.url ?? '/', 'http://sandbox');
  let body: string;
  try {
    body = await readBody(message);
  } catch {
    response.destroy();
    return;
  }
  const request: Request = {
    method: message.method ?? 'GET',
    path: url.pathname,
    query: url.searchParams,
    headers: message.headers,
    body,
  };
  if (request.path.startsWith('/__sandbox/')) {
    return sendReply(response, (await parts.control(request)) ?? json(404, { error: 'no such control' }), undefined);
  }
  const isService = request.path.startsWith('/services/') || request.path.startsWith('/id/');
  if (!isService) {
    const reply =
      parts.pages(request) ?? html(404, page('Not found', '<section class="card narrow"><h1>Not found</h1></section>'));
    return sendReply(response, reply, undefined);
  }

  const fault = parts.faults.take(request.method, request.path, url.search.slice(1));
  await pause(parts.latencyMs() + (fault && fault.kind !== 'slow_drip' ? (fault.delayMs ?? 0) : 0), response);
  const log = (route: string, status: number, counted: boolean): void =>
    parts.calls.add({ at: Date.now(), method: request.method, path: request.path, status, counted }, route);
  if (fault?.kind === 'hang') {
    log(`${request.method} ${request.path}`, 0, false);
    return;
  }
  const { route, reply, counted } = answerService(request, message, fault, parts);
  // Logged before it is sent: who has the answer must find the call counted.
  log(route, reply.status, counted);
  try {
    await pause(reply.takesMs ?? 0, response);
    await sendReply(response, dressed(reply, request, parts), fault);
  } finally {
    reply.done?.();
  }
}

/** Adds the headers that every API answer carries. The org always sends chunks, so no client may count on a length. */
function dressed(reply: Reply, request: Request, { org, budget }: SandboxServerParts): Reply {
  const hasBody = reply.status !== 204 && reply.status !== 304;
  const isMetered = /^\/services\/data\/v/.test(request.path);
  return {
    ...reply,
    headers: {
      Date: org.now().toUTCString(),
      ...COMMON_HEADERS,
      ...(isMetered ? { 'Sforce-Limit-Info': budget.header() } : {}),
      ...(hasBody ? { 'Transfer-Encoding': 'chunked' } : {}),
      ...reply.headers,
    },
    pieces: request.method === 'HEAD' ? undefined : reply.pieces,
    body: hasBody && request.method !== 'HEAD' ? reply.body : '',
  };
}

function answerService(
  request: Request,
  message: IncomingMessage,
  fault: Fault | undefined,
  parts: SandboxServerParts,
): Answered {
  const { org, oauth, api, origin } = parts;
  const { method, path } = request;
  const early = fault && faultReply(fault.kind);
  const plain = (route: string, reply: Reply): Answered => ({ route, reply: early ?? reply, counted: false });

  const action = /^\/services\/oauth2\/(\w+)$/.exec(path)?.[1];
  if (action && action !== 'userinfo') {
    const reply = early ?? oauth.handle(action, request);
    return plain(
      `${method} ${path}`,
      reply ?? json(404, { error: 'invalid_request', error_description: 'no such endpoint' }),
    );
  }
  if (action === 'userinfo' || path.startsWith('/id/')) {
    const route = `${method} ${action ? path : '/id'}`;
    if (!isSignedIn(request, oauth)) {
      return plain(route, {
        status: 403,
        headers: { 'Content-Type': 'text/plain' },
        body: action ? 'Bad_OAuth_Token' : 'Missing_OAuth_Token',
      });
    }
    return plain(route, json(200, action ? userInfoBody(org, origin()) : identityBody(org, origin())));
  }
  if (/^\/services\/data\/?$/.test(path)) return plain('GET /services/data', api.versions());
  return answerData(request, message, fault, early ?? null, parts);
}

function answerData(
  request: Request,
  message: IncomingMessage,
  fault: Fault | undefined,
  early: Reply | null,
  parts: SandboxServerParts,
): Answered {
  const { org, oauth, api, budget } = parts;
  const [, version = '', rest = ''] = /^\/services\/data\/([^/]+)(\/.*)?$/.exec(request.path) ?? [];
  let route = `${request.method} ${rest || '/'}`;
  let counted = false;
  try {
    const found = api.isVersion(version) ? api.match(request.method, rest) : null;
    if (found) route = found.route;
    if (early) {
      // The org charges for calls that reach it and fail there, not for the ones it turns away.
      counted =
        early.status >= 400 && ![401, 403, 503].includes(early.status) && isSignedIn(request, oauth) && budget.charge();
      return { route, reply: early, counted };
    }
    const uriBytes = (message.url ?? '').length;
    if (uriBytes > MAX_HEAD_BYTES) throw new ApiError(414, 'URI_TOO_LONG', 'The URI is too long');
    const headerBytes = message.rawHeaders.reduce((sum, text) => sum + text.length + 2, 0);
    if (uriBytes + headerBytes > MAX_HEAD_BYTES)
      throw new ApiError(431, 'REQUEST_HEADER_FIELDS_TOO_LARGE', 'The URI and headers are too long');
    if (!isSignedIn(request, oauth)) throw sessionExpired();
    if (!org.permissions.apiEnabled) {
      throw new ApiError(403, 'API_DISABLED_FOR_ORG', 'API is not enabled for this Organization or Partner');
    }
    if (!budget.charge()) throw dailyLimit();
    counted = true;
    if (!found) throw notFound();
    return { route, reply: found.answer(request, `/services/data/${version}`, fault), counted };
  } catch (error) {
    if (!(error instanceof ApiError)) throw error;
    return { route, reply: json(error.status, error.toBody()), counted };
  }
}

/** The token comes in the header; the identity URL takes it as a parameter too, as jsforce sends it. */
function isSignedIn(request: Request, oauth: OAuth): boolean {
  const header = /^(?:Bearer|OAuth) (.+)$/.exec(request.headers.authorization ?? '')?.[1];
  const inUrl = request.path.startsWith('/id/')
    ? (request.query.get('oauth_token') ?? request.query.get('access_token'))
    : null;
  const token = header ?? inUrl;
  return token !== null && token !== undefined && oauth.tokens.isAlive(token);
}
