import { parseBody, type Call, type Route } from '../apiRoute.ts';
import { json, jsonText, type Reply, type Request } from '../http.ts';
import { operatorMap } from './operators.ts';
import { readMetadata } from './postedMetadata.ts';
import { noMetadata, notJson } from './reportErrors.ts';
import type { ReportInstances } from './reportInstances.ts';
import type { PreparedRun, Reports } from './reports.ts';

/**
 * The resources of the Reports and Dashboards REST API.
 *
 * @param runTimeMs - how long the org works at a run or a fetch of results
 */
export function reportRoutes(reports: Reports, instances: ReportInstances, runTimeMs: () => number): Route[] {
  const withDetails = ({ query }: Request): boolean => query.get('includeDetails') === 'true';
  const run = ({ request, base, fault }: Call, { definition, write }: PreparedRun): Reply => {
    const done = reports.limits.engage('sync');
    try {
      reports.limits.charge('sync');
      const text = write(withDetails(request), reports.attributes(definition, base));
      const body = fault?.kind === 'report_rows_absent' ? withoutRows(text) : text;
      return { ...jsonText(200, body), takesMs: runTimeMs(), done };
    } catch (error) {
      done();
      throw error;
    }
  };
  const look = ([id = '', instance = '']: readonly string[]): Reply => {
    if (!instances.hasResult(id, instance)) return jsonText(200, instances.look(id, instance));
    const done = reports.limits.engage('results');
    try {
      return { ...jsonText(200, instances.look(id, instance)), takesMs: runTimeMs(), done };
    } catch (error) {
      done();
      throw error;
    }
  };
  return [
    { method: 'GET', pattern: '/analytics/reports', handle: ({ base }) => json(200, reports.recent(base)) },
    {
      method: 'POST',
      pattern: '/analytics/reports',
      handle({ request, base }) {
        const { name = '' } = readMetadata(required(request));
        const id = reports.clone(request.query.get('cloneId') ?? '', name);
        return json(200, reports.describe(id, base));
      },
    },
    { method: 'GET', pattern: '/analytics/filteroperators', handle: () => json(200, operatorMap()) },
    {
      // Before the pattern of one report, which would take it for an id.
      method: 'POST',
      pattern: '/analytics/reports/query',
      handle: (call) => run(call, reports.prepareAdHoc(required(call.request))),
    },
    {
      method: 'GET',
      pattern: '/analytics/reports/{id}/describe',
      handle: ({ args, base }) => json(200, reports.describe(args[0]!, base)),
    },
    {
      method: 'GET',
      pattern: '/analytics/reports/{id}',
      handle: (call) => run(call, reports.prepare(call.args[0]!, null)),
    },
    {
      method: 'POST',
      pattern: '/analytics/reports/{id}',
      handle: (call) => run(call, reports.prepare(call.args[0]!, required(call.request))),
    },
    {
      method: 'DELETE',
      pattern: '/analytics/reports/{id}',
      handle({ args }) {
        reports.store.change(reports.store.byId(args[0]!).id, { deleted: true });
        return { status: 204 };
      },
    },
    {
      method: 'POST',
      pattern: '/analytics/reports/{id}/instances',
      handle({ request, args, base, fault }: Call) {
        const endsIn = fault?.kind === 'report_instance_error' ? 'Error' : 'Success';
        return json(200, instances.start(args[0]!, metadataOf(request), withDetails(request), endsIn, base));
      },
    },
    {
      method: 'GET',
      pattern: '/analytics/reports/{id}/instances',
      handle: ({ args, base }) => json(200, instances.list(args[0]!, base)),
    },
    { method: 'GET', pattern: '/analytics/reports/{id}/instances/{instance}', handle: ({ args }) => look(args) },
    {
      method: 'DELETE',
      pattern: '/analytics/reports/{id}/instances/{instance}',
      handle({ args: [id = '', instance = ''] }) {
        instances.remove(id, instance);
        return { status: 204 };
      },
    },
  ];
}

function withoutRows(text: string): string {
  const answer = JSON.parse(text) as { factMap: Record<string, { rows?: unknown }> };
  for (const entry of Object.values(answer.factMap)) delete entry.rows;
  return JSON.stringify(answer);
}

/** A posted body; null when there is none. */
function metadataOf(request: Request): unknown {
  if (request.body === '') return null;
  if (!(request.headers['content-type'] ?? '').includes('json')) throw notJson();
  return parseBody(request);
}

function required(request: Request): unknown {
  const body = metadataOf(request);
  if (body === null) throw noMetadata();
  return body;
}
