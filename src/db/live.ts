import pg from 'pg';
import type { Db } from './database.ts';

/** Something changed that a watching browser should see. Sent when the transaction commits. */
export interface LiveNotice {
  readonly teamId: string;
  readonly type: 'run' | 'contact' | 'connection' | 'preview';
  readonly id: string;
}

export const LIVE_CHANNEL = 'rollcall_live';
export const OUTBOX_CHANNEL = 'rollcall_outbox';
export const RUN_CHANNEL = 'rollcall_run';

/** Tells every process, on commit. */
export async function notifyLive(db: Db, notice: LiveNotice): Promise<void> {
  await db.query('select pg_notify($1, $2)', [LIVE_CHANNEL, JSON.stringify(notice)]);
}

/** Wakes the dispatchers of every process, on commit. */
export async function notifyOutbox(db: Db, connectionId: string): Promise<void> {
  await db.query('select pg_notify($1, $2)', [OUTBOX_CHANNEL, connectionId]);
}

const RECONNECT_AFTER_MS = 500;
const CONNECT_WITHIN_MS = 5000;

export interface Listener {
  close(): Promise<void>;
}

/**
 * Listens on channels with a connection of its own, which it opens again when it is cut.
 * @param onNotice - called for each notice; called with `payload: null` on every channel after a reconnect, for notices
 *   may have been missed meanwhile
 */
export async function listen(
  url: string,
  channels: readonly string[],
  onNotice: (channel: string, payload: string | null) => void,
): Promise<Listener> {
  let closed = false;
  let client: pg.Client | null = null;
  let retry: NodeJS.Timeout | undefined;

  const connect = async (): Promise<void> => {
    const next = new pg.Client({
      connectionString: url,
      application_name: 'rollcall listener',
      keepAlive: true,
      connectionTimeoutMillis: CONNECT_WITHIN_MS,
    });
    next.on('notification', (notice) => onNotice(notice.channel, notice.payload ?? ''));
    next.on('error', () => undefined);
    // One that never stood is told by the rejection below, not a second time by its end.
    next.on('end', () => {
      if (client !== next) return;
      client = null;
      reconnectSoon();
    });
    try {
      await next.connect();
      for (const channel of channels) await next.query(`listen ${pg.escapeIdentifier(channel)}`);
    } catch (error) {
      void next.end().catch(() => undefined);
      throw error;
    }
    if (closed) await next.end();
    else client = next;
  };
  const reconnectSoon = (): void => {
    if (closed) return;
    clearTimeout(retry);
    retry = setTimeout(() => {
      connect().then(() => channels.forEach((channel) => onNotice(channel, null)), reconnectSoon);
    }, RECONNECT_AFTER_MS);
  };

  await connect();
  return {
    async close() {
      closed = true;
      clearTimeout(retry);
      await client?.end();
    },
  };
}
