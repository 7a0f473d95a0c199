import assert from 'node:assert/strict';
import { makeSalesforce } from '../../../connectors/salesforce/index.ts';
import { TUNING } from '../../../connectors/salesforce/tuning.ts';
import type { Connector } from '../../../src/contract/connector.ts';
import type { RecordType } from '../../../src/domain/contact.ts';
import { runAudit } from '../../../src/sync/drift/runAudit.ts';
import { startAudit } from '../../../src/sync/drift/startAudit.ts';
import type { RunEnd } from '../../../src/sync/runImport.ts';
import { createTestBed, type TestBed } from '../../support/testBed.ts';
import type { SandboxOptions } from '../../sandbox/salesforce/sandboxTypes.ts';

export interface AuditRow {
  state: string;
  total: number;
  compared: number;
  agree: number;
  on_the_way: number;
  out_here_only: number;
  out_there_only: number;
  gone: number;
  unreadable: number;
  calls_forecast: number;
  calls_spent: number;
  attempts: number;
  resumed: number;
  due_at: Date;
  error_code: string | null;
  error_message: string | null;
  repaired_by: string | null;
}

export interface LinkedContact {
  readonly id: number;
  readonly recordId: string;
  readonly mobile: string;
}

/** A team whose contacts were imported from a sandbox org, with what tests of audits do to both sides. */
export interface AuditBed extends TestBed {
  /** Called when the records of a page have been read, before they are compared; null does nothing. */
  afterReading: (() => Promise<void>) | null;
  /** Queues an audit and works on it. */
  audit(options?: { startedBy?: string; windowKey?: string }): Promise<string>;
  workOn(auditId: string, options?: { stopping?: AbortSignal; owner?: string; leaseMs?: number }): Promise<RunEnd>;
  row(auditId: string): Promise<AuditRow>;
  /** What became of each, as `[out_here_only, 003…]`, by record. */
  items(auditId: string): Promise<[string, string][]>;
  /** Linked contacts that may be texted, in the order of their records. */
  linked(count: number, recordType?: RecordType): Promise<LinkedContact[]>;
  /** Says in the org that somebody opted out or in, so long ago that no import brings it. */
  editLate(recordId: string, optedOut: boolean): void;
}

/** Edits of this age lie behind every watermark and its look-back. */
export const LONG_AGO = new Date('2026-01-05T12:00:00Z');

/** @param pageSize - records that one call reads; many small pages make small tests large */
export async function createAuditBed(sandbox: SandboxOptions = {}, pageSize = 2000): Promise<AuditBed> {
  const made = await createTestBed({ sandbox: { contacts: 300, leads: 5, ...sandbox }, view: 'AllContacts' });
  const connector = watched(pageSize, () => bed.afterReading?.() ?? Promise.resolve());
  const ctx = { ...made.ctx, connectors: new Map([[connector.id, connector]]) };
  let owners = 0;
  const workOn: AuditBed['workOn'] = (auditId, options = {}) =>
    runAudit(ctx, auditId, {
      owner: options.owner ?? `auditor ${++owners}`,
      leaseMs: options.leaseMs ?? 30_000,
      stopping: options.stopping ?? new AbortController().signal,
    });
  const bed: AuditBed = {
    ...made,
    ctx,
    afterReading: null,
    workOn,
    async audit({ startedBy = 'A test', ...rest } = {}) {
      const id = await startAudit(bed.ctx, {
        teamId: bed.teamId,
        connectionId: bed.connectionId,
        startedBy,
        ...rest,
      });
      await workOn(id);
      return id;
    },
    async row(auditId) {
      return (await bed.sql<AuditRow>('select * from drift_audit where id = $1', [auditId]))[0]!;
    },
    async items(auditId) {
      const rows = await bed.sql<{ kind: string; record_id: string }>(
        'select kind, record_id from drift_item where audit_id = $1 order by record_id',
        [auditId],
      );
      return rows.map((row) => [row.kind, row.record_id]);
    },
    async linked(count, recordType = 'Contact') {
      const rows = await bed.sql<{ id: number; record_id: string; mobile: string }>(
        `select id, record_id, mobile from contact where record_type = $1 and not opted_out and mobile is not null
         order by record_id limit $2`,
        [recordType, count],
      );
      assert.equal(rows.length, count, 'the org has enough people');
      return rows.map((row) => ({ id: row.id, recordId: row.record_id, mobile: row.mobile }));
    },
    editLate(recordId, optedOut) {
      bed.sandbox.edit('Contact', recordId, { SMS_Opt_Out__c: optedOut }, LONG_AGO);
    },
  };
  return bed;
}

/** The connector with quick repeats, which lets a test act between reading and comparing. */
function watched(pageSize: number, afterReading: () => Promise<void>): Connector {
  const salesforce = makeSalesforce({ ...TUNING, firstDelayMs: 1 });
  return {
    ...salesforce,
    recordsPerRead: pageSize,
    open(access, deps) {
      const connection = salesforce.open(access, deps);
      return {
        ...connection,
        async readRecords(request, signal) {
          const records = await connection.readRecords!(request, signal);
          await afterReading();
          return records;
        },
      };
    },
  };
}
