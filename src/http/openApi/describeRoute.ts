import type { RouteOptions } from 'fastify';
import type { Access } from '../caller.ts';

const TEAM_PREFIX = '/api/teams/:slug';

const SLUG = { type: 'string', description: "The short name of the team, as in the console's addresses" };
const refusal = (description: string): object => ({ description, $ref: 'ApiError#' });

type Answers = Readonly<Record<string, { readonly description?: string }>>;

interface ObjectShape {
  readonly properties?: Readonly<Record<string, { readonly default?: unknown }>>;
  readonly required?: readonly string[];
}

/** Adds to a route's schema what is the same everywhere: the team in the address, how refusals look, who may call. */
export function describeRoute(route: RouteOptions): void {
  if (!route.schema || route.schema.hide || !/^\/(api|oauth|webhooks)\b/.test(route.url)) return;
  const isTeams = route.url.startsWith(TEAM_PREFIX);
  const access: Access =
    route.config?.access ?? (isTeams ? 'team' : route.url.startsWith('/api') ? 'signed_in' : 'open');
  const params = route.schema.params as ObjectShape | undefined;
  route.schema = {
    ...route.schema,
    ...(isTeams
      ? {
          params: {
            type: 'object',
            properties: { slug: SLUG, ...params?.properties },
            required: ['slug', ...(params?.required ?? [])],
          },
        }
      : {}),
    ...(route.schema.querystring ? { querystring: withDefaults(route.schema.querystring as ObjectShape) } : {}),
    response: {
      ...describeAnswers(route.schema.response as Answers | undefined),
      '4xx': refusal('Refused; the code and the message say why, and what to do'),
      '5xx': refusal('Rollcall or the CRM failed; nothing was changed'),
    },
    security: access === 'open' ? [] : [{ token: [] }, { session: [] }],
  };
}

/** What has a default need not be sent, though a handler can count on it. */
function withDefaults(query: ObjectShape): ObjectShape {
  return {
    ...query,
    required: (query.required ?? []).filter((name) => query.properties?.[name]?.default === undefined),
  };
}

/** An answer's shape says what it holds; the document also wants a word about the answer itself. */
function describeAnswers(answers: Answers = {}): Answers {
  return Object.fromEntries(
    Object.entries(answers).map(([status, shape]) => [
      status,
      shape.description === undefined ? { ...shape, 'x-response-description': 'Done' } : shape,
    ]),
  );
}
