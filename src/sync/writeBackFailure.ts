import { ConnectorError, type ConnectorErrorCode } from '../contract/errors.ts';
import type { ConnectionRow } from '../db/entities.ts';
import { releaseWriteBacks, type ClaimedWriteBack } from '../db/outbox.ts';
import { closeGate } from '../db/outboxGate.ts';
import { noteFault } from './connections/faults.ts';
import type { SyncContext } from './context.ts';

/**
 * What a person has to mend: trying every half minute would only spend calls. Reconnecting, and pressing *Retry*, try
 * at once.
 */
const FOR_A_PERSON_MS = 5 * 60_000;

/** Here the vendor says when there will be calls again; other delays are a connector's guess, and ours are shorter. */
const NAMED_DELAYS: ReadonlySet<ConnectorErrorCode> = new Set(['DAILY_LIMIT', 'CONCURRENT_LIMIT']);

const LONGEST_PAUSE_MS = 15 * 60_000;

/**
 * The whole call failed: nothing was tried, or what came of it is unknown; writing a fixed value again is harmless. The
 * rows wait again, and the connection's gate closes. A fault of our own closes no gate, for it may lie in one row: the
 * rows of that call back off by themselves.
 */
export async function giveBack(
  ctx: SyncContext,
  connection: ConnectionRow,
  owner: string,
  rows: readonly ClaimedWriteBack[],
  error: unknown,
): Promise<void> {
  const now = ctx.now();
  const ids = rows.map((row) => row.id);
  const fault = vendorFault(connection.name, error);
  if (!fault) {
    ctx.log.error('write-backs failed for a reason that is a fault of Rollcall', {
      connectionId: connection.id,
      error: String((error as Error)?.stack ?? error),
    });
    const mostTries = Math.max(...rows.map((row) => row.attempts));
    await releaseWriteBacks(ctx.dataSource.manager, owner, ids, {
      code: 'internal',
      reason: 'Something in Rollcall itself went wrong; it is tried again.',
      dueAt: new Date(now.getTime() + pauseMs(mostTries, 0)),
    });
    return;
  }
  const { code } = fault;
  const reason = fault.vendorMessage || fault.message;
  await ctx.dataSource.transaction(async (tx) => {
    await noteFault(tx, connection.id, fault);
    await closeGate(tx, connection.id, now, { code, reason, atLeastMs: atLeastMs(fault) });
    await releaseWriteBacks(tx, owner, ids, { code, reason, dueAt: now });
  });
}

function atLeastMs({ code, retry }: ConnectorError): number {
  if (retry.kind !== 'after') return FOR_A_PERSON_MS;
  return NAMED_DELAYS.has(code) ? retry.delayMs : 0;
}

/** The vendor's fault behind an error, the end of our own patience included; null when it is a fault of Rollcall. */
export function vendorFault(connectionName: string, error: unknown): ConnectorError | null {
  if (error instanceof ConnectorError) return error;
  if ((error as Error | null)?.name !== 'TimeoutError') return null;
  return new ConnectorError(
    'TIMEOUT',
    `${connectionName} did not answer in time. Asking again does no harm.`,
    { kind: 'after', delayMs: 0 },
    { cause: error },
  );
}

/** Doubles with each try up to a quarter of an hour, at least what the vendor asks for, spread by up to a half. */
export function pauseMs(attempts: number, leastMs: number): number {
  const base = Math.min(500 * 2 ** Math.min(attempts, 12), LONGEST_PAUSE_MS);
  return Math.max(leastMs, base) * (1 + Math.random() / 2);
}
