import type { OpenConnection } from '../contract/connector.ts';
import type { WriteBackItem, WriteBackOutcome } from '../contract/records.ts';
import { addCalls } from '../db/callCount.ts';
import type { ConnectionRow } from '../db/entities.ts';
import { claimWriteBacks, settleWriteBacks, type ClaimedWriteBack, type WriteBackResult } from '../db/outbox.ts';
import { openGate, tryAtOnce } from '../db/outboxGate.ts';
import type { RecordType } from '../domain/contact.ts';
import type { OptOutMapping } from '../domain/mappingTypes.ts';
import { optOutValue } from '../domain/optOut.ts';
import { clearFault } from './connections/faults.ts';
import type { SyncContext } from './context.ts';
import { heedLateOptOuts } from './lateOptOuts.ts';
import { recordAccess } from './recordAccess.ts';
import { giveBack, pauseMs } from './writeBackFailure.ts';

/** As many as Salesforce takes in one call; other vendors cut it smaller themselves. */
export const BATCH = 200;

/** Longer than the calls of one batch may last; a process that dies keeps its rows this long. */
export const WRITE_BACK_LEASE_MS = 60_000;
const CALLS_DEADLINE_MS = 45_000;

/**
 * Sends one batch of what waits for a connection.
 *
 * @param owner - names the claims of this process
 * @returns how many were taken up; 0 when nothing was due
 */
export async function sendWriteBacks(
  ctx: SyncContext,
  connection: ConnectionRow,
  open: OpenConnection,
  owner: string,
): Promise<number> {
  const db = ctx.dataSource.manager;
  const claimed = await claimWriteBacks(db, {
    connectionId: connection.id,
    owner,
    now: ctx.now(),
    leaseMs: WRITE_BACK_LEASE_MS,
    limit: BATCH,
  });
  if (claimed.length === 0) return 0;

  const mappings = await readOptOutMappings(ctx, connection.id);
  const sendable = claimed.filter((row) => mappings.has(row.recordType));
  const results: WriteBackResult[] = claimed.filter((row) => !mappings.has(row.recordType)).map(notExchanged);
  const callsBefore = open.callsUsed();
  try {
    const signal = AbortSignal.timeout(CALLS_DEADLINE_MS);
    const { write, settled } = await heedLateOptOuts(ctx, connection, open, owner, sendable, mappings, signal);
    results.push(...settled);
    if (write.length > 0) {
      results.push(...(await send(ctx, connection, open, write, mappings, signal)));
      await openGate(db, connection.id);
      await clearFault(db, connection.id);
    } else {
      // Nothing was written, so nothing was tried: the next call need not wait for the end of this claim.
      await tryAtOnce(db, connection.id);
    }
    await ctx.dataSource.transaction((tx) => settleWriteBacks(tx, owner, ctx.now(), results));
  } catch (error) {
    await ctx.dataSource.transaction((tx) => settleWriteBacks(tx, owner, ctx.now(), results));
    await giveBack(ctx, connection, owner, sendable, error);
  } finally {
    await addCalls(db, connection.id, ctx.now(), open.callsUsed() - callsBefore, open.usage());
  }
  return claimed.length;
}

async function send(
  ctx: SyncContext,
  connection: ConnectionRow,
  open: OpenConnection,
  rows: readonly ClaimedWriteBack[],
  mappings: ReadonlyMap<RecordType, OptOutMapping>,
  signal: AbortSignal,
): Promise<WriteBackResult[]> {
  const items = rows.map((row) => itemOf(row, mappings.get(row.recordType)!));
  const outcomes = await recordAccess(open).writeBack(items, signal);
  if (outcomes.length !== items.length) {
    throw new Error(
      `The connector ${connection.connector} answered ${outcomes.length} outcomes for ${items.length} items.`,
    );
  }
  return rows.map((row, index) => resultOf(row, outcomes[index]!, ctx.now()));
}

/** Which field carries texting preference, by record type; other types are not exchanged. */
export async function readOptOutMappings(
  ctx: SyncContext,
  connectionId: string,
): Promise<Map<RecordType, OptOutMapping>> {
  const rows: { record_type: RecordType; opt_out: OptOutMapping }[] = await ctx.dataSource.query(
    'select record_type, opt_out from import_config where connection_id = $1 and opt_out is not null',
    [connectionId],
  );
  return new Map(rows.map((row) => [row.record_type, row.opt_out]));
}

function itemOf(row: ClaimedWriteBack, mapping: OptOutMapping): WriteBackItem {
  return {
    recordType: row.recordType,
    recordId: row.recordId,
    field: mapping.writeTo ?? mapping.field,
    value: optOutValue(mapping, row.change === 'opted_out'),
  };
}

function notExchanged(row: ClaimedWriteBack): WriteBackResult {
  return {
    id: row.id,
    kind: 'dead',
    code: 'not_exchanged',
    reason: 'The opt-out field was taken out of this import’s settings.',
    remedy: 'Choose the opt-out field again under Opt-out, then retry. The person’s state here stands.',
  };
}

function resultOf(row: ClaimedWriteBack, outcome: WriteBackOutcome, now: Date): WriteBackResult {
  switch (outcome.kind) {
    case 'accepted':
      return { id: row.id, kind: 'confirmed', crmAt: outcome.at };
    case 'retry':
      return {
        id: row.id,
        kind: 'retry',
        code: outcome.code,
        reason: outcome.reason,
        dueAt: new Date(now.getTime() + pauseMs(row.attempts, outcome.delayMs)),
      };
    case 'refused':
      return { id: row.id, kind: 'dead', code: outcome.code, reason: outcome.reason, remedy: outcome.remedy };
  }
}
