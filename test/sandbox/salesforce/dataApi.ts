import { ApiError } from './apiError.ts';
import { parseBody, type Call, type Route } from './apiRoute.ts';
import { bulkRoutes } from './bulk/bulkRoutes.ts';
import type { BulkJobs } from './bulk/bulkJobs.ts';
import type { CallBudget } from './callBudget.ts';
import { describeGlobal, describeObject } from './describe.ts';
import { json, jsonText, type Reply, type Request } from './http.ts';
import { identityUrl } from './identity.ts';
import { limitsBody } from './limits.ts';
import { listViewRoutes } from './listViewRoutes.ts';
import type { ListViews } from './listViews.ts';
import type { Org } from './org.ts';
import type { QueryCursors } from './queryCursors.ts';
import { readRow, readRows, replicated } from './recordReads.ts';
import type { ReportParts } from './reports/startReports.ts';
import type { RecordWrites } from './recordWrites.ts';
import type { Fault } from './sandboxTypes.ts';
import { runQuery } from './soql/runQuery.ts';

/** REST versions the org speaks, as whole numbers; list views came with 32. */
const VERSIONS = { oldest: 31, latest: 66 } as const;
const SEASONS = ['Spring', 'Summer', 'Winter'] as const;

export interface DataApiParts {
  org: Org;
  listViews: ListViews;
  cursors: QueryCursors;
  writes: RecordWrites;
  budget: CallBudget;
  bulk: BulkJobs;
  reports: ReportParts;
  pageSizeRows: number;
  origin: () => string;
}

export interface DataApi {
  /** Finds the resource of a path without the version, e.g. `/query`. */
  match(
    method: string,
    path: string,
  ): { route: string; answer: (request: Request, base: string, fault: Fault | undefined) => Reply } | null;
  versions(): Reply;
  isVersion(text: string): boolean;
}

/** An HTTP date header in epoch seconds, null when absent. */
function headerSecond(request: Request, name: string): number | null {
  const text = request.headers[name];
  if (typeof text !== 'string') return null;
  const millis = Date.parse(text);
  if (Number.isNaN(millis)) throw new ApiError(400, 'INVALID_HEADER', `Invalid date in header ${name}`);
  return Math.floor(millis / 1000);
}

