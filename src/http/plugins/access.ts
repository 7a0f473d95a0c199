import { timingSafeEqual } from 'node:crypto';
import type { FastifyRequest } from 'fastify';
import { findApiToken, TOKEN_PREFIX, type ApiTokenRow } from '../../db/accounts/apiTokens.ts';
import { tokenHash } from '../../db/accounts/secretTokens.ts';
import { findSession, type SessionUser } from '../../db/accounts/sessions.ts';
import { findTeam, findTeamOfUser } from '../../db/accounts/teams.ts';
import type { SyncContext } from '../../sync/context.ts';
import { RequestError } from '../../sync/errors.ts';
import type { Api } from '../api.ts';
import { callerOf, type Access, type Caller, type CallerTeam } from '../caller.ts';
import { notFound } from '../errorAnswer.ts';
import { isSameOrigin } from './sameOrigin.ts';
import type { SessionCookie } from './sessionCookie.ts';

const READING: ReadonlySet<string> = new Set(['GET', 'HEAD', 'OPTIONS']);

/**
 * Decides before every handler who calls and whether they may. Everything below `/api/teams/:slug` needs a member of
 * that team, everything else below `/api` somebody who is signed in; a route opens itself with `config: { access:
 * 'open' }`.
 */
export function addAccess(app: Api, ctx: SyncContext, cookie: SessionCookie): void {
  app.decorateRequest('caller', null);
  app.decorateRequest('team', null);
  app.addHook('onRequest', async (request) => {
    const access = accessOf(request);
    const isChange = !READING.has(request.method);
    const bearer = bearerToken(request);
    const isBrowsers = bearer === null && isChange && /^\/api\b/.test(request.routeOptions.url ?? '');
    if (isBrowsers && !isSameOrigin(request, ctx.publicUrl)) throw crossSite();
    request.caller = await readCaller(ctx, bearer, cookie.read(request));
    if (access === 'open') return;
    if (!request.caller) throw notSignedIn();
    if (isChange && request.caller.kind === 'session') checkCsrf(request, request.caller);
    if (access === 'team') await enterTeam(ctx, request, isChange);
  });
}

/** Whether a long-lived answer may go on: the session or token still stands, and still opens the team. */
export async function stillMayRead(ctx: SyncContext, caller: Caller, team: CallerTeam): Promise<boolean> {
  const now = ctx.now();
  if (caller.kind === 'token') return (await findApiToken(ctx.dataSource.manager, caller.tokenHash, now)) !== null;
  const session = await findSession(ctx.dataSource.manager, caller.tokenHash, now, false);
  return session !== null && (await findTeamOfUser(ctx.dataSource.manager, team.slug, session.userId)) !== null;
}

function accessOf(request: FastifyRequest): Access {
  const { config, url } = request.routeOptions;
  if (config.access) return config.access;
  if (url === undefined || !/^\/api\b/.test(url)) return 'open';
  return url.startsWith('/api/teams/:slug') ? 'team' : 'signed_in';
}

function bearerToken(request: FastifyRequest): string | null {
  return /^bearer +(\S+)$/i.exec(request.headers.authorization ?? '')?.[1] ?? null;
}

async function readCaller(ctx: SyncContext, bearer: string | null, cookie: string | null): Promise<Caller | null> {
  const db = ctx.dataSource.manager;
  if (bearer !== null) {
    const row = bearer.startsWith(TOKEN_PREFIX) ? await findApiToken(db, tokenHash(bearer), ctx.now()) : null;
    return row && ofToken(row, tokenHash(bearer));
  }
  const session = cookie === null ? null : await findSession(db, tokenHash(cookie), ctx.now());
  return session && ofSession(session);
}

function ofToken(row: ApiTokenRow, hash: Buffer): Caller {
  const role = row.scope === 'write' ? 'admin' : 'viewer';
  return {
    kind: 'token',
    actor: `API (${row.name})`,
    cause: 'api',
    userId: null,
    email: '',
    isOwner: false,
    csrfToken: null,
    tokenHash: hash,
    token: { id: row.id, name: row.name, teamId: row.team_id, role },
  };
}

function ofSession(session: SessionUser): Caller {
  const { userId, email, isOwner, csrfToken, tokenHash: hash } = session;
  return {
    kind: 'session',
    actor: session.name,
    cause: 'staff',
    userId,
    email,
    isOwner,
    csrfToken,
    tokenHash: hash,
    token: null,
  };
}

function checkCsrf(request: FastifyRequest, caller: Caller): void {
  const sent = Buffer.from(String(request.headers['x-csrf-token'] ?? ''));
  const expected = Buffer.from(caller.csrfToken ?? '');
  if (sent.length !== expected.length || !timingSafeEqual(sent, expected)) throw crossSite();
}

/** Finds the team in the address. One that does not exist and one the caller is not in look alike. */
async function enterTeam(ctx: SyncContext, request: FastifyRequest, isChange: boolean): Promise<void> {
  const { slug } = request.params as { slug: string };
  const team = await teamOfCaller(ctx, callerOf(request), slug);
  if (!team) throw notFound();
  if (isChange && team.role === 'viewer') throw mayOnlyRead(callerOf(request));
  request.team = team;
}

async function teamOfCaller(ctx: SyncContext, caller: Caller, slug: string): Promise<CallerTeam | null> {
  const db = ctx.dataSource.manager;
  if (caller.userId !== null) return findTeamOfUser(db, slug, caller.userId);
  const team = await findTeam(db, slug);
  if (!team || !caller.token || team.id !== caller.token.teamId) return null;
  return { id: team.id, slug: team.slug, name: team.name, role: caller.token.role };
}

function notSignedIn(): RequestError {
  return new RequestError(
    'not_allowed',
    'not_signed_in',
    'Nobody is signed in, or the session or token has ended. Sign in, then try again.',
  );
}

function crossSite(): RequestError {
  return new RequestError(
    'not_allowed',
    'cross_site',
    'The request did not come from a page of this server, so nothing was changed. Load the page again, then try again.',
  );
}

function mayOnlyRead(caller: Caller): RequestError {
  const who = caller.kind === 'token' ? 'This token has the scope read' : 'You are a viewer of this team';
  return new RequestError(
    'not_allowed',
    'read_only',
    `${who}, so nothing was changed. Ask an admin of the team to make the change, or for the right to make it.`,
  );
}
