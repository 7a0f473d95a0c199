import pg from 'pg';
import type { Db } from './database.ts';
import { keepSession, type KeptSession } from './keepSession.ts';

/** Something changed that a watching browser should see. Sent when the transaction commits. */
export interface LiveNotice {
  readonly teamId: string;
  /** `opt_outs`: something under Opt-outs that belongs to no contact, such as a message from a number nobody has. */
  readonly type: 'run' | 'contact' | 'connection' | 'preview' | 'opt_outs';
  readonly id: string;
}

export const LIVE_CHANNEL = 'rollcall_live';
export const OUTBOX_CHANNEL = 'rollcall_outbox';
export const RUN_CHANNEL = 'rollcall_run';

/** Tells every process, on commit. */
export async function notifyLive(db: Db, notice: LiveNotice): Promise<void> {
  await db.query('select pg_notify($1, $2)', [LIVE_CHANNEL, JSON.stringify(notice)]);
}

/** The same for many: one statement, each notice once. */
export async function notifyAllLive(db: Db, notices: readonly LiveNotice[]): Promise<void> {
  if (notices.length === 0) return;
  const payloads = [...new Set(notices.map((notice) => JSON.stringify(notice)))];
  await db.query('select pg_notify($1, n.payload) from unnest($2::text[]) as n(payload)', [LIVE_CHANNEL, payloads]);
}

/** Wakes the dispatchers of every process, on commit. */
export async function notifyOutbox(db: Db, connectionId: string): Promise<void> {
  await db.query('select pg_notify($1, $2)', [OUTBOX_CHANNEL, connectionId]);
}

export type Listener = KeptSession;

/**
 * Listens on channels with a session of its own, which is opened again when it is cut.
 * @param onNotice - called for each notice; called with `payload: null` on every channel after a reconnect, for notices
 *   may have been missed meanwhile
 */
export function listen(
  url: string,
  channels: readonly string[],
  onNotice: (channel: string, payload: string | null) => void,
): Promise<Listener> {
  return keepSession(url, {
    name: 'rollcall listener',
    async prepare(client) {
      client.on('notification', (notice) => onNotice(notice.channel, notice.payload ?? ''));
      for (const channel of channels) await client.query(`listen ${pg.escapeIdentifier(channel)}`);
    },
    onRestored: () => channels.forEach((channel) => onNotice(channel, null)),
  });
}
