import { Agenda, type AgendaBackend } from 'agenda';
import type { SyncContext } from '../sync/context.ts';

export interface AgendaOptions {
  readonly databaseUrl: string;
  /** Set: jobs are kept in MongoDB instead of Postgres. */
  readonly mongoUrl: string | null;
  /** Names this process in the job table. */
  readonly name: string;
  /** How often jobs are looked for besides being notified, milliseconds. */
  readonly processEveryMs?: number;
}

/** Opens the job engine on its Postgres backend, or on MongoDB where a team has outgrown that. */
export async function createAgenda(ctx: SyncContext, options: AgendaOptions): Promise<Agenda> {
  const agenda = new Agenda({
    backend: await createBackend(options),
    name: options.name,
    processEvery: options.processEveryMs ?? 1000,
    defaultLockLifetime: 60_000,
    removeOnComplete: true,
  });
  agenda.on('error', (error: Error) => ctx.log.error('the job engine reports a fault', { error: error.message }));
  agenda.on('fail', (error: Error | string, job: { attrs?: { name: string } }) =>
    ctx.log.error('a job failed', { job: job.attrs?.name, error: error instanceof Error ? (error.stack ?? error.message) : error }),
  );
  await agenda.ready;
  return agenda;
}

async function createBackend(options: AgendaOptions): Promise<AgendaBackend> {
  if (options.mongoUrl) {
    const { MongoBackend } = await import('@agendajs/mongo-backend');
    return new MongoBackend({ address: options.mongoUrl, collection: 'rollcall_jobs' });
  }
  const { PostgresBackend } = await import('@agendajs/postgres-backend');
  return new PostgresBackend({
    poolConfig: { connectionString: options.databaseUrl, max: 4, application_name: 'rollcall jobs' },
    tableName: 'agenda_job',
    logTableName: 'agenda_log',
    // Its listener takes the whole process down when Postgres restarts. Ours (db/live.ts) reconnects, and jobs are saved in
    // the process that runs them, which starts them at once.
    disableNotifications: true,
  });
}
