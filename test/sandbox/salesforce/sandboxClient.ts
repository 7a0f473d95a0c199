import { spawn, type ChildProcess } from 'node:child_process';
import { once } from 'node:events';
import { createInterface } from 'node:readline';
import { fileURLToPath } from 'node:url';
import type { BulkJobFacts } from './bulk/bulkJobs.ts';
import type { WireFault } from './controlApi.ts';
import { remoteReportControls, type RemoteReportControls } from './reports/remoteReportControls.ts';
import type { ConvertOptions } from './lifecycle.ts';
import type {
  CallCounts, Fault, RecordType, SandboxFacts, SandboxOptions, SandboxRecord, SandboxWrite, ViewChange,
} from './sandboxTypes.ts';

/** A sandbox in another process: the same controls, each a call over HTTP. */
export interface RemoteSandbox extends SandboxFacts, RemoteReportControls {
  /** Process id of the child. */
  readonly pid: number;
  issueTokens(): Promise<{ accessToken: string; refreshToken: string }>;
  expireAccessTokens(): Promise<void>;
  revokeAuthorization(): Promise<void>;
  registerCertificate(pem: string): Promise<void>;
  setPreauthorized(isPreauthorized: boolean): Promise<void>;
  record(type: RecordType, id: string): Promise<SandboxRecord | undefined>;
  /** Records whose fields equal all of `fields`. */
  find(type: RecordType, fields: SandboxRecord, limit?: number): Promise<SandboxRecord[]>;
  count(type: RecordType, viewDeveloperName?: string): Promise<number>;
  edit(type: RecordType, id: string, fields: Record<string, unknown>, modifiedAt?: Date): Promise<void>;
  editSome(type: RecordType, viewDeveloperName: string, count: number): Promise<string[]>;
  insert(type: RecordType, fields: Record<string, unknown>, modifiedAt?: Date): Promise<string>;
  remove(type: RecordType, id: string): Promise<void>;
  undelete(type: RecordType, id: string): Promise<void>;
  purge(type: RecordType, id: string): Promise<void>;
  merge(type: RecordType, loserId: string, winnerId: string, fields?: Record<string, unknown>): Promise<void>;
  convert(leadId: string, options?: ConvertOptions): Promise<string>;
  unshareRecord(type: RecordType, id: string): Promise<void>;
  reshareRecord(type: RecordType, id: string): Promise<void>;
  renameAccount(id: string, name: string): Promise<void>;
  setView(type: RecordType, developerName: string, change: ViewChange): Promise<void>;
  unshareView(id: string): Promise<void>;
  reshareView(id: string): Promise<void>;
  hideField(type: RecordType, field: string): Promise<void>;
  showField(type: RecordType, field: string): Promise<void>;
  addFault(fault: Fault): Promise<void>;
  clearFaults(): Promise<void>;
  calls(): Promise<CallCounts>;
  resetCalls(): Promise<void>;
  /** Accepted writes, newest last, from the given one on. */
  writes(since?: number): Promise<SandboxWrite[]>;
  /** Waits until `count` writes were accepted since the start and gives them all; rejects after the time. */
  waitForWrites(count: number, timeoutMs: number): Promise<SandboxWrite[]>;
  setLatency(ms: number): Promise<void>;
  bulkJobs(): Promise<BulkJobFacts[]>;
  finishBulkJobs(): Promise<void>;
  forgetBulkJobs(): Promise<void>;
  /** Ends the child and waits until it is gone. */
  close(): Promise<void>;
}

/** Options that can travel as JSON; the clock of another process is its own. */
export type RemoteSandboxOptions = Omit<SandboxOptions, 'now'>;

/**
 * Starts the sandbox in a child process and waits until it answers.
 *
 * @throws Error when the child ends before it is ready
 */
export async function spawnSalesforceSandbox(options: RemoteSandboxOptions = {}): Promise<RemoteSandbox> {
  const program = fileURLToPath(new URL('./sandboxProcess.ts', import.meta.url));
  const child = spawn(process.execPath, ['--disable-warning=ExperimentalWarning', program, JSON.stringify(options)], {
    stdio: ['pipe', 'pipe', 'inherit'],
  });
  const facts = await firstLine(child);
  const call = async <T>(name: string, given: object = {}): Promise<T> => {
    const response = await fetch(`${facts.url}/__sandbox/${name}`, { method: 'POST', body: JSON.stringify(given) });
    const { result, error } = await response.json() as { result?: T; error?: string };
    if (error !== undefined) throw new Error(`Sandbox control ${name}: ${error}`);
    return result as T;
  };
  return {
    ...facts,
    pid: child.pid!,
    ...remoteReportControls(call),
    issueTokens: () => call('issueTokens'),
    expireAccessTokens: () => call('expireAccessTokens'),
    revokeAuthorization: () => call('revokeAuthorization'),
    registerCertificate: (pem) => call('registerCertificate', { pem }),
    setPreauthorized: (isPreauthorized) => call('setPreauthorized', { isPreauthorized }),
    record: async (type, id) => await call<SandboxRecord | null>('record', { type, id }) ?? undefined,
    find: (type, fields, limit) => call('find', { type, fields, limit }),
    count: (type, view) => call('count', { type, view }),
    edit: (type, id, fields, modifiedAt) => call('edit', { type, id, fields, modifiedAt }),
    editSome: (type, view, count) => call('editSome', { type, view, count }),
    insert: (type, fields, modifiedAt) => call('insert', { type, fields, modifiedAt }),
    remove: (type, id) => call('remove', { type, id }),
    undelete: (type, id) => call('undelete', { type, id }),
    purge: (type, id) => call('purge', { type, id }),
    merge: (type, id, winnerId, fields) => call('merge', { type, id, winnerId, fields }),
    convert: (id, options) => call('convert', { id, ...options }),
    unshareRecord: (type, id) => call('unshareRecord', { type, id }),
    reshareRecord: (type, id) => call('reshareRecord', { type, id }),
    renameAccount: (id, name) => call('renameAccount', { id, name }),
    setView: (type, view, change) => call('setView', { type, view, change }),
    unshareView: (id) => call('unshareView', { id }),
    reshareView: (id) => call('reshareView', { id }),
    hideField: (type, field) => call('hideField', { type, field }),
    showField: (type, field) => call('showField', { type, field }),
    addFault: (fault) => call('addFault', { fault: toWire(fault) }),
    clearFaults: () => call('clearFaults'),
    calls: () => call('calls'),
    resetCalls: () => call('resetCalls'),
    writes: (since) => call('writes', { since }),
    waitForWrites: (count, timeoutMs) => call('waitForWrites', { count, timeoutMs }),
    setLatency: (ms) => call('setLatency', { ms }),
    bulkJobs: () => call('bulkJobs'),
    finishBulkJobs: () => call('finishBulkJobs'),
    forgetBulkJobs: () => call('forgetBulkJobs'),
    async close() {
      if (child.exitCode !== null || child.signalCode !== null) return;
      child.kill('SIGTERM');
      await once(child, 'exit');
    },
  };
}

function toWire(fault: Fault): WireFault {
  const { route } = fault;
  return { ...fault, route: typeof route === 'string' ? route : { source: route.source, flags: route.flags } };
}

async function firstLine(child: ChildProcess): Promise<SandboxFacts> {
  const lines = createInterface({ input: child.stdout! });
  const line = await Promise.race([
    once(lines, 'line').then(([text]) => text as string),
    once(child, 'exit').then(([code]) => {
      throw new Error(`The sandbox ended before it was ready, with code ${String(code)}.`);
    }),
  ]);
  return JSON.parse(line) as SandboxFacts;
}
