import { randomBytes } from 'node:crypto';
import { readFile } from 'node:fs/promises';
import { join } from 'node:path';
import fastifyStatic from '@fastify/static';
import type { FastifyReply } from 'fastify';
import type { Api } from '../api.ts';
import { notFound } from '../errorAnswer.ts';
import { consolePolicy, pagePolicy } from './securityHeaders.ts';

/** Stands in the built page wherever a nonce goes; see `src/console/vite.config.ts`. */
const NONCE_PLACE = '__CSP_NONCE__';
const YEAR_MS = 365 * 24 * 3_600_000;

/**
 * Serves the built console: files under `/assets/` have their content's hash in the name and are kept for ever, other
 * files are asked for again each time, and every address that is none of ours is a page of the console.
 * @param folder - where the console was built to
 */
export function addConsoleFiles(app: Api, folder: string): void {
  void app.register(fastifyStatic, { root: folder, serve: false, dotfiles: 'ignore' });
  const hidden = { schema: { hide: true } };
  app.get<{ Params: { file: string } }>('/assets/:file(^[\\w-][\\w.-]*$)', hidden, async (request, reply) =>
    reply.removeHeader('cache-control').sendFile(`assets/${request.params.file}`, { immutable: true, maxAge: YEAR_MS }),
  );
  app.get<{ Params: { file: string } }>(
    '/:file(^[\\w-]+\\.(?:js|svg|png|ico|txt|webmanifest)$)',
    hidden,
    async (request, reply) =>
      reply.header('cache-control', 'no-cache').sendFile(request.params.file, { cacheControl: false }),
  );
  app.setNotFoundHandler(async (request, reply) => {
    const { pathname } = new URL(request.url, 'http://rollcall');
    const isPage =
      ['GET', 'HEAD'].includes(request.method) && !/^\/(api|oauth|webhooks|assets)(\/|$)|\.\w+$/.test(pathname);
    if (!isPage) throw notFound();
    return answerPage(reply, folder);
  });
}

async function answerPage(reply: FastifyReply, folder: string): Promise<FastifyReply> {
  const nonce = randomBytes(16).toString('base64');
  let page: string;
  try {
    page = await readFile(join(folder, 'index.html'), 'utf8');
  } catch {
    const policy = pagePolicy(nonce);
    return reply.code(503).type('text/html').header('content-security-policy', policy).send(notBuiltPage(nonce));
  }
  return reply
    .type('text/html')
    .headers({ 'content-security-policy': consolePolicy(nonce), 'cache-control': 'no-cache' })
    .send(page.replaceAll(NONCE_PLACE, nonce));
}

/** Said in place of the console when nobody has built it. */
function notBuiltPage(nonce: string): string {
  return `<!doctype html>
<html lang="en">
<head><meta charset="utf-8"><title>Rollcall: the console is not built</title>
<style nonce="${nonce}">body{font:1rem/1.5 system-ui,sans-serif;max-width:40rem;margin:4rem auto;padding:0 1rem}code{font-family:ui-monospace,monospace}</style></head>
<body><h1>The console is not built</h1>
<p>Rollcall runs, and its <a href="/api">HTTP API</a> answers. The console's files are made once, with <code>npm run build:console</code>; then load this page again.</p></body>
</html>
`;
}
