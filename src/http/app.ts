import { randomBytes } from 'node:crypto';
import { fileURLToPath } from 'node:url';
import cookie from '@fastify/cookie';
import fastify, { type FastifyReply, type FastifyRequest } from 'fastify';
import type { Settings } from '../config/settings.ts';
import type { SyncContext } from '../sync/context.ts';
import type { Api, HttpDeps } from './api.ts';
import { errorAnswer } from './errorAnswer.ts';
import { createLiveFeed } from './live/liveFeed.ts';
import { readLiveEvent } from './live/readLiveEvent.ts';
import { addOpenApi } from './openApi/addOpenApi.ts';
import { addAccess } from './plugins/access.ts';
import { addConsoleFiles } from './plugins/consoleFiles.ts';
import { convertQuery } from './plugins/convertQuery.ts';
import { addPromptClose } from './plugins/promptClose.ts';
import { addRequestLog } from './plugins/requestLog.ts';
import { addSecurityHeaders } from './plugins/securityHeaders.ts';
import { sessionCookie } from './plugins/sessionCookie.ts';
import { storableText } from './plugins/storableText.ts';
import { serverRoutes, teamRoutes } from './routes/index.ts';
import { sharedCompilers } from './sharedCompilers.ts';

const BODY_LIMIT_BYTES = 1024 * 1024;
const CONSOLE_FOLDER = fileURLToPath(new URL('../../dist/console', import.meta.url));

const compilers = await sharedCompilers();

export interface AppOptions {
  /** Database address the live feed listens on; null to tell nobody anything. */
  readonly liveUrl: string | null;
  readonly version: string;
  /** Where the console was built to; the repository's `dist/console` unless a test says otherwise. */
  readonly consoleFolder?: string;
}

/**
 * Builds the HTTP server: API, webhooks, console. It listens when told to (`app.listen`) and starts nothing before;
 * `app.close()` ends its live streams first.
 */
export function buildApp(ctx: SyncContext, settings: Pick<Settings, 'trustProxy' | 'demo'>, options: AppOptions): Api {
  const isHttps = ctx.publicUrl.startsWith('https:');
  const app: Api = fastify({
    logger: false,
    bodyLimit: BODY_LIMIT_BYTES,
    trustProxy: settings.trustProxy,
    genReqId: () => randomBytes(9).toString('base64url'),
    routerOptions: { maxParamLength: 400 },
  });
  app.setValidatorCompiler(compilers.validator);
  app.setSerializerCompiler(compilers.serializer);
  const live = createLiveFeed({
    url: options.liveUrl,
    log: ctx.log,
    read: (notice) => readLiveEvent(ctx.dataSource.manager, notice),
  });
  const deps: HttpDeps = { ctx, live, version: options.version, demo: settings.demo, cookie: sessionCookie(isHttps) };

  app.removeContentTypeParser('text/plain');
  app.setErrorHandler((error, request, reply) => answerError(ctx, error, request, reply));
  addPromptClose(app);
  addSecurityHeaders(app, isHttps);
  addRequestLog(app, ctx.log);
  void app.register(cookie);
  addOpenApi(app, ctx.publicUrl, options.version);
  addConsoleFiles(app, options.consoleFolder ?? CONSOLE_FOLDER);
  app.addHook('onRoute', convertQuery);
  void app.register(async (scope: Api) => {
    addAccess(scope, ctx, deps.cookie);
    scope.addHook('preValidation', storableText);
    for (const route of serverRoutes) await scope.register(async (own: Api) => route(own, deps));
    for (const route of teamRoutes)
      await scope.register(async (own: Api) => route(own, deps), { prefix: '/api/teams/:slug' });
  });
  app.addHook('onReady', () => live.open());
  app.addHook('onClose', () => live.close());
  return app;
}

async function answerError(
  ctx: SyncContext,
  error: unknown,
  request: FastifyRequest,
  reply: FastifyReply,
): Promise<FastifyReply> {
  const answer = errorAnswer(error, request.id);
  if (answer.isBug)
    ctx.log.error('A request failed unexpectedly', {
      requestId: request.id,
      route: request.routeOptions.url ?? null,
      error,
    });
  if (answer.retryAfter !== null) reply.header('retry-after', answer.retryAfter);
  return reply.code(answer.status).type('application/json').send(answer.body);
}
