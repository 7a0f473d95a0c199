import type { OpenConnection } from '../contract/connector.ts';
import type { RecordState } from '../contract/records.ts';
import type { ConnectionRow } from '../db/entities.ts';
import { recordOptOuts } from '../db/driftRepairs.ts';
import { readOptingIn } from '../db/lateOptOuts.ts';
import { appendConsentEvents } from '../db/ledger.ts';
import { lockTeamForMerge } from '../db/lockTeam.ts';
import { settleWriteBacks, type ClaimedWriteBack, type WriteBackResult } from '../db/outbox.ts';
import type { RecordType } from '../domain/contact.ts';
import { decideImportConsent } from '../domain/importConsent.ts';
import type { OptOutMapping } from '../domain/mappingTypes.ts';
import { readOptOut } from '../domain/optOut.ts';
import type { SyncContext } from './context.ts';
import { recordAccess } from './recordAccess.ts';
import { pauseMs, vendorFault } from './writeBackFailure.ts';

/** Opt-outs of the same call wait meanwhile. */
const READ_DEADLINE_MS = 10_000;

type OptOutState = Extract<RecordState, { kind: 'found' }>;

/**
 * Looks, before opt-ins are written, whether their records say opted out in a version that is news to us: an opt-out
 * that somebody set in the CRM and that no import has brought yet would be overwritten. By the import's own rule such a
 * contact opts out here, and its opt-in is not written. Opt-outs are written without a look.
 *
 * @returns what is to be written now, and what is to be stored of the others
 * @throws ConnectorError when the records could not be read and nothing else is to be written
 */
export async function heedLateOptOuts(
  ctx: SyncContext,
  connection: ConnectionRow,
  open: OpenConnection,
  owner: string,
  rows: readonly ClaimedWriteBack[],
  mappings: ReadonlyMap<RecordType, OptOutMapping>,
  signal: AbortSignal,
): Promise<{ readonly write: readonly ClaimedWriteBack[]; readonly settled: readonly WriteBackResult[] }> {
  const optIns = rows.filter((row) => row.change === 'opted_in');
  if (optIns.length === 0) return { write: rows, settled: [] };
  const optOuts = rows.filter((row) => row.change === 'opted_out');
  let late: Map<number, OptOutState>;
  try {
    late = await readOptedOut(open, optIns, mappings, AbortSignal.any([signal, AbortSignal.timeout(READ_DEADLINE_MS)]));
  } catch (error) {
    const fault = vendorFault(connection.name, error);
    const isLasting = fault?.retry.kind === 'never';
    if (!fault || (!isLasting && optOuts.length === 0)) throw fault ?? error;
    const reason = fault.vendorMessage || fault.message;
    const settled = optIns.map((row): WriteBackResult =>
      isLasting
        ? { id: row.id, kind: 'dead', code: fault.code, reason, remedy: fault.message }
        : { id: row.id, kind: 'retry', code: fault.code, reason, dueAt: laterThan(ctx.now(), row.attempts) },
    );
    return { write: optOuts, settled };
  }
  if (late.size === 0) return { write: rows, settled: [] };
  const superseded = await optOut(ctx, connection, owner, optIns, late, mappings);
  return { write: rows.filter((row) => !superseded.has(row.id)), settled: [] };
}

function laterThan(now: Date, attempts: number): Date {
  return new Date(now.getTime() + pauseMs(attempts, 0));
}

/** The rows whose record says opted out, with what it says. */
async function readOptedOut(
  open: OpenConnection,
  rows: readonly ClaimedWriteBack[],
  mappings: ReadonlyMap<RecordType, OptOutMapping>,
  signal: AbortSignal,
): Promise<Map<number, OptOutState>> {
  const found = new Map<number, OptOutState>();
  for (const [recordType, mapping] of mappings) {
    const ofType = rows.filter((row) => row.recordType === recordType);
    if (ofType.length === 0) continue;
    const recordIds = ofType.map((row) => row.recordId);
    const states = await recordAccess(open).readRecords({ recordType, field: fieldOf(mapping), recordIds }, signal);
    ofType.forEach((row, index) => {
      const state = states[index]!;
      if (state.kind === 'found' && readOptOut(mapping, state.value) === 'opted_out') found.set(row.id, state);
    });
  }
  return found;
}

/** @returns the write-backs that were superseded */
async function optOut(
  ctx: SyncContext,
  connection: ConnectionRow,
  owner: string,
  rows: readonly ClaimedWriteBack[],
  late: ReadonlyMap<number, OptOutState>,
  mappings: ReadonlyMap<RecordType, OptOutMapping>,
): Promise<Set<number>> {
  const teamId = connection.team_id;
  const typeOf = new Map(rows.map((row) => [row.id, row.recordType]));
  return ctx.dataSource.transaction(async (tx) => {
    await lockTeamForMerge(tx, teamId);
    const now = ctx.now();
    const contacts = (await readOptingIn(tx, owner, [...late.keys()])).filter(
      (contact) => decideImportConsent(contact, 'opted_out', late.get(contact.writeBackId)!.modifiedAt).kind === 'set',
    );
    if (contacts.length === 0) return new Set<number>();
    await appendConsentEvents(
      tx,
      teamId,
      now,
      contacts.map(({ contactId, mobile, writeBackId }) => ({
        contactId,
        mobile,
        change: 'opted_out',
        cause: 'import',
        actor: connection.name,
        occurredAt: now,
        evidence: {
          field: fieldOf(mappings.get(typeOf.get(writeBackId)!)!),
          recordModifiedAt: late.get(writeBackId)!.modifiedAt.toISOString(),
        },
      })),
    );
    // The record's other fields have not been read: its version is still to come with an import.
    await recordOptOuts(
      tx,
      now,
      contacts.map(({ contactId }) => ({ contactId, version: null })),
    );
    // In one with the opt-out: an opt-in that was only put off would be written after all.
    await settleWriteBacks(
      tx,
      owner,
      now,
      contacts.map(({ writeBackId }) => ({ id: writeBackId, kind: 'superseded' })),
    );
    return new Set(contacts.map(({ writeBackId }) => writeBackId));
  });
}

function fieldOf(mapping: OptOutMapping): string {
  return mapping.writeTo ?? mapping.field;
}
