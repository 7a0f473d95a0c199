import type { DataSource, QueryRunner } from 'typeorm';
import type { SecretStore } from '../contract/connector.ts';
import type { Db } from './database.ts';
import type { Sealer } from './sealer.ts';

interface SecretRow {
  name: string;
  data: Buffer;
}

/**
 * The tail of each connection's queue in this process, so that waiting for the lock takes one database session, not
 * many.
 */
const queues = new WeakMap<DataSource, Map<string, Promise<unknown>>>();

/**
 * The secrets of one connection, encrypted and bound to it.
 *
 * `update` holds an advisory lock of a database session of its own, which every process shares and which the server
 * releases should this process die. It is the session's, not a transaction's: each `save` commits by itself and the
 * lock stays.
 *
 * @param setBy - who set them, shown beside the secret's name
 */
export function secretStore(
  dataSource: DataSource,
  sealer: Sealer,
  connectionId: string,
  setBy = 'Rollcall',
): SecretStore {
  const place = (name: string): string => `connection/${connectionId}/${name}`;

  const readAll = async (db: Pick<Db, 'query'>): Promise<Record<string, string>> => {
    const rows: SecretRow[] = await db.query('select name, data from connection_secret where connection_id = $1', [
      connectionId,
    ]);
    return Object.fromEntries(rows.map((row) => [row.name, sealer.open(row.data, place(row.name))]));
  };

  const saveAll = async (session: QueryRunner, changes: Readonly<Record<string, string | null>>): Promise<void> => {
    const entries = Object.entries(changes);
    const removed = entries.flatMap(([name, value]) => (value === null ? [name] : []));
    const set = entries.flatMap(([name, value]) =>
      value === null ? [] : [{ name, data: sealer.seal(value, place(name)) }],
    );
    // One statement, so that a rotated pair of tokens is stored whole or not at all.
    await session.query(
      `with gone as (delete from connection_secret where connection_id = $1 and name = any($2::text[]))
       insert into connection_secret (connection_id, name, data, set_at, set_by)
       select $1, name, data, now(), $5 from unnest($3::text[], $4::bytea[]) as s (name, data)
       on conflict (connection_id, name) do update set data = excluded.data, set_at = excluded.set_at, set_by = excluded.set_by`,
      [connectionId, removed, set.map((one) => one.name), set.map((one) => one.data), setBy],
    );
  };

  return {
    read: () => readAll(dataSource.manager),
    update: (work) =>
      inTurn(dataSource, connectionId, async () => {
        const session = dataSource.createQueryRunner();
        try {
          await session.query('select pg_advisory_lock(hashtextextended($1, 0))', [`secrets/${connectionId}`]);
          try {
            return await work(await readAll(session), (changes) => saveAll(session, changes));
          } finally {
            // A session that broke has lost its lock already; what `work` answered counts.
            await session
              .query('select pg_advisory_unlock(hashtextextended($1, 0))', [`secrets/${connectionId}`])
              .catch(() => undefined);
          }
        } finally {
          await session.release();
        }
      }),
  };
}

/** Runs work one after the other for a connection, whatever became of the work before. */
async function inTurn<T>(dataSource: DataSource, connectionId: string, work: () => Promise<T>): Promise<T> {
  const queue = queues.get(dataSource) ?? new Map<string, Promise<unknown>>();
  queues.set(dataSource, queue);
  const mine = (queue.get(connectionId) ?? Promise.resolve()).then(work, work);
  queue.set(connectionId, mine);
  try {
    return await mine;
  } finally {
    if (queue.get(connectionId) === mine) queue.delete(connectionId);
  }
}
