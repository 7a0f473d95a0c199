import { parseBody, type Call, type Route } from '../apiRoute.ts';
import { json, jsonText, type Request } from '../http.ts';
import { operatorMap } from './operators.ts';
import { noMetadata, notJson } from './reportErrors.ts';
import type { Reports } from './reports.ts';

/** The resources of the Reports and Dashboards REST API. */
export function reportRoutes(reports: Reports): Route[] {
  const withDetails = ({ query }: Request): boolean => query.get('includeDetails') === 'true';
  const run = ({ request, args: [id = ''], base }: Call, body: unknown) =>
    jsonText(200, reports.run(id, body, withDetails(request), base));
  return [
    { method: 'GET', pattern: '/analytics/reports', handle: ({ base }) => json(200, reports.recent(base)) },
    { method: 'GET', pattern: '/analytics/filteroperators', handle: () => json(200, operatorMap()) },
    {
      method: 'GET',
      pattern: '/analytics/reports/{id}/describe',
      handle: ({ args, base }) => json(200, reports.describe(args[0]!, base)),
    },
    { method: 'GET', pattern: '/analytics/reports/{id}', handle: (call) => run(call, null) },
    {
      method: 'POST',
      pattern: '/analytics/reports/{id}',
      handle(call) {
        const body = metadataOf(call.request);
        if (body === null) throw noMetadata();
        return run(call, body);
      },
    },
  ];
}

/** A posted body; null when there is none. */
function metadataOf(request: Request): unknown {
  if (request.body === '') return null;
  if (!(request.headers['content-type'] ?? '').includes('json')) throw notJson();
  return parseBody(request);
}
