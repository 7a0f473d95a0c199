import type { FastifyReply, FastifyRequest } from 'fastify';
import '@fastify/cookie';
import { SESSION_LONGEST_MS } from '../../db/accounts/sessions.ts';

/**
 * The session's cookie. Over https it has the `__Host-` prefix, so that no sibling host can set it; a browser takes
 * that prefix with Secure only, which plain http on a laptop does not have.
 */
export interface SessionCookie {
  read(request: FastifyRequest): string | null;
  set(reply: FastifyReply, token: string): void;
  clear(reply: FastifyReply): void;
}

export function sessionCookie(isHttps: boolean): SessionCookie {
  const name = isHttps ? '__Host-rollcall' : 'rollcall';
  // Lax: the browser comes back from the CRM's consent page with it.
  const options = { path: '/', httpOnly: true, secure: isHttps, sameSite: 'lax' } as const;
  return {
    read: (request) => request.cookies[name] ?? null,
    set: (reply, token) => void reply.setCookie(name, token, { ...options, maxAge: SESSION_LONGEST_MS / 1000 }),
    clear: (reply) => void reply.clearCookie(name, options),
  };
}
