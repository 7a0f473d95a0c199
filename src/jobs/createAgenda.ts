import { setTimeout as pause } from 'node:timers/promises';
import { Agenda, type AgendaBackend } from 'agenda';
import pg from 'pg';
import type { SyncContext } from '../sync/context.ts';

export interface AgendaOptions {
  readonly databaseUrl: string;
  /** Set: jobs are kept in MongoDB instead of Postgres. */
  readonly mongoUrl: string | null;
  /** Names this process in the job table. */
  readonly name: string;
  /** How often jobs are looked for, milliseconds. */
  readonly processEveryMs?: number;
}

export interface JobEngine {
  readonly agenda: Agenda;
  /** Waits for jobs under way, then closes. */
  stop(): Promise<void>;
}

/**
 * Opens the job engine on its Postgres backend, or on MongoDB where a team has outgrown that.
 * @throws when the backend can't be reached or set up
 */
export async function createAgenda(ctx: SyncContext, options: AgendaOptions): Promise<JobEngine> {
  const backend = options.mongoUrl
    ? await mongoBackend(options.mongoUrl)
    : await postgresBackend(ctx, options.databaseUrl);
  try {
    const agenda = await backend.alone(() => connect(ctx, options, backend.backend));
    return {
      agenda,
      async stop() {
        await jobsEnded(agenda);
        await agenda.stop(true);
        await backend.close();
      },
    };
  } catch (error) {
    await backend.close();
    throw error;
  }
}

async function connect(ctx: SyncContext, options: AgendaOptions, backend: AgendaBackend): Promise<Agenda> {
  const agenda = new Agenda({
    backend,
    name: options.name,
    processEvery: options.processEveryMs ?? 1000,
    defaultLockLifetime: 60_000,
    removeOnComplete: true,
  });
  // Agenda reports a failed connection as an event only; its `ready` would never come.
  await new Promise<void>((resolve, reject) => {
    agenda.once('error', reject);
    void agenda.ready.then(() => {
      agenda.off('error', reject);
      resolve();
    });
  });
  agenda.on('error', (error: Error) => ctx.log.error('the job engine reports a fault', { error: error.message }));
  agenda.on('fail', (error: Error | string, job: { attrs?: { name: string } }) =>
    ctx.log.error('a job failed', {
      job: job.attrs?.name,
      error: error instanceof Error ? (error.stack ?? error.message) : error,
    }),
  );
  return agenda;
}

const STOP_WITHIN_MS = 60_000;

/**
 * Waits for the jobs under way. Agenda's own `drain` looks once, a tick after a job has ended, which is too early for
 * one that is deleted at its end; it would then wait for its whole time-out.
 */
async function jobsEnded(agenda: Agenda): Promise<void> {
  const deadline = Date.now() + STOP_WITHIN_MS;
  while (Date.now() < deadline) {
    const { runningJobs } = await agenda.getRunningStats();
    if (runningJobs === 0) return;
    await pause(20);
  }
}

interface Backend {
  readonly backend: AgendaBackend;
  /** Does the work while no other process does it. */
  alone<T>(work: () => Promise<T>): Promise<T>;
  close(): Promise<void>;
}

async function mongoBackend(address: string): Promise<Backend> {
  const { MongoBackend } = await import('@agendajs/mongo-backend');
  const backend = new MongoBackend({ address, collection: 'rollcall_jobs' });
  return { backend, alone: (work) => work(), close: async () => undefined };
}

/** Any constant does; it only has to be the same in every process. */
const SCHEMA_LOCK = 7_205_552;

async function postgresBackend(ctx: SyncContext, connectionString: string): Promise<Backend> {
  const { PostgresBackend } = await import('@agendajs/postgres-backend');
  // A pool of our own: the backend's has no listener for lost connections, which would end the process with Postgres.
  const pool = new pg.Pool({ connectionString, max: 4, application_name: 'rollcall jobs' });
  pool.on('error', (error) => ctx.log.warn('the job engine lost a database connection', { error: error.message }));
  const backend = new PostgresBackend({
    pool,
    tableName: 'agenda_job',
    logTableName: 'agenda_log',
    // For the same reason. Ours (db/live.ts) reconnects, and jobs are saved in the process that runs them, which starts
    // them at once.
    disableNotifications: true,
  });
  return {
    backend,
    // The backend makes its tables when it connects, and two that do so at once run into each other.
    async alone(work) {
      const client = await pool.connect();
      try {
        await client.query('select pg_advisory_lock($1)', [SCHEMA_LOCK]);
        const done = await work();
        await client.query('select pg_advisory_unlock($1)', [SCHEMA_LOCK]);
        return done;
      } finally {
        client.release();
      }
    },
    close: () => pool.end(),
  };
}
