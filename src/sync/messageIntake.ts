import { isPassingFault } from '../db/isPassingFault.ts';
import type { SyncContext } from './context.ts';
import { receiveMessages, type ArrivedMessage, type ReceivedMessage, type TakenMessage } from './receiveMessages.ts';

/** Most messages of one transaction: some tens of milliseconds, about as long as a page of an import. */
const BATCH_SIZE = 500;

export interface MessageIntake {
  /**
   * Takes a message in, in the order of calls for a team.
   * @returns once it is committed; what failed was not taken in, and the provider sends it again
   */
  take(message: ReceivedMessage): Promise<TakenMessage>;
}

interface Waiting {
  readonly message: ArrivedMessage;
  readonly resolve: (taken: TakenMessage) => void;
  readonly reject: (error: unknown) => void;
}

/**
 * Takes messages in as fast as they come. One that finds its team idle is taken in at once; those that come while a
 * transaction of their team runs go together into the next. Nothing waits to fill a batch, so a single message is as
 * quick as without one.
 */
export function createMessageIntake(ctx: SyncContext): MessageIntake {
  /** Messages that wait, by team; a team that is in here has a transaction running. */
  const lanes = new Map<string, Waiting[]>();

  const runLane = async (teamId: string, waiting: Waiting[]): Promise<void> => {
    while (waiting.length > 0) await takeIn(waiting.splice(0, BATCH_SIZE));
    lanes.delete(teamId);
  };

  /** A message that can't be taken in must not keep its neighbours out: halves are tried by themselves, in order. */
  const takeIn = async (batch: readonly Waiting[]): Promise<void> => {
    try {
      const taken = await receiveMessages(
        ctx,
        batch.map(({ message }) => message),
      );
      batch.forEach(({ resolve }, index) => resolve(taken[index]!));
    } catch (error) {
      if (batch.length === 1 || isGone(error)) return batch.forEach(({ reject }) => reject(error));
      ctx.log.warn('Messages that came together are taken in by halves', { messages: batch.length, error });
      const middle = Math.ceil(batch.length / 2);
      await takeIn(batch.slice(0, middle));
      await takeIn(batch.slice(middle));
    }
  };

  return {
    take(received) {
      const { promise, resolve, reject } = Promise.withResolvers<TakenMessage>();
      const entry = { message: { ...received, receivedAt: ctx.now() }, resolve, reject };
      const lane = lanes.get(received.teamId);
      if (lane) lane.push(entry);
      else {
        const started = [entry];
        lanes.set(received.teamId, started);
        void runLane(received.teamId, started);
      }
      return promise;
    },
  };
}

/** The database is away, which no smaller batch would change; a deadlock is worth another try. */
function isGone(error: unknown): boolean {
  return isPassingFault(error) && !/^40/.test(String((error as { code?: unknown }).code));
}
