import type { SyncContext } from '../../sync/context.ts';
import type { Api } from '../api.ts';

/** One line per API request: the route, never the address itself, for searches hold names and numbers. */
export function addRequestLog(app: Api, log: SyncContext['log']): void {
  app.addHook('onResponse', async (request, reply) => {
    const route = request.routeOptions.url;
    if (route === undefined || !/^\/(api|oauth|webhooks)\b/.test(route)) return;
    const details = {
      requestId: request.id,
      method: request.method,
      route,
      status: reply.statusCode,
      ms: Math.round(reply.elapsedTime),
      team: request.team?.slug ?? null,
      caller: request.caller?.userId ?? request.caller?.token?.id ?? null,
    };
    if (reply.statusCode >= 500) log.error('Answered a request', details);
    else log.info('Answered a request', details);
  });
}
