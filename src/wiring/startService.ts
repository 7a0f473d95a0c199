import { readFileSync } from 'node:fs';
import type { AddressInfo } from 'node:net';
import { loadKey } from '../config/encryptionKey.ts';
import { createLog } from '../config/log.ts';
import type { Settings } from '../config/settings.ts';
import { makeFirstRunLink } from '../db/accounts/firstRunLink.ts';
import { buildApp } from '../http/app.ts';
import { startWorker } from '../jobs/startWorker.ts';
import { ensureOwner } from '../sync/accounts/firstAdmin.ts';
import { stopPreviews } from '../sync/connections/preview.ts';
import type { SyncContext } from '../sync/context.ts';
import { sweepSpool } from '../sync/files/sweepSpool.ts';
import { createMailer } from './createMailer.ts';
import { openContext } from './openContext.ts';

const SWEEP_MS = 6 * 3_600_000;

/** Which doors a process opens. */
export interface Doors {
  readonly http: boolean;
  readonly jobs: boolean;
}

export interface Service {
  /** Where the HTTP door is open; null for a worker. */
  readonly url: string | null;
  /** One-time link for the first admin; null when there is somebody. */
  readonly firstRunUrl: string | null;
  /** Finishes what is in hand, then closes everything in the order opposite to its opening. */
  stop(): Promise<void>;
}

/**
 * Wires the floors together and opens the doors asked for.
 * @throws ConfigError; an Error when the database can't be reached or the port is taken, with nothing left running
 */
export async function startService(settings: Settings, doors: Doors): Promise<Service> {
  const log = createLog(settings);
  const key = await loadKey(settings);
  const opened: (() => Promise<void>)[] = [];
  const closeAll = async (): Promise<void> => {
    for (const close of opened.splice(0).reverse()) await close();
  };
  try {
    const { ctx, databaseUrl, close } = await openContext(settings, { log, key, migrate: true });
    opened.push(close);
    opened.push(keepSpoolSwept(ctx));
    let firstRunUrl: string | null = null;
    if (settings.admin) await ensureOwner(ctx, settings.admin);
    else if (doors.http) {
      const token = await makeFirstRunLink(ctx.dataSource.manager, ctx.now());
      firstRunUrl = token && `${ctx.publicUrl}/first-run/${token}`;
    }
    if (doors.jobs) {
      const worker = await startWorker(ctx, {
        databaseUrl,
        mongoUrl: settings.agendaMongodbUrl,
        mailer: createMailer(settings),
      });
      opened.push(() => worker.stop());
    }
    let url: string | null = null;
    if (doors.http) {
      const app = buildApp(ctx, settings, { liveUrl: databaseUrl, version: version() });
      opened.push(() => stopPreviews(ctx));
      opened.push(() => app.close());
      await app.listen({ host: settings.host, port: settings.port });
      const { port } = app.server.address() as AddressInfo;
      url = settings.port === 0 ? `http://${settings.host}:${port}` : ctx.publicUrl;
    }
    log.info('Rollcall has started', { http: doors.http, jobs: doors.jobs });
    return { url, firstRunUrl, stop: closeAll };
  } catch (error) {
    await closeAll();
    throw error;
  }
}

/** Each machine sweeps its own, whichever doors are open on it. @returns stops it */
function keepSpoolSwept(ctx: SyncContext): () => Promise<void> {
  const sweep = async (): Promise<void> => {
    try {
      await sweepSpool(ctx.spoolDirectory, ctx.now());
    } catch (error) {
      ctx.log.error('the spool could not be swept', { error: String(error) });
    }
  };
  let sweeping = sweep();
  const timer = setInterval(() => {
    sweeping = sweep();
  }, SWEEP_MS);
  return async () => {
    clearInterval(timer);
    await sweeping;
  };
}

function version(): string {
  return (JSON.parse(readFileSync(new URL('../../package.json', import.meta.url), 'utf8')) as { version: string })
    .version;
}
