import pg from 'pg';

const RECONNECT_AFTER_MS = 500;
const CONNECT_WITHIN_MS = 5000;

export interface KeptSession {
  close(): Promise<void>;
}

/**
 * Keeps a database session of its own open, beside the pool, and opens it again whenever it is cut.
 *
 * @param options.name - shown in `pg_stat_activity`
 * @param options.prepare - what makes the session what it is: listens, takes a lock; done anew each time
 * @param options.onRestored - called after it was open again; what happened meanwhile was missed
 * @throws when the database can't be reached at first
 */
export async function keepSession(
  url: string,
  options: {
    readonly name: string;
    readonly prepare: (client: pg.Client) => Promise<void>;
    readonly onRestored?: () => void;
  },
): Promise<KeptSession> {
  let closed = false;
  let client: pg.Client | null = null;
  let retry: NodeJS.Timeout | undefined;

  const connect = async (): Promise<void> => {
    const next = new pg.Client({
      connectionString: url,
      application_name: options.name,
      keepAlive: true,
      connectionTimeoutMillis: CONNECT_WITHIN_MS,
    });
    next.on('error', () => undefined);
    // One that never stood is told by the rejection below, not a second time by its end.
    next.on('end', () => {
      if (client !== next) return;
      client = null;
      reconnectSoon();
    });
    try {
      await next.connect();
      await options.prepare(next);
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
      connect().then(options.onRestored, reconnectSoon);
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
