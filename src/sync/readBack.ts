import type { OpenConnection } from '../contract/connector.ts';
import type { RecordState } from '../contract/records.ts';
import type { Cell } from '../contract/sources.ts';
import { addCalls } from '../db/callCount.ts';
import { addConflicts } from '../db/conflicts.ts';
import type { ConnectionRow } from '../db/entities.ts';
import {
  claimReadBacks,
  putOffReadBacks,
  storeReadBacks,
  type DueReadBack,
  type ReadBackResult,
} from '../db/outboxReadBack.ts';
import type { OptOutMapping } from '../domain/mappingTypes.ts';
import { optOutValue } from '../domain/optOut.ts';
import type { SyncContext } from './context.ts';
import { recordAccess } from './recordAccess.ts';
import { readOptOutMappings } from './writeBack.ts';
import { vendorFault } from './writeBackFailure.ts';

/** Nobody waits for it, so it gives up sooner than a write. */
const CALLS_DEADLINE_MS = 30_000;
const LEASE_MS = 60_000;

const FIRST_PAUSE_MS = 15_000;
const LONGEST_PAUSE_MS = 6 * 3_600_000;
/** About two days. What can't be read until then stays confirmed, and the next drift audit compares it. */
const MOST_TRIES = 20;

/**
 * Reads confirmed write-backs back that are due, as many of one record type as the connector reads with one call. Where
 * the CRM does not hold our opt-out any more, although nothing newer was said here, it becomes a conflict.
 *
 * @returns how many were taken up; 0 when nothing was due
 */
export async function readBack(ctx: SyncContext, connection: ConnectionRow, open: OpenConnection): Promise<number> {
  const db = ctx.dataSource.manager;
  const due = await claimReadBacks(db, {
    connectionId: connection.id,
    now: ctx.now(),
    leaseMs: LEASE_MS,
    limit: ctx.connectors.get(connection.connector)?.recordsPerRead ?? 1,
  });
  if (!due) return 0;
  const { recordType, rows } = due;
  const mapping = (await readOptOutMappings(ctx, connection.id)).get(recordType);
  if (!mapping) {
    await putOffReadBacks(db, rows.map(({ id }) => ({ id, dueAt: null })));
    return rows.length;
  }
  const callsBefore = open.callsUsed();
  try {
    const states = await recordAccess(open).readRecords(
      { recordType, field: mapping.writeTo ?? mapping.field, recordIds: rows.map(({ recordId }) => recordId) },
      AbortSignal.timeout(CALLS_DEADLINE_MS),
    );
    await store(ctx, connection, mapping, rows, states);
  } catch (error) {
    await putOff(ctx, connection, rows, error);
  } finally {
    await addCalls(db, connection.id, ctx.now(), open.callsUsed() - callsBefore, open.usage());
  }
  return rows.length;
}

async function store(
  ctx: SyncContext,
  connection: ConnectionRow,
  mapping: OptOutMapping,
  rows: readonly DueReadBack[],
  states: readonly RecordState[],
): Promise<void> {
  if (states.length !== rows.length) {
    throw new Error(`The connector ${connection.connector} answered ${states.length} states for ${rows.length} records.`);
  }
  const found = new Map(rows.map((row, index) => [row.id, states[index]!]));
  const results = rows.map((row): ReadBackResult => ({
    id: row.id,
    result: resultOf(row, found.get(row.id)!, mapping),
  }));
  const now = ctx.now();
  await ctx.dataSource.transaction(async (tx) => {
    const stored = await storeReadBacks(tx, now, results);
    const conflicts = stored.flatMap(({ id, contactId, result, stands }) => {
      const state = found.get(id)!;
      return result === 'differs' && stands && state.kind === 'found'
        ? [{ contactId, rule: 'read_back_differs' as const, said: state.value, crmModifiedAt: state.modifiedAt }]
        : [];
    });
    const page = { teamId: connection.team_id, connectionId: connection.id, runId: null, optOut: mapping, now };
    await addConflicts(tx, page, conflicts);
  });
}

function resultOf({ change }: DueReadBack, state: RecordState, mapping: OptOutMapping): ReadBackResult['result'] {
  if (state.kind === 'gone') return 'gone';
  return isSame(state.value, optOutValue(mapping, change === 'opted_out')) ? 'verified' : 'differs';
}

/** A list may give its value back in its own spelling. */
function isSame(cell: Cell, written: string | boolean): boolean {
  if (typeof written === 'boolean') return (cell ?? false) === written;
  return String(cell ?? '').trim().toLowerCase() === written.trim().toLowerCase();
}

async function putOff(
  ctx: SyncContext,
  connection: ConnectionRow,
  rows: readonly DueReadBack[],
  error: unknown,
): Promise<void> {
  const fault = vendorFault(connection.name, error);
  ctx.log.warn('write-backs could not be read back', {
    connectionId: connection.id,
    error: fault?.message ?? String((error as Error)?.stack ?? error),
  });
  const now = ctx.now().getTime();
  await putOffReadBacks(
    ctx.dataSource.manager,
    rows.map(({ id, attempts }) => ({
      id,
      dueAt: attempts >= MOST_TRIES ? null : new Date(now + pauseMs(attempts)),
    })),
  );
}

function pauseMs(attempts: number): number {
  return Math.min(LONGEST_PAUSE_MS, FIRST_PAUSE_MS * 2 ** (attempts - 1)) * (1 + Math.random() / 2);
}
