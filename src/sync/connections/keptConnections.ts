import type { OpenConnection } from '../../contract/connector.ts';
import type { ConnectionRow } from '../../db/entities.ts';
import type { SyncContext } from '../context.ts';
import { openConnection } from '../openConnection.ts';

/**
 * Connections kept open between the questions of somebody at a form: what the connector remembers while it is open (the
 * list of sources, descriptions) would otherwise be asked for again with every keystroke, at the cost of the vendor's
 * allowance.
 */

/** Longer than a person pauses between two fields of a form. */
const KEEP_MS = 60_000;

export interface Kept {
  readonly open: OpenConnection;
  /** Calls that were counted already. */
  counted: number;
}

interface Entry extends Kept {
  readonly version: number;
  /** What was trusted when it was opened. */
  readonly accountId: string | null;
  users: number;
  stale: boolean;
  timer: NodeJS.Timeout | undefined;
}

const kept = new WeakMap<SyncContext, Map<string, Entry>>();

/**
 * Opens a connection, or takes up the one that is kept for the same settings. Give it back with `giveBack`.
 * @param fresh - what is remembered does not do: opens another one, which takes the place of the one kept
 */
export function takeKept(ctx: SyncContext, connection: ConnectionRow, fresh: boolean): Kept {
  const entries = kept.get(ctx) ?? new Map<string, Entry>();
  kept.set(ctx, entries);
  const known = entries.get(connection.id);
  const isSame = known?.version === connection.version && known.accountId === connection.account_id;
  if (known && isSame && !known.stale && !fresh) {
    clearTimeout(known.timer);
    known.users += 1;
    return known;
  }
  const entry: Entry = {
    open: openConnection(ctx, connection),
    counted: 0,
    version: connection.version,
    accountId: connection.account_id,
    users: 1,
    stale: false,
    timer: undefined,
  };
  if (known) void retire(known);
  entries.set(connection.id, entry);
  return entry;
}

/** @param failed - it is not used again, so that whatever went wrong begins anew */
export async function giveBack(ctx: SyncContext, connectionId: string, one: Kept, failed: boolean): Promise<void> {
  const entry = one as Entry;
  entry.users -= 1;
  if (failed) entry.stale = true;
  if (entry.users > 0) return;
  if (entry.stale) {
    const entries = kept.get(ctx);
    if (entries?.get(connectionId) === entry) entries.delete(connectionId);
    await entry.open.close();
    return;
  }
  entry.timer = setTimeout(() => {
    const entries = kept.get(ctx);
    if (entries?.get(connectionId) === entry) entries.delete(connectionId);
    void retire(entry);
  }, KEEP_MS).unref();
}

/** Closes what is kept; for shutting down. */
export async function closeKept(ctx: SyncContext): Promise<void> {
  const entries = [...(kept.get(ctx)?.values() ?? [])];
  kept.delete(ctx);
  await Promise.all(entries.map(retire));
}

/** Closes at once when nobody uses it, else when the last user gives it back. */
async function retire(entry: Entry): Promise<void> {
  entry.stale = true;
  clearTimeout(entry.timer);
  if (entry.users === 0) await entry.open.close();
}
