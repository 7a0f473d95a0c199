import type { FastifyRequest } from 'fastify';
import type { Role } from './schemas/account.ts';

/** Who sent a request: a person with a session, or a script with a team's token. */
export interface Caller {
  readonly kind: 'session' | 'token';
  /** Written into history and evidence: a person's name, or `API (name of the token)`. */
  readonly actor: string;
  /** What a change of texting preference by this caller counts as. */
  readonly cause: 'staff' | 'api';
  /** The person; null for a token. */
  readonly userId: string | null;
  readonly email: string;
  /** May do everything in every team. */
  readonly isOwner: boolean;
  /** The session's; null for a token. */
  readonly csrfToken: string | null;
  /** SHA-256 of the cookie or the token. */
  readonly tokenHash: Buffer;
  /** Set for a token: the one team it opens, and what it may do there. */
  readonly token: { readonly id: string; readonly name: string; readonly teamId: string; readonly role: Role } | null;
}

/** The team in the address, and what the caller is in it. */
export interface CallerTeam {
  readonly id: string;
  readonly slug: string;
  readonly name: string;
  readonly role: Role;
}

/**
 * - `team`: the default under `/api/teams/:slug`; members read, admins and owners change.
 * - `signed_in`: the default elsewhere under `/api`; anybody who is signed in.
 * - `open`: no sign-in.
 */
export type Access = 'team' | 'signed_in' | 'open';

declare module 'fastify' {
  interface FastifyRequest {
    caller: Caller | null;
    team: CallerTeam | null;
  }
  interface FastifyContextConfig {
    access?: Access;
  }
}

/** The caller of a route that is not open. */
export function callerOf(request: FastifyRequest): Caller {
  if (!request.caller) throw new Error('This route is open and has no caller');
  return request.caller;
}

/** The team of a team route. */
export function teamOf(request: FastifyRequest): CallerTeam {
  if (!request.team) throw new Error('This route is outside a team');
  return request.team;
}
