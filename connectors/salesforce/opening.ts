import type { ConnectionAccess, ConnectorDeps, OpenConnection } from '../../src/contract/connector.ts';
import type { RecordType } from '../../src/domain/contact.ts';
import { openGuardedAgents } from '../../src/contract/hostGuard.ts';
import type { AuthContext } from './auth.ts';
import { SalesforceClient } from './client.ts';
import { describeObject, sourceFields, type ObjectDescribe } from './describe.ts';
import { describeListView, listAllViews, reasonAgainst, searchViews, type ViewElement } from './listViews.ts';
import { testConnection } from './permissions.ts';
import { pullListView } from './pull.ts';
import { Remembered } from './remembered.ts';
import { isReportId, openReports } from './reports/openReports.ts';
import { searchSources } from './searchSources.ts';
import { readSettings } from './settings.ts';
import type { Tuning } from './tuning.ts';
import { readRecords } from './readRecords.ts';
import { writeBack } from './writeBack.ts';

/** A client with everything it owns; `close` lets a renewal in hand save its tokens, then drops the sockets. */
function openClient(access: ConnectionAccess, deps: ConnectorDeps, tuning: Tuning) {
  const { allowPrivateHosts } = deps;
  const agents = openGuardedAgents({ allowPrivateHosts });
  const context: AuthContext = {
    settings: readSettings(access.settings),
    secrets: access.secrets,
    wire: { agents, allowPrivateHosts },
    tuning,
    accountId: access.accountId ?? null,
    now: deps.now,
  };
  const client = new SalesforceClient(context, deps.now, access.mayCall);
  const close = async (): Promise<void> => {
    await client.close();
    agents.close();
  };
  return { client, context, close };
}

/** Opens a client for one piece of work and closes it whatever happens. */
export async function withClient<T>(
  access: ConnectionAccess,
  deps: ConnectorDeps,
  tuning: Tuning,
  work: (client: SalesforceClient, context: AuthContext) => Promise<T>,
): Promise<T> {
  const { client, context, close } = openClient(access, deps, tuning);
  try {
    return await work(client, context);
  } finally {
    await close();
  }
}

/** Opens one connection; the first call that needs the network makes it. */
export function openConnection(access: ConnectionAccess, deps: ConnectorDeps, tuning: Tuning): OpenConnection {
  const { client, close } = openClient(access, deps, tuning);
  const views = new Remembered<readonly ViewElement[]>(tuning.rememberMs, deps.now);
  const reasons = new Remembered<string>(tuning.rememberMs, deps.now);
  const objects = new Remembered<ObjectDescribe>(tuning.rememberMs, deps.now);
  const reports = openReports(client, tuning, deps.now);
  const objectOf = (recordType: RecordType, signal: AbortSignal): Promise<ObjectDescribe> =>
    objects.get(recordType, () => describeObject(client, recordType, signal));
  return {
    test: (signal) => testConnection(client, signal),

    searchSources({ recordType, kind, query, offset }, signal) {
      const object = () => objectOf(recordType, signal);
      return searchSources(
        { kind, offset },
        async (place) => {
          const all = await views.get(recordType, () => listAllViews(client, recordType, signal));
          return searchViews(all, query, place, (view) =>
            reasons.get(view.id, () => reasonAgainst(client, recordType, view, signal)),
          );
        },
        (place) => reports.search(recordType, query, place, object, signal),
      );
    },

    async describeSource(recordType, sourceId, signal) {
      const askObject = () => objectOf(recordType, signal);
      if (isReportId(sourceId)) return reports.describe(recordType, sourceId, askObject, signal);
      const object = await askObject();
      const labels = new Map(object.fields.map(({ name, label }) => [name, label]));
      return describeListView(client, recordType, sourceId, labels, tuning, signal);
    },

    async describeFields(recordType, sourceId, signal) {
      const object = await objectOf(recordType, signal);
      return isReportId(sourceId) ? reports.fields(recordType, sourceId, object, signal) : sourceFields(object);
    },

    pull: (request, signal) =>
      isReportId(request.sourceId)
        ? reports.pull(request, () => objectOf(request.recordType, signal), signal)
        : pullListView({ client, tuning, log: deps.log, objectOf }, request, signal),

    writeBack: (items, signal) => writeBack(client, items, signal),

    readRecords: (request, signal) => readRecords(client, request, signal),

    callsUsed: () => client.callsUsed,

    usage: () => client.usage,

    close,
  };
}
