import type { OpenConnection, WriteBackItem, WriteBackOutcome } from '../contract/connector.ts';
import { ConnectorError } from '../contract/errors.ts';
import { addCalls } from '../db/callCount.ts';
import type { ConnectionRow } from '../db/entities.ts';
import {
  claimWriteBacks,
  releaseWriteBacks,
  settleWriteBacks,
  type ClaimedWriteBack,
  type WriteBackResult,
} from '../db/outbox.ts';
import type { RecordType } from '../domain/contact.ts';
import type { OptOutMapping } from '../domain/mappingTypes.ts';
import { optOutValue } from '../domain/optOut.ts';
import { clearFault, noteFault } from './connections/faults.ts';
import type { SyncContext } from './context.ts';

/** As many as Salesforce takes in one call; other vendors cut it smaller themselves. */
const BATCH = 200;

/** Longer than the calls of one batch may last; a process that dies keeps its rows this long. */
export const WRITE_BACK_LEASE_MS = 60_000;
const CALLS_DEADLINE_MS = 45_000;

/** While authorization is broken nothing gets through; reconnecting makes everything due at once. */
const REAUTHORISE_PAUSE_MS = 5 * 60_000;
const LONGEST_PAUSE_MS = 15 * 60_000;

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
    if (sendable.length > 0) {
      const outcomes = await open.writeBack(
        sendable.map((row) => itemOf(row, mappings.get(row.recordType)!)),
        AbortSignal.timeout(CALLS_DEADLINE_MS),
      );
      if (outcomes.length !== sendable.length) {
        throw new Error(
          `The connector ${connection.connector} answered ${outcomes.length} outcomes for ${sendable.length} items.`,
        );
      }
      results.push(...sendable.map((row, index) => resultOf(row, outcomes[index]!, ctx.now())));
      await clearFault(db, connection.id);
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

async function readOptOutMappings(ctx: SyncContext, connectionId: string): Promise<Map<RecordType, OptOutMapping>> {
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

/** Doubles with each try up to a quarter of an hour, at least what the vendor asks for, spread by up to a half. */
function pauseMs(attempts: number, atLeastMs: number): number {
  const base = Math.min(500 * 2 ** Math.min(attempts, 12), LONGEST_PAUSE_MS);
  return Math.max(atLeastMs, base) * (1 + Math.random() / 2);
}

/** The whole call failed: nothing was tried, or what came of it is unknown. Writing a fixed value again is harmless. */
async function giveBack(
  ctx: SyncContext,
  connection: ConnectionRow,
  owner: string,
  rows: readonly ClaimedWriteBack[],
  error: unknown,
): Promise<void> {
  const db = ctx.dataSource.manager;
  const now = ctx.now();
  const mostTries = Math.max(...rows.map((row) => row.attempts));
  if (!(error instanceof ConnectorError)) {
    ctx.log.error('write-backs failed for a reason that is a fault of Rollcall', {
      connectionId: connection.id,
      error: String((error as Error)?.stack ?? error),
    });
  }
  const fault = error instanceof ConnectorError ? error : null;
  if (fault?.retry.kind === 'never') {
    await ctx.dataSource.transaction((tx) =>
      settleWriteBacks(tx, owner, now, rows.map((row) => ({
        id: row.id,
        kind: 'dead',
        code: fault.code,
        reason: fault.vendorMessage || fault.message,
        remedy: fault.message,
      }))),
    );
    return;
  }
  if (fault?.retry.kind === 'reauthorise') await noteFault(db, connection.id, fault);
  const delayMs =
    fault?.retry.kind === 'reauthorise'
      ? REAUTHORISE_PAUSE_MS
      : pauseMs(mostTries, fault?.retry.kind === 'after' ? fault.retry.delayMs : 0);
  await releaseWriteBacks(
    db,
    owner,
    rows.map((row) => row.id),
    {
      code: fault?.code ?? 'internal',
      reason: fault
        ? fault.vendorMessage || fault.message
        : 'Something in Rollcall itself went wrong; it is tried again.',
      dueAt: new Date(now.getTime() + delayMs),
    },
  );
}
