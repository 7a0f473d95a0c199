import type { OpenConnection } from '../contract/connector.ts';
import { ConnectionEntity } from '../db/entities.ts';
import { dueConnections } from '../db/outbox.ts';
import type { SyncContext } from './context.ts';
import { openConnection } from './openConnection.ts';
import { sendWriteBacks } from './writeBack.ts';

export interface WriteBackDispatcher {
  /** Something was added for this connection: send it now. */
  wake(connectionId: string): void;
  /** Looks for everything that is due; the safety net behind `wake`. */
  sweep(): Promise<void>;
  /** Lets the calls under way finish, then closes. */
  stop(): Promise<void>;
}

/** A connection stays open this long after its last write-back, so that a second STOP needs no new handshake. */
const KEEP_OPEN_MS = 60_000;

interface Lane {
  running: boolean;
  again: boolean;
  open: { readonly connection: OpenConnection; readonly version: number } | null;
  closing?: NodeJS.Timeout;
  due?: NodeJS.Timeout;
}

/**
 * Sends write-backs as they come: one call at a time for a connection, everything that gathers meanwhile in the next
 * one. It holds nothing that matters: what waits is in the outbox, and any number of processes may dispatch.
 */
export function startWriteBackDispatcher(ctx: SyncContext, owner: string): WriteBackDispatcher {
  const lanes = new Map<string, Lane>();
  const working = new Set<Promise<void>>();
  let stopped = false;

  const laneOf = (connectionId: string): Lane => {
    let lane = lanes.get(connectionId);
    if (!lane) lanes.set(connectionId, (lane = { running: false, again: false, open: null }));
    return lane;
  };

  const wake = (connectionId: string): void => {
    if (stopped) return;
    const lane = laneOf(connectionId);
    if (lane.running) {
      lane.again = true;
      return;
    }
    lane.running = true;
    const work = drain(connectionId, lane)
      .catch((error: unknown) => {
        ctx.log.error('the write-back dispatcher stumbled', {
          connectionId,
          error: String((error as Error)?.stack ?? error),
        });
      })
      .finally(() => {
        lane.running = false;
        working.delete(work);
        if (lane.again) {
          lane.again = false;
          wake(connectionId);
        }
      });
    working.add(work);
  };

  const drain = async (connectionId: string, lane: Lane): Promise<void> => {
    clearTimeout(lane.closing);
    clearTimeout(lane.due);
    for (;;) {
      lane.again = false;
      const connection = await ctx.dataSource.manager.findOneBy(ConnectionEntity, { id: connectionId });
      if (!connection || connection.disconnected_at || stopped) break;
      if (lane.open && lane.open.version !== connection.version) await closeLane(lane);
      lane.open ??= { connection: openConnection(ctx, connection), version: connection.version };
      if ((await sendWriteBacks(ctx, connection, lane.open.connection, owner)) === 0) break;
    }
    lane.closing = setTimeout(() => void closeLane(lane), KEEP_OPEN_MS);
    lane.closing.unref();
    await planNext(connectionId, lane);
  };

  /** What is due later is sent when it is due, not at the next sweep. */
  const planNext = async (connectionId: string, lane: Lane): Promise<void> => {
    if (stopped) return;
    const next = (await dueConnections(ctx.dataSource.manager)).find((one) => one.connectionId === connectionId);
    if (!next) return;
    clearTimeout(lane.due);
    // A second at least: what is due already and was not claimed waits for another process's call on the same record.
    lane.due = setTimeout(() => wake(connectionId), Math.max(next.dueAt.getTime() - ctx.now().getTime(), 1000));
    lane.due.unref();
  };

  const closeLane = async (lane: Lane): Promise<void> => {
    const { open } = lane;
    lane.open = null;
    await open?.connection.close();
  };

  return {
    wake,
    async sweep() {
      const now = ctx.now();
      for (const { connectionId, dueAt } of await dueConnections(ctx.dataSource.manager)) {
        if (dueAt <= now) wake(connectionId);
        else if (!laneOf(connectionId).running) await planNext(connectionId, laneOf(connectionId));
      }
    },
    async stop() {
      stopped = true;
      await Promise.allSettled(working);
      for (const lane of lanes.values()) {
        clearTimeout(lane.closing);
        clearTimeout(lane.due);
        await closeLane(lane);
      }
    },
  };
}
