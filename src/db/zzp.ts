import { randomUUID } from 'node:crypto';
import { hostname } from 'node:os';
import pg from 'pg';

/**
 * How one process sees at once that another has died, without waiting for its leases to end: each worker holds an
 * advisory lock under its name on a database session of its own, which the server gives up with the session. Leases are
 * still what keeps a run or a write-back to one worker: a worker that lives and has merely lost this session loses its
 * leases to another, and none of its writes names the lease any more.
 */

const PREFIX = 'worker/';
const RECONNECT_MS = 500;

/** A name for a worker's leases, unique per start. */
export function workerName(): string {
  return `${PREFIX}${hostname()}/${process.pid}/${randomUUID().slice(0, 8)}`;
}

export interface Presence {
  close(): Promise<void>;
}

/**
 * Holds the name until closed, over lost connections. Do it before the first lease is taken in this name.
 * @throws when the database can't be reached at first
 */
export async function holdPresence(url: string, name: string): Promise<Presence> {
  let closed = false;
  let client: pg.Client | null = null;
  let retry: NodeJS.Timeout | undefined;

  const connect = async (): Promise<void> => {
    const next = new pg.Client({ connectionString: url, application_name: 'rollcall presence', keepAlive: true });
    next.on('error', () => undefined);
    next.on('end', () => {
      if (client === next) client = null;
      if (!closed) retry = setTimeout(reconnect, RECONNECT_MS);
    });
    await next.connect();
    client = next;
    // Shared, so that a session of ours that the server has not given up yet does not stand in the way.
    await next.query('select pg_advisory_lock_shared(hashtextextended($1, 0))', [name]);
  };
  const reconnect = (): void => {
    connect().catch(() => {
      if (!closed && !client) retry = setTimeout(reconnect, RECONNECT_MS);
    });
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

/**
 * SQL: the worker that a lease names has died.
 * @param owner - a column with the lease's owner; names not made by `workerName` hold nothing and count as alive
 */
export function workerIsGone(owner: string): string {
  return `(${owner} like '${PREFIX}%' and not exists (
    select 1 from pg_locks l
    where l.locktype = 'advisory' and l.objsubid = 1 and l.granted
      and l.database = (select oid from pg_database where datname = current_database())
      and (l.classid::bigint << 32 | l.objid::bigint) = hashtextextended(${owner}, 0)))`;
}
