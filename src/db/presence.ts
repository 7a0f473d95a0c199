import { randomUUID } from 'node:crypto';
import { hostname } from 'node:os';
import { keepSession, type KeptSession } from './keepSession.ts';

/**
 * How one process sees at once that another has died, without waiting for its leases to end: each worker holds an
 * advisory lock under its name on a database session of its own, which the server gives up with the session. Leases are
 * still what keeps a run or a write-back to one worker: a worker that lives and has merely lost this session loses its
 * leases to another, and none of its writes names the lease any more.
 */

const PREFIX = 'worker/';

/** A name for a worker's leases, unique per start. */
export function workerName(): string {
  return `${PREFIX}${hostname()}/${process.pid}/${randomUUID().slice(0, 8)}`;
}

export type Presence = KeptSession;

/**
 * Holds the name until closed, over lost connections. Do it before the first lease is taken in this name.
 * @throws when the database can't be reached at first
 */
export function holdPresence(url: string, name: string): Promise<Presence> {
  return keepSession(url, {
    name: 'rollcall presence',
    async prepare(client) {
      // Shared, so that a session of ours that the server has not given up yet does not stand in the way.
      await client.query('select pg_advisory_lock_shared(hashtextextended($1, 0))', [name]);
    },
  });
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
