import type { TypeBoxTypeProvider } from '@fastify/type-provider-typebox';
import type {
  FastifyBaseLogger,
  FastifyInstance,
  RawReplyDefaultExpression,
  RawRequestDefaultExpression,
  RawServerDefault,
} from 'fastify';
import type { SyncContext } from '../sync/context.ts';
import type { LiveFeed } from './live/liveFeed.ts';
import type { SessionCookie } from './plugins/sessionCookie.ts';

/** A Fastify server whose handlers get their types from the route schemas. */
export type Api = FastifyInstance<
  RawServerDefault,
  RawRequestDefaultExpression<RawServerDefault>,
  RawReplyDefaultExpression<RawServerDefault>,
  FastifyBaseLogger,
  TypeBoxTypeProvider
>;

/** What routes are given. */
export interface HttpDeps {
  readonly ctx: SyncContext;
  readonly live: LiveFeed;
  readonly cookie: SessionCookie;
  readonly version: string;
  /** Where the demo keeps its sandbox and its mail; null outside the demo. */
  readonly demo: { readonly sandboxUrl: string; readonly mailUrl: string | null } | null;
}

/**
 * Registers one resource's routes. In a team's routes (`teamRoutes` of `routes/index.ts`) addresses are given without
 * `/api/teams/:slug`, and `:slug` need not stand in the params schema. Who may call is decided before the handler runs:
 * everybody in the team may GET, admins and owners may do the rest; a route says otherwise with `config: { access }`.
 */
export type Route = (app: Api, deps: HttpDeps) => void;
