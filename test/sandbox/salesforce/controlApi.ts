import { json, type Reply, type Request } from './http.ts';
import type { ReportChange, ReportDraft } from './reports/reportDefinition.ts';
import type { RunKind } from './reports/reportLimits.ts';
import type { SalesforceSandbox } from './startSalesforceSandbox.ts';
import type { Fault, RecordType, SandboxWrite, ViewChange } from './sandboxTypes.ts';

type Sandbox = Omit<SalesforceSandbox, 'close' | 'url'>;

/** A fault as JSON: a pattern travels as its source and flags. */
export type WireFault = Omit<Fault, 'route'> & { route: string | { source: string; flags: string } };

/** Arguments of all controls; each takes the ones it needs. */
interface Arguments {
  type: RecordType;
  id: string;
  winnerId: string;
  name: string;
  contactId: string | undefined;
  fields: Record<string, unknown>;
  field: string;
  view: string;
  count: number;
  limit: number;
  /** ISO instant. */
  modifiedAt: string;
  change: ViewChange;
  fault: WireFault;
  ms: number;
  report: string;
  draft: ReportDraft;
  reportChange: ReportChange;
  kind: RunKind;
  pem: string;
  isPreauthorized: boolean;
  since: number;
  timeoutMs: number;
}

const instantOf = (text: string | undefined): Date | undefined => (text === undefined ? undefined : new Date(text));

/**
 * The same controls over HTTP, for a sandbox in another process: `POST /__sandbox/{name}` with a JSON object, answered
 * `{ "result": … }` or 400 `{ "error": … }`.
 */
export function controlApi(sandbox: Sandbox): (request: Request) => Promise<Reply | null> {
  const controls: Record<string, (given: Arguments) => unknown> = {
    facts: () => ({
      clientId: sandbox.clientId,
      clientSecret: sandbox.clientSecret,
      orgId: sandbox.orgId,
      orgName: sandbox.orgName,
      username: sandbox.username,
    }),
    issueTokens: () => sandbox.issueTokens(),
    expireAccessTokens: () => sandbox.expireAccessTokens(),
    revokeAuthorization: () => sandbox.revokeAuthorization(),
    registerCertificate: ({ pem }) => sandbox.registerCertificate(pem),
    setPreauthorized: ({ isPreauthorized }) => sandbox.setPreauthorized(isPreauthorized),
    record: ({ type, id }) => sandbox.record(type, id),
    find: ({ type, fields, limit }) =>
      sandbox.find(type, (record) => Object.entries(fields).every(([name, value]) => record[name] === value), limit),
    count: ({ type, view }) => sandbox.count(type, view),
    edit: ({ type, id, fields, modifiedAt }) => sandbox.edit(type, id, fields, instantOf(modifiedAt)),
    editSome: ({ type, view, count }) => sandbox.editSome(type, view, count),
    insert: ({ type, fields, modifiedAt }) => sandbox.insert(type, fields, instantOf(modifiedAt)),
    remove: ({ type, id }) => sandbox.remove(type, id),
    merge: ({ type, id, winnerId, fields }) => sandbox.merge(type, id, winnerId, fields),
    undelete: ({ type, id }) => sandbox.undelete(type, id),
    purge: ({ type, id }) => sandbox.purge(type, id),
    convert: ({ id, contactId, fields }) => sandbox.convert(id, { contactId, fields }),
    unshareRecord: ({ type, id }) => sandbox.unshareRecord(type, id),
    reshareRecord: ({ type, id }) => sandbox.reshareRecord(type, id),
    renameAccount: ({ id, name }) => sandbox.renameAccount(id, name),
    setView: ({ type, view, change }) => sandbox.setView(type, view, change),
    unshareView: ({ id }) => sandbox.unshareView(id),
    reshareView: ({ id }) => sandbox.reshareView(id),
    hideField: ({ type, field }) => sandbox.hideField(type, field),
    showField: ({ type, field }) => sandbox.showField(type, field),
    addFault: ({ fault }) =>
      sandbox.addFault({
        ...fault,
        route: typeof fault.route === 'string' ? fault.route : new RegExp(fault.route.source, fault.route.flags),
      }),
    clearFaults: () => sandbox.clearFaults(),
    calls: () => sandbox.calls,
    resetCalls: () => sandbox.resetCalls(),
    writes: ({ since = 0 }) => sandbox.writes.slice(since),
    waitForWrites: ({ count, timeoutMs }) => waitForWrites(sandbox, count, timeoutMs),
    setLatency: ({ ms }) => sandbox.setLatency(ms),
    reports: () => sandbox.reports(),
    reportId: ({ report }) => sandbox.reportId(report),
    reportRecords: ({ report }) => sandbox.reportRecords(report),
    saveReport: ({ draft }) => sandbox.saveReport(draft),
    changeReport: ({ report, reportChange }) => sandbox.changeReport(report, reportChange),
    spendReportRuns: ({ kind, count }) => sandbox.spendReportRuns(kind, count),
    setReportRunTime: ({ ms }) => sandbox.setReportRunTime(ms),
    reportInstances: () => sandbox.reportInstances(),
    finishReportInstances: () => sandbox.finishReportInstances(),
    bulkJobs: () => sandbox.bulkJobs(),
    finishBulkJobs: () => sandbox.finishBulkJobs(),
    forgetBulkJobs: () => sandbox.forgetBulkJobs(),
  };
  return async (request) => {
    const name = request.path.slice('/__sandbox/'.length);
    const control = Object.hasOwn(controls, name) ? controls[name] : undefined;
    if (!control || request.method !== 'POST') return null;
    try {
      const given = (request.body === '' ? {} : JSON.parse(request.body)) as Arguments;
      return json(200, { result: (await control(given)) ?? null });
    } catch (error) {
      return json(400, { error: (error as Error).message });
    }
  };
}

/** Resolves once `count` writes were accepted since the start; rejects after the time. */
function waitForWrites(sandbox: Sandbox, count: number, timeoutMs: number): Promise<readonly SandboxWrite[]> {
  return new Promise((resolve, reject) => {
    const timer = setTimeout(() => {
      stop();
      reject(new Error(`Only ${sandbox.writes.length} of ${count} writes came within ${timeoutMs} ms.`));
    }, timeoutMs);
    const look = (): void => {
      if (sandbox.writes.length < count) return;
      clearTimeout(timer);
      stop();
      resolve(sandbox.writes);
    };
    const stop = sandbox.onWrite(look);
    look();
  });
}
