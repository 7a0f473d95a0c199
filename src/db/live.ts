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
    const next = new pg.Client({ connectionString: url, application_name: 'rollcall listener', keepAlive: true });
    next.on('notification', (notice) => onNotice(notice.channel, notice.payload ?? ''));
    next.on('error', () => undefined);
    next.on('end', () => {
      if (client === next) client = null;
      if (!closed) retry = setTimeout(reconnect, 500);
    });
    await next.connect();
    for (const channel of channels) await next.query(`listen ${pg.escapeIdentifier(channel)}`);
    client = next;
  };
  const reconnect = (): void => {
    connect().then(
      () => channels.forEach((channel) => onNotice(channel, null)),
      () => {
        if (!closed) retry = setTimeout(reconnect, 500);
      },
    );
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
