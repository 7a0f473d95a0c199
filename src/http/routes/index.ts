import type { Route } from '../api.ts';

/** Routes of one team, registered under `/api/teams/:slug`. */
export const teamRoutes: readonly Route[] = [];

/** Everything else, with whole addresses. */
export const serverRoutes: readonly Route[] = [];
