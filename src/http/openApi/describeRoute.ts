import type { RouteOptions } from 'fastify';
import type { Access } from '../caller.ts';

const TEAM_PREFIX = '/api/teams/:slug';

const SLUG = { type: 'string', description: 'The short name of the team, as in the console\'s addresses' };
const refusal = (description: string): object => ({ description, $ref: 'ApiError#' });

/** Adds to a route's schema what is the same everywhere: the team in the address, how refusals look, who may call. */
export function describeRoute(route: RouteOptions): void {
  if (!route.schema || route.schema.hide || !/^\/(api|oauth|webhooks)\b/.test(route.url)) return;
  const isTeams = route.url.startsWith(TEAM_PREFIX);
  const access: Access = route.config?.access ?? (isTeams ? 'team' : route.url.startsWith('/api') ? 'signed_in' : 'open');
  const params = route.schema.params as { properties?: object; required?: string[] } | undefined;
  route.schema = {
    ...route.schema,
    ...(isTeams
      ? { params: { type: 'object', properties: { slug: SLUG, ...params?.properties }, required: ['slug', ...(params?.required ?? [])] } }
      : {}),
    response: {
      ...(route.schema.response as object | undefined),
      '4xx': refusal('Refused; the code and the message say why, and what to do'),
      '5xx': refusal('Rollcall or the CRM failed; nothing was changed'),
    },
    security: access === 'open' ? [] : [{ token: [] }, { session: [] }],
  };
}
