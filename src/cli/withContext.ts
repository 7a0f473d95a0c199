import { existsSync } from 'node:fs';
import type { Command } from 'commander';
import { loadKey } from '../config/encryptionKey.ts';
import { createLog } from '../config/log.ts';
import { readSettings } from '../config/settings.ts';
import { findTeam, listTeams } from '../db/accounts/teams.ts';
import type { TeamRow } from '../db/entities.ts';
import { closeKept } from '../sync/connections/keptConnections.ts';
import type { SyncContext } from '../sync/context.ts';
import { RequestError } from '../sync/errors.ts';
import { openContext } from '../wiring/openContext.ts';

/** Options that every command takes. */
export interface GlobalOptions {
  readonly json: boolean;
  readonly team: string | null;
}

export function globalOptions(command: Command): GlobalOptions {
  const { json, team } = command.optsWithGlobals<{ json?: boolean; team?: string }>();
  return { json: json ?? false, team: team ?? null };
}

/**
 * Opens the database for one command and closes it whatever happens. Joins the embedded server of a running service.
 * @throws ConfigError when the settings are wrong; RequestError `schema_old`
 */
export async function withContext<T>(
  work: (ctx: SyncContext) => Promise<T>,
  options: { readonly anySchema?: boolean } = {},
): Promise<T> {
  if (existsSync('.env')) process.loadEnvFile('.env');
  const settings = readSettings(process.env, process.stderr.isTTY);
  const log = createLog({ ...settings, logLevel: settings.logLevel === 'debug' ? 'debug' : 'warn' });
  const opened = await openContext(settings, { log, key: await loadKey(settings), migrate: false });
  try {
    if (!options.anySchema && (await opened.ctx.dataSource.showMigrations())) {
      throw new RequestError(
        'refused',
        'schema_old',
        'The database schema is older than this program, so nothing was done. Run: npx rollcall migrate',
      );
    }
    return await work(opened.ctx);
  } finally {
    await closeKept(opened.ctx);
    await opened.close();
  }
}

/**
 * The team a command is about: the one named, or the only one there is.
 * @throws RequestError `team_missing`
 */
export async function chosenTeam(ctx: SyncContext, slug: string | null): Promise<TeamRow> {
  const db = ctx.dataSource.manager;
  if (slug !== null) {
    const team = await findTeam(db, slug);
    if (team) return team;
    throw new RequestError('not_found', 'team_missing', `No team is called ${slug}. See: rollcall team list`);
  }
  const teams = await listTeams(db);
  if (teams.length === 1 && teams[0]) return teams[0];
  throw new RequestError(
    'refused',
    'team_missing',
    teams.length === 0
      ? 'There is no team yet. Make one: rollcall team add <name>'
      : `There are ${teams.length} teams. Say which with --team: ${teams.map((team) => team.slug).join(', ')}`,
  );
}
