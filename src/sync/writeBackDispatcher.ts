import type { OpenConnection } from '../contract/connector.ts';
import { ConnectionEntity } from '../db/entities.ts';
import { countDue, dueConnections } from '../db/outboxDue.ts';
import { openEmptyGates } from '../db/outboxGate.ts';
import type { SyncContext } from './context.ts';
import { openConnection } from './openConnection.ts';
import { readBack } from './readBack.ts';
import { BATCH, sendWriteBacks } from './writeBack.ts';

export interface WriteBackDispatcher {
  /** Something was added for this connection: send it now. */
  wake(connectionId: string): void;
  /** Looks for everything that is due; the safety net behind `wake`. */
  sweep(): Promise<void>;
  /** Resolves when nothing is under way any more but waiting for a timer. */
  atRest(): Promise<void>;
  /** Lets the calls under way finish, then closes. */
  stop(): Promise<void>;
}

/**
 * A timer: calls `run` once, `ms` milliseconds of the service's clock (`ctx.now`) later.
 * @returns what cancels it
 */
export type After = (ms: number, run: () => void) => () => void;

export interface DispatcherOptions {
  /**
   * All waiting goes through it, so that a test or a bench with a clock of its own decides when time has passed: it
   * keeps what is asked for in a list by due time, moves the clock to the first, calls it, awaits `atRest()`, and goes
   * on (`VirtualTime` of the tests does so). The timers of the machine when absent.
   */
  readonly after?: After;
}

/** A connection stays open this long after its last write-back, so that a second STOP needs no new handshake. */
const KEEP_OPEN_MS = 60_000;

/**
 * So many in one call say that more are coming than single calls could carry: the next call waits until it is full, for
 * a quarter of a second at most, or for half a second behind a call that was half full already. At lower rates nothing
 * waits.
 */
const BURST = 30;
const GATHER_MS = 250;
const GATHER_MORE_MS = 500;
const GATHER_STEP_MS = 50;

/** Between two readings: opt-outs that come one by one are read back together, and whoever watches sees it soon. */
const READ_REST_MS = 1_500;

interface Lane {
  running: boolean;
  again: boolean;
  open: { readonly connection: OpenConnection; readonly version: number } | null;
  /** Reading back, or resting after it. It runs beside the sending and never holds it up. */
  reading: boolean;
  cancelClosing?: () => void;
  cancelDue?: () => void;
  cancelRest?: () => void;
}

/**
 * Sends write-backs as they come: one call at a time for a connection, everything that gathers meanwhile in the next
 * one; then reads back what was confirmed. It holds nothing that matters: what waits is in the outbox, and any number
 * of processes may dispatch.
 */
export function startWriteBackDispatcher(
  ctx: SyncContext,
  owner: string,
  { after = machineTimer }: DispatcherOptions = {},
): WriteBackDispatcher {
  const lanes = new Map<string, Lane>();
  const working = new Set<Promise<void>>();
  const pauses = new Set<() => void>();
  let stopped = false;
  let moved = Promise.withResolvers<void>();
  const move = (): void => {
    moved.resolve();
    moved = Promise.withResolvers();
  };

  const laneOf = (connectionId: string): Lane => {
    let lane = lanes.get(connectionId);
    if (!lane) lanes.set(connectionId, (lane = { running: false, again: false, open: null, reading: false }));
    return lane;
  };

  const work = (connectionId: string, task: () => Promise<void>, finished: () => void): void => {
    const promise = task()
      .catch((error: unknown) => {
        ctx.log.error('the write-back dispatcher stumbled', {
          connectionId,
          error: String((error as Error)?.stack ?? error),
        });
      })
      .finally(() => {
        working.delete(promise);
        finished();
        move();
      });
    working.add(promise);
  };

  const wake = (connectionId: string): void => {
    if (stopped) return;
    const lane = laneOf(connectionId);
    if (lane.running) {
      lane.again = true;
      return;
    }
    lane.running = true;
    work(connectionId, () => drain(connectionId, lane), () => {
      lane.running = false;
      if (!lane.again) return;
      lane.again = false;
      wake(connectionId);
    });
  };

  const drain = async (connectionId: string, lane: Lane): Promise<void> => {
    lane.cancelClosing?.();
    lane.cancelDue?.();
    for (let sent = 0; ; ) {
      lane.again = false;
      const connection = await ctx.dataSource.manager.findOneBy(ConnectionEntity, { id: connectionId });
      if (!connection || connection.disconnected_at || stopped) break;
      if (lane.open && lane.open.version !== connection.version) await closeLane(lane);
      lane.open ??= { connection: openConnection(ctx, connection), version: connection.version };
      if (sent >= BURST) await gather(connectionId, sent);
      sent = await sendWriteBacks(ctx, connection, lane.open.connection, owner);
      if (sent === 0) {
        startReading(connectionId, lane, () => readBack(ctx, connection, lane.open!.connection));
        break;
      }
    }
    lane.cancelClosing = after(KEEP_OPEN_MS, () => void closeLane(lane));
    await planNext(connectionId, lane);
  };

  const gather = async (connectionId: string, sent: number): Promise<void> => {
    const longest = sent >= BATCH / 2 ? GATHER_MORE_MS : GATHER_MS;
    for (let waited = 0; waited < longest && !stopped; waited += GATHER_STEP_MS) {
      if ((await countDue(ctx.dataSource.manager, connectionId, ctx.now(), BATCH)) >= BATCH) return;
      await pause(GATHER_STEP_MS);
    }
  };

  const pause = (ms: number): Promise<void> =>
    new Promise((resolve) => {
      const end = (): void => {
        pauses.delete(end);
        cancel();
        resolve();
      };
      const cancel = after(ms, end);
      pauses.add(end);
      move();
    });

  const startReading = (connectionId: string, lane: Lane, read: () => Promise<number>): void => {
    if (lane.reading || stopped) return;
    lane.reading = true;
    let count = 0;
    work(connectionId, async () => void (count = await read()), () => {
      if (count === 0 || stopped) {
        lane.reading = false;
        return;
      }
      lane.cancelRest = after(READ_REST_MS, () => {
        lane.reading = false;
        wake(connectionId);
      });
    });
  };

  /** What is due later is done when it is due, not at the next sweep. */
  const planNext = async (connectionId: string, lane: Lane): Promise<void> => {
    if (stopped) return;
    const [next] = await dueConnections(ctx.dataSource.manager, connectionId);
    if (!next) return;
    lane.cancelDue?.();
    const wait = next.dueAt.getTime() - ctx.now().getTime();
    // What is due already and was not taken waits for another process's call on the same record, or is being read.
    lane.cancelDue = after(wait > 0 ? wait : 1000, () => wake(connectionId));
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
      await openEmptyGates(ctx.dataSource.manager);
      for (const { connectionId, dueAt } of await dueConnections(ctx.dataSource.manager)) {
        if (dueAt <= now) wake(connectionId);
        else if (!laneOf(connectionId).running) await planNext(connectionId, laneOf(connectionId));
      }
    },
    async atRest() {
      while (working.size > pauses.size) await moved.promise;
    },
    async stop() {
      stopped = true;
      for (const end of pauses) end();
      await Promise.allSettled(working);
      for (const lane of lanes.values()) {
        lane.cancelClosing?.();
        lane.cancelDue?.();
        lane.cancelRest?.();
        await closeLane(lane);
      }
    },
  };
}

const machineTimer: After = (ms, run) => {
  const timer = setTimeout(run, Math.min(ms, 2 ** 31 - 1)).unref();
  return () => clearTimeout(timer);
};
