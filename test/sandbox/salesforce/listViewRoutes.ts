import { ApiError } from './apiError.ts';
import type { Route } from './apiRoute.ts';
import { json, type Request } from './http.ts';
import type { ListViews } from './listViews.ts';

/** The list view resources; `recent` stands before the ids it could be taken for. */
export function listViewRoutes(listViews: ListViews): Route[] {
  return [
    {
      method: 'GET',
      pattern: '/sobjects/{type}/listviews',
      handle: ({ request, args, base }) =>
        json(200, listViews.list(args[0]!, base, pageOf(request, 'offset', 0, 1_000_000))),
    },
    {
      method: 'GET',
      pattern: '/sobjects/{type}/listviews/recent',
      handle: ({ args, base }) => json(200, listViews.recent(args[0]!, base)),
    },
    {
      method: 'GET',
      pattern: '/sobjects/{type}/listviews/{id}',
      handle: ({ args, base }) => json(200, listViews.one(args[0]!, args[1]!, base)),
    },
    {
      method: 'GET',
      pattern: '/sobjects/{type}/listviews/{id}/describe',
      handle: ({ args }) => json(200, listViews.describe(args[0]!, args[1]!)),
    },
    {
      method: 'GET',
      pattern: '/sobjects/{type}/listviews/{id}/results',
      handle: ({ request, args }) =>
        json(
          200,
          listViews.results(args[0]!, args[1]!, pageOf(request, 'limit', 25, 2000), pageOf(request, 'offset', 0, 2000)),
        ),
    },
  ];
}

/** A number of the query string. @throws ApiError `NUMBER_OUTSIDE_VALID_RANGE` */
function pageOf(request: Request, name: string, usual: number, max: number): number {
  const text = request.query.get(name);
  if (text === null) return usual;
  const value = Number(text);
  if (!Number.isInteger(value) || value < 0 || value > max) {
    throw new ApiError(400, 'NUMBER_OUTSIDE_VALID_RANGE', `${name} must be a whole number of at most ${max}`);
  }
  return value;
}
