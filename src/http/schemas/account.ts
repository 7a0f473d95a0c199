import { Type, type Static } from '@sinclair/typebox';
import { Instant, Nullable, OneOf } from './common.ts';

export const Role = OneOf(['owner', 'admin', 'viewer'] as const);
export type Role = Static<typeof Role>;

export const TeamSummary = Type.Object({
  id: Type.String(),
  /** Short name used in addresses: `/t/:slug`. */
  slug: Type.String(),
  name: Type.String(),
  role: Role,
  /** Names of the people who may change things, for a viewer to ask. */
  admins: Type.Array(Type.String()),
});
export type TeamSummary = Static<typeof TeamSummary>;

/** Who is signed in, and what this server is. `GET /api/me`. */
export const Me = Type.Object({
  user: Type.Object({ id: Type.String(), name: Type.String(), email: Type.String() }),
  teams: Type.Array(TeamSummary),
  /** True for an owner, who may make teams. */
  canCreateTeams: Type.Boolean(),
  /**
   * Sent back in the header `x-csrf-token` with every changing request of a browser session; null with a bearer token.
   */
  csrfToken: Nullable(Type.String()),
  demo: Nullable(
    Type.Object(
      { sandboxUrl: Type.String(), mailUrl: Nullable(Type.String()) },
      { description: 'Where the demo keeps its sandbox org and its mail' },
    ),
  ),
  version: Type.String(),
});
export type Me = Static<typeof Me>;

/**
 * `POST /api/session`: signs in. 401 `sign_in_refused` for unknown mail and wrong password alike; 429 `sign_in_wait`
 * says how long.
 */
export const SignIn = Type.Object({
  email: Type.String({ maxLength: 320 }),
  password: Type.String({ maxLength: 1024 }),
});
export type SignIn = Static<typeof SignIn>;

/**
 * `POST /api/first-run/:token`: makes the owner and signs in. `GET` answers 200 {open:true}, or 410 `first_run_used`.
 */
export const FirstRun = Type.Object({
  name: Type.String({ minLength: 1, maxLength: 120 }),
  email: Type.String({ minLength: 3, maxLength: 320 }),
  password: Type.String({ minLength: 12, maxLength: 1024 }),
});
export type FirstRun = Static<typeof FirstRun>;

export const CreateTeam = Type.Object({ name: Type.String({ minLength: 1, maxLength: 80 }) });
export type CreateTeam = Static<typeof CreateTeam>;

/** Token scopes: `read` reads everything of the team, `write` also changes. */
export const TokenScope = OneOf(['read', 'write'] as const);

export const ApiToken = Type.Object({
  id: Type.String(),
  name: Type.String(),
  scope: TokenScope,
  createdBy: Type.String(),
  createdAt: Instant,
  lastUsedAt: Nullable(Instant),
  expiresAt: Nullable(Instant),
});
export type ApiToken = Static<typeof ApiToken>;

export const CreateToken = Type.Object({
  name: Type.String({ minLength: 1, maxLength: 80 }),
  scope: TokenScope,
  /** Days until it stops working; null for no end. */
  expiresInDays: Nullable(Type.Integer({ minimum: 1, maximum: 3650 })),
});
export type CreateToken = Static<typeof CreateToken>;

/** The only answer that ever holds the token itself. */
export const CreatedToken = Type.Object({ token: Type.String(), info: ApiToken });
export type CreatedToken = Static<typeof CreatedToken>;

/** A staff member of the team. `userId` is what a source's User ID column holds (StaffId in files). */
export const TeamUser = Type.Object({
  id: Type.String(),
  name: Type.String(),
  email: Type.String(),
  role: Role,
  userId: Nullable(Type.String()),
});
export type TeamUser = Static<typeof TeamUser>;

/** `POST /users` adds somebody to the team with a first password, or gives an existing account a role in it. */
export const AddUser = Type.Object({
  name: Type.String({ minLength: 1, maxLength: 120 }),
  email: Type.String({ minLength: 3, maxLength: 320 }),
  role: Role,
  password: Type.Optional(Type.String({ minLength: 12, maxLength: 1024 })),
  userId: Type.Optional(Nullable(Type.String({ maxLength: 80 }))),
});
export type AddUser = Static<typeof AddUser>;
