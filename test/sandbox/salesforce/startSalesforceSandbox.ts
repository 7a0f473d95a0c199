import { EventEmitter } from 'node:events';
import { BulkJobs, type BulkJobFacts } from './bulk/bulkJobs.ts';
import { CallBudget } from './callBudget.ts';
import { CallLog } from './callLog.ts';
import { controlApi } from './controlApi.ts';
import { createControls, type Controls } from './controls.ts';
import { createDataApi } from './dataApi.ts';
import { FaultQueue } from './faults.ts';
import { instanceOf } from './ids.ts';
import { createListViews } from './listViews.ts';
import { createOAuth } from './oauth.ts';
import { createOrg } from './org.ts';
import { sandboxPages } from './pages.ts';
import { QueryCursors } from './queryCursors.ts';
import { createRecordWrites } from './recordWrites.ts';
import type { ReportControls } from './reports/reportControls.ts';
import { startReports } from './reports/startReports.ts';
import { startServer } from './sandboxServer.ts';
import { queryWindowMs } from './soql/queryWindow.ts';
import type { CallCounts, Fault, SandboxFacts, SandboxOptions, SandboxWrite } from './sandboxTypes.ts';

export type {
  CallCounts,
  CallLogEntry,
  Fault,
  FaultKind,
  RecordType,
  SandboxFacts,
  SandboxOptions,
  SandboxRecord,
  SandboxWrite,
  ViewChange,
} from './sandboxTypes.ts';

/** A running org. Clients use `url`; everything else is for the test that owns it. */
export interface SalesforceSandbox extends SandboxFacts, Controls, ReportControls {
  /** Issues tokens without HTTP, as if the user had approved. */
  issueTokens(): { accessToken: string; refreshToken: string };
  /** From now on every access token answers 401; refresh tokens still work. */
  expireAccessTokens(): void;
  /** Takes back every approval: refreshing answers `invalid_grant`, access tokens 401. */
  revokeAuthorization(): void;
  /** Uploads the app's certificate for the JWT bearer flow (PEM), in the place of the one before. */
  registerCertificate(pem: string): void;
  /** Whether the app's user may sign in by certificate without being asked; true at first. */
  setPreauthorized(isPreauthorized: boolean): void;
  addFault(fault: Fault): void;
  clearFaults(): void;
  readonly calls: CallCounts;
  /** Forgets the calls counted so far and gives the daily allowance and the hour's report runs back. */
  resetCalls(): void;
  /** Every accepted write of the API, newest last. */
  readonly writes: readonly SandboxWrite[];
  /** Calls the listener at each accepted write; returns the way to stop. */
  onWrite(listener: (write: SandboxWrite) => void): () => void;
  setLatency(ms: number): void;
  /** The bulk jobs there are, oldest first. */
  bulkJobs(): BulkJobFacts[];
  /** Completes the bulk jobs that are running. */
  finishBulkJobs(): void;
  /** Deletes every bulk job with its results, as the org does after seven days. */
  forgetBulkJobs(): void;
  /** Stops listening and destroys open connections. */
  close(): Promise<void>;
}

const CLIENT_ID = '3MVG9rollcallSandboxConsumerKey.0000000000000000000000000000000000000000000000000000';
const CLIENT_SECRET = 'B1B2C3D4E5F60718293A4B5C6D7E8F90A1B2C3D4E5F60718293A4B5C6D7E8F90';

/**
 * Starts a Salesforce org on 127.0.0.1 that clients written for the real one can use unchanged.
 *
 * @throws Error when the port is taken
 */
export async function startSalesforceSandbox(options: SandboxOptions = {}): Promise<SalesforceSandbox> {
  const org = createOrg(options);
  const budget = new CallBudget(options.apiAllowance ?? 100_000, org.now, options.jitterLimitInfo ?? false);
  const calls = new CallLog();
  const faults = new FaultQueue((query) => queryWindowMs(query, org.catalog, org.now()));
  const writes: SandboxWrite[] = [];
  const events = new EventEmitter().setMaxListeners(0);
  const listViews = createListViews(org, options.extraListViews ?? 0);
  const controls = createControls(org, listViews);
  const recordWrites = createRecordWrites(org, (write) => {
    writes.push(write);
    events.emit('write', write);
  });
  let latencyMs = options.latencyMs ?? 0;
  let url = '';
  const origin = (): string => url;
  const oauth = createOAuth({
    org,
    clientId: CLIENT_ID,
    clientSecret: CLIENT_SECRET,
    rotates: options.rotateRefreshTokens ?? true,
    autoApprove: options.autoApprove ?? false,
    origin,
  });
  const reports = startReports(org, options);
  const bulk = new BulkJobs(org, {
    pollsUntilComplete: options.bulkPolls === undefined ? 2 : options.bulkPolls,
    allowance: options.bulkJobAllowance ?? 10_000,
    pageRows: options.bulkPageRows ?? 100_000,
  });
  const api = createDataApi({
    org,
    listViews,
    cursors: new QueryCursors(instanceOf(options.seed ?? 1)),
    writes: recordWrites,
    budget,
    bulk,
    reports,
    pageSizeRows: options.pageSizeRows ?? 2000,
    origin,
  });

  const sandbox: Omit<SalesforceSandbox, 'close' | 'url'> = {
    clientId: CLIENT_ID,
    clientSecret: CLIENT_SECRET,
    orgId: org.id,
    orgName: org.name,
    username: org.username,
    ...controls,
    ...reports.controls,
    issueTokens: () => oauth.tokens.approve(),
    expireAccessTokens: () => oauth.tokens.expireAccessTokens(),
    revokeAuthorization: () => oauth.tokens.revokeApprovals(),
    registerCertificate: (pem) => oauth.jwt.registerCertificate(pem),
    setPreauthorized(isPreauthorized) {
      oauth.jwt.isPreauthorized = isPreauthorized;
    },
    addFault: (fault) => faults.add(fault),
    clearFaults: () => faults.clear(),
    get calls() {
      return calls.counts();
    },
    resetCalls() {
      calls.reset();
      budget.reset();
      reports.limits.reset();
    },
    writes,
    onWrite(listener) {
      events.on('write', listener);
      return () => void events.off('write', listener);
    },
    setLatency(ms) {
      latencyMs = ms;
    },
    bulkJobs: () => bulk.facts(),
    finishBulkJobs: () => bulk.finishAll(),
    forgetBulkJobs: () => bulk.forgetAll(),
  };
  const server = await startServer(options.port ?? 0, {
    org,
    oauth,
    api,
    budget,
    calls,
    faults,
    origin,
    latencyMs: () => latencyMs,
    control: controlApi(sandbox),
    pages: sandboxPages(org, { ...controls, ...reports.controls }),
  });
  url = server.url;
  // Not a spread: that would freeze the getters at their values of now.
  return Object.defineProperties(
    {},
    {
      ...Object.getOwnPropertyDescriptors(sandbox),
      url: { value: url, enumerable: true },
      close: { value: () => server.close(), enumerable: true },
    },
  ) as SalesforceSandbox;
}
