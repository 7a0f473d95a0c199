import { join } from 'node:path';
import { connectors } from '../../connectors/registry.ts';
import type { Settings } from '../config/settings.ts';
import { migrate, openDatabase } from '../db/database.ts';
import { startEmbeddedPostgres } from '../db/embeddedPostgres.ts';
import { createSealer } from '../db/sealer.ts';
import type { Log, SyncContext } from '../sync/context.ts';

export interface OpenContext {
  readonly ctx: SyncContext;
  readonly databaseUrl: string;
  close(): Promise<void>;
}

/**
 * Opens the database (the one of `DATABASE_URL`, or the embedded one of the data directory, joining it where another
 * process has it running) and makes what every use case needs. Doors that are no service, like the command line, begin
 * here.
 */
export async function openContext(
  settings: Settings,
  options: { readonly log: Log; readonly key: Buffer; readonly migrate: boolean },
): Promise<OpenContext> {
  const postgres = settings.databaseUrl ? null : await startEmbeddedPostgres(join(settings.dataDir, 'database'));
  const databaseUrl = settings.databaseUrl ?? postgres!.url;
  try {
    const dataSource = await openDatabase({ url: databaseUrl });
    if (options.migrate) {
      const ran = await migrate(dataSource);
      if (ran.length > 0) options.log.info('The database schema was brought up to date', { migrations: ran });
    }
    const ctx: SyncContext = {
      dataSource,
      connectors,
      sealer: createSealer(options.key),
      allowPrivateHosts: settings.allowPrivateHosts,
      spoolDirectory: join(settings.dataDir, 'spool'),
      publicUrl: settings.publicUrl,
      log: options.log,
      now: () => new Date(),
    };
    return {
      ctx,
      databaseUrl,
      async close() {
        await dataSource.destroy();
        await postgres?.stop();
      },
    };
  } catch (error) {
    await postgres?.stop();
    throw error;
  }
}
