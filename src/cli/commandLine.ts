import { userInfo } from 'node:os';
import { loadKey } from '../config/encryptionKey.ts';
import { createLog } from '../config/log.ts';
import { readSettings } from '../config/settings.ts';
import { closeKept } from '../sync/connections/keptConnections.ts';
import type { SyncContext } from '../sync/context.ts';
import { RequestError } from '../sync/errors.ts';
import { openContext } from '../wiring/openContext.ts';

/** What commands work with. */
export interface CommandLine {
  /**
   * Opens the database for one command and closes it whatever happens. Joins the embedded server of a running service.
   * @param options.anySchema - also with a schema that is older than this program
   * @throws ConfigError when the settings are wrong; RequestError `schema_old`
   */
  withContext<T>(work: (ctx: SyncContext) => Promise<T>, options?: { readonly anySchema?: boolean }): Promise<T>;
  /** Written into history and evidence for what is done here: `command line (dana)`. */
  readonly actor: string;
}

/** @param env - the environment, where the settings are */
export function openCommandLine(env: Readonly<Record<string, string | undefined>>): CommandLine {
  return {
    actor: `command line (${env['SUDO_USER'] ?? userInfo().username})`,
    async withContext(work, options = {}) {
      const settings = readSettings(env, process.stderr.isTTY);
      const log = createLog({ ...settings, logLevel: settings.logLevel === 'debug' ? 'debug' : 'warn' });
      const opened = await openContext(settings, { log, key: await loadKey(settings), migrate: false });
      try {
        if (!options.anySchema && (await opened.ctx.dataSource.showMigrations())) throw schemaOld();
        return await work(opened.ctx);
      } finally {
        await closeKept(opened.ctx);
        await opened.close();
      }
    },
  };
}

function schemaOld(): RequestError {
  return new RequestError(
    'refused',
    'schema_old',
    'The database schema is older than this program, so nothing was done. Run: npx rollcall migrate',
  );
}