/** The REST resources below `/services/data/vXX.X`. */
export function createDataApi({
  org,
  listViews,
  cursors,
  writes,
  budget,
  bulk,
  reports,
  pageSizeRows,
  origin,
}: DataApiParts): DataApi {
  const query = ({ request, base }: Call, includeDeleted: boolean): Reply => {
    const text = request.query.get('q');
    if (text === null) throw new ApiError(400, 'MALFORMED_QUERY', 'The parameter q is required');
    const result = runQuery(text, org.catalog, { now: org.now(), includeDeleted });
    if (result.kind === 'count') return json(200, { totalSize: result.totalSize, done: true, records: [] });
    if (result.kind === 'aggregate') {
      return json(200, {
        totalSize: 1,
        done: true,
        records: [{ attributes: { type: 'AggregateResult' }, ...result.values }],
      });
    }
    const { rows, totalSize } = result.selection;
    return jsonText(
      200,
      cursors.open({ rows, totalSize, write: result.write, pageSizeRows: batchSize(request, pageSizeRows) }, base),
    );
  };

  const describe = ({ request, args, base }: Call): Reply => {
    const { body, etag } = describeObject(org, args[0]!, base);
    const headers = { ETag: etag, 'Last-Modified': new Date(org.describedSecond * 1000).toUTCString() };
    const since = headerSecond(request, 'if-modified-since');
    if (
      request.headers['if-none-match'] === etag ||
      (since !== null && since >= org.describedSecond)
    ) {
      return { status: 304, headers };
    }
    return json(200, body, headers);
  };

  const row = ({ request, args, base }: Call): Reply => {
    const { body, modifiedSecond } = readRow(org, args[0]!, args[1]!, request.query.get('fields'), base);
    const headers: Record<string, string> =
      modifiedSecond === null ? {} : { 'Last-Modified': new Date(modifiedSecond * 1000).toUTCString() };
    const since = headerSecond(request, 'if-modified-since');
    return since !== null && modifiedSecond !== null && modifiedSecond <= since
      ? { status: 304, headers }
      : json(200, body, headers);
  };

  const update = ({ request, args: [type = '', id = ''], fault }: Call): Reply => {
    const since = headerSecond(request, 'if-unmodified-since');
    if (since !== null && org.isRecordType(type)) {
      const at = org.tables[type].rowOf(id);
      if (at >= 0 && Number(org.tables[type].accessor('LastModifiedDate')(at)) > since) {
        return json(
          412,
          new ApiError(
            412,
            'PRECONDITION_FAILED',
            'One or more conditions given in the request header evaluated to false',
          ).toBody(),
        );
      }
    }
    return writes.update(type, id, parseBody(request), fault);
  };

  const routes: Route[] = [
    ...bulkRoutes(bulk),
    ...reports.routes,
    {
      method: 'GET',
      pattern: '/',
      handle: ({ base }) =>
        json(200, {
          composite: `${base}/composite`,
          identity: identityUrl(org, origin()),
          limits: `${base}/limits`,
          query: `${base}/query`,
          queryAll: `${base}/queryAll`,
          sobjects: `${base}/sobjects`,
        }),
    },
    {
      method: 'GET',
      pattern: '/limits',
      handle: () => {
        if (!org.permissions.viewSetup) {
          throw new ApiError(
            403,
            'INSUFFICIENT_ACCESS',
            'You need the View Setup and Configuration permission to view limits',
          );
        }
        return json(200, limitsBody(budget, bulk.allowance, reports.limits.toBody()));
      },
    },
    { method: 'GET', pattern: '/query', handle: (call) => query(call, false) },
    { method: 'GET', pattern: '/queryAll', handle: (call) => query(call, true) },
    {
      method: 'GET',
      pattern: '/query/{locator}',
      handle: ({ args, base }) => jsonText(200, cursors.more(args[0]!, base)),
    },
    { method: 'GET', pattern: '/sobjects', handle: ({ base }) => json(200, describeGlobal(org, base)) },
    {
      method: 'GET',
      pattern: '/sobjects/{type}',
      handle: ({ args, base }) =>
        json(200, {
          objectDescribe: describeObject(org, args[0]!, base).body,
          recentItems: [],
        }),
    },
    {
      method: 'POST',
      pattern: '/sobjects/{type}',
      handle: ({ request, args, fault }) => writes.create(args[0]!, parseBody(request), fault),
    },
    { method: 'GET', pattern: '/sobjects/{type}/describe', handle: describe },
    {
      method: 'GET',
      pattern: '/sobjects/{type}/updated',
      handle: ({ request, args }) =>
        json(200, replicated(org, args[0]!, 'updated', request.query.get('start'), request.query.get('end'))),
    },
    {
      method: 'GET',
      pattern: '/sobjects/{type}/deleted',
      handle: ({ request, args }) =>
        json(200, replicated(org, args[0]!, 'deleted', request.query.get('start'), request.query.get('end'))),
    },
    ...listViewRoutes(listViews),
    { method: 'GET', pattern: '/sobjects/{type}/{id}', handle: row },
    { method: 'PATCH', pattern: '/sobjects/{type}/{id}', handle: update },
    {
      method: 'DELETE',
      pattern: '/sobjects/{type}/{id}',
      handle: ({ args, fault }) => writes.remove(args[0]!, args[1]!, fault),
    },
    {
      method: 'PATCH',
      pattern: '/composite/sobjects',
      handle: ({ request, fault }) => writes.updateAll(parseBody(request), fault),
    },
    {
      method: 'POST',
      pattern: '/composite/sobjects',
      handle: ({ request, fault }) => writes.createAll(parseBody(request), fault),
    },
    {
      method: 'DELETE',
      pattern: '/composite/sobjects',
      handle: ({ request }) =>
        writes.removeAll(listOf(request.query.get('ids')), request.query.get('allOrNone') === 'true'),
    },
    {
      method: 'GET',
      pattern: '/composite/sobjects/{type}',
      handle: ({ request, args, base }) =>
        json(200, readRows(org, args[0]!, listOf(request.query.get('ids')), listOf(request.query.get('fields')), base)),
    },
    {
      method: 'POST',
      pattern: '/composite/sobjects/{type}',
      handle: ({ request, args, base }) => {
        const { ids = [], fields = [] } = parseBody(request) as { ids?: string[]; fields?: string[] };
        return json(200, readRows(org, args[0]!, ids, fields, base));
      },
    },
  ];
  const compiled = routes.map((route) => ({
    ...route,
    expression: new RegExp(`^${route.pattern.replace(/\{\w+\}/g, '([^/]+)')}/?$`),
  }));

  return {
    match(method, path) {
      // Patterns without a variable come first among equals, so `listviews/recent` is not taken for an id.
      const found = compiled.filter(({ expression }) => expression.test(path || '/'));
      if (found.length === 0) return null;
      const route = found.find((one) => one.method === (method === 'HEAD' ? 'GET' : method));
      if (!route) {
        throw new ApiError(
          405,
          'METHOD_NOT_ALLOWED',
          `HTTP Method '${method}' not allowed. Allowed are ${[...new Set(found.map((one) => one.method))].join(',')}`,
        );
      }
      const args = route.expression
        .exec(path || '/')!
        .slice(1)
        .map(decoded);
      return {
        route: `${route.method} ${namedRoute(route.pattern, args)}`,
        answer: (request, base, fault) => route.handle({ request, args, base, fault }),
      };
    },
    versions() {
      const list = [];
      for (let version = VERSIONS.oldest; version <= VERSIONS.latest; version++) {
        const year = 14 + Math.floor((version - 30) / 3);
        const season = SEASONS[(version - 30) % 3]!;
        list.push({
          label: `${season} '${season === 'Winter' ? year + 1 : year}`,
          url: `/services/data/v${version}.0`,
          version: `${version}.0`,
        });
      }
      return json(200, list);
    },
    isVersion: (text) =>
      /^v\d\d\.0$/.test(text) && Number(text.slice(1)) >= VERSIONS.oldest && Number(text.slice(1)) <= VERSIONS.latest,
  };
}

/** The route with the object's name filled in: who counts calls wants Contact and Lead apart, but not each id. */
function namedRoute(pattern: string, args: readonly string[]): string {
  return pattern.replace('{type}', args[0] ?? '');
}

function listOf(text: string | null): string[] {
  return (text ?? '')
    .split(',')
    .map((part) => part.trim())
    .filter((part) => part !== '');
}

/** The header is a hint; the org holds it to 200 … 2000. */
function batchSize(request: Request, usual: number): number {
  const asked = /batchSize\s*=\s*(\d+)/i.exec(String(request.headers['sforce-query-options'] ?? ''))?.[1];
  return asked === undefined ? usual : Math.min(usual, Math.max(200, Math.min(2000, Number(asked))));
}

/** A path segment as text; one that is wrongly escaped names nothing. */
function decoded(segment: string): string {
  try {
    return decodeURIComponent(segment);
  } catch {
    return segment;
  }
}
