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

/** Opens the job engine on its Postgres backend, or on MongoDB where a team has outgrown that. */
export async function createAgenda(ctx: SyncContext, options: AgendaOptions): Promise<JobEngine> {
  const backend = options.mongoUrl
    ? await mongoBackend(options.mongoUrl)
    : await postgresBackend(ctx, options.databaseUrl);
  const agenda = new Agenda({
    backend: backend.backend,
    name: options.name,
    processEvery: options.processEveryMs ?? 1000,
    defaultLockLifetime: 60_000,
    removeOnComplete: true,
  });
  agenda.on('error', (error: Error) => ctx.log.error('the job engine reports a fault', { error: error.message }));
  agenda.on('fail', (error: Error | string, job: { attrs?: { name: string } }) =>
    ctx.log.error('a job failed', {
      job: job.attrs?.name,
      error: error instanceof Error ? (error.stack ?? error.message) : error,
    }),
  );
  await agenda.ready;
  return {
    agenda,
    async stop() {
      await jobsEnded(agenda);
      await agenda.stop(true);
      await backend.close();
    },
  };
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
  close(): Promise<void>;
}

async function mongoBackend(address: string): Promise<Backend> {
  const { MongoBackend } = await import('@agendajs/mongo-backend');
  return { backend: new MongoBackend({ address, collection: 'rollcall_jobs' }), close: async () => undefined };
}

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
  return { backend, close: () => pool.end() };
}
