import { findTeam, listTeams } from '../db/accounts/teams.ts';
import type { TeamRow } from '../db/entities.ts';
import type { SyncContext } from '../sync/context.ts';
import { RequestError } from '../sync/errors.ts';

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
