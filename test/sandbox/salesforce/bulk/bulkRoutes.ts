import { parseBody, type Call, type Route } from '../apiRoute.ts';
import { json, type Reply } from '../http.ts';
import type { Fault } from '../sandboxTypes.ts';
import type { BulkJobs } from './bulkJobs.ts';

/** How a fault ends a job, with the text the job then shows. */
const ENDINGS: Partial<Record<Fault['kind'], { state: 'Failed' | 'Aborted'; errorMessage: string }>> = {
  bulk_failed: {
    state: 'Failed',
    errorMessage:
      'InvalidBatch : Failed to process query: QUERY_TIMEOUT: Your query request was running for too long.',
  },
  bulk_aborted: { state: 'Aborted', errorMessage: 'Aborted by an administrator of the org' },
};

/** The resources of Bulk API 2.0 query jobs. */
export function bulkRoutes(jobs: BulkJobs): Route[] {
  const versionOf = ({ base }: Call): string => base.slice(base.lastIndexOf('v') + 1);
  const strike = (id: string, fault: Fault | undefined): void => {
    const ending = fault && ENDINGS[fault.kind];
    if (ending) jobs.fail(id, ending.state, ending.errorMessage);
  };
  const results = (call: Call): Reply => {
    const { query } = call.request;
    const page = jobs.results(call.args[0]!, versionOf(call), query.get('maxRecords'), query.get('locator'));
    return {
      status: 200,
      headers: {
        'Content-Type': 'text/csv',
        'Sforce-NumberOfRecords': String(page.rows),
        // The last page says the word.
        'Sforce-Locator': page.locator ?? 'null',
      },
      pieces: page.body,
    };
  };
  return [
    {
      method: 'POST',
      pattern: '/jobs/query',
      handle(call) {
        const job = jobs.create(parseBody(call.request), versionOf(call));
        strike(String(job['id']), call.fault);
        return json(200, job);
      },
    },
    { method: 'GET', pattern: '/jobs/query', handle: () => json(200, jobs.list()) },
    {
      method: 'GET',
      pattern: '/jobs/query/{id}',
      handle(call) {
        strike(call.args[0]!, call.fault);
        return json(200, jobs.look(call.args[0]!, versionOf(call)));
      },
    },
    {
      method: 'PATCH',
      pattern: '/jobs/query/{id}',
      handle: (call) => json(200, jobs.abort(call.args[0]!, versionOf(call), parseBody(call.request))),
    },
    {
      method: 'DELETE',
      pattern: '/jobs/query/{id}',
      handle(call) {
        jobs.remove(call.args[0]!, versionOf(call));
        return { status: 204 };
      },
    },
    { method: 'GET', pattern: '/jobs/query/{id}/results', handle: results },
    {
      method: 'GET',
      pattern: '/jobs/query/{id}/resultPages',
      handle: (call) =>
        json(200, jobs.resultPages(call.args[0]!, versionOf(call), call.request.query.get('locator'), call.base)),
    },
  ];
}
