import { putMember } from '../../db/accounts/members.ts';
import { insertTeam } from '../../db/accounts/teams.ts';
import type { Db } from '../../db/database.ts';
import type { TeamRow } from '../../db/entities.ts';
import { appendConsentEvents } from '../../db/ledger.ts';
import { lockTeamListToAdd } from '../../db/lockTeam.ts';
import { putNumberStops, readOrganisationStops } from '../../db/numberStops.ts';
import type { SyncContext } from '../context.ts';
import { RequestError } from '../errors.ts';

/** How many events are appended at once. */
const PORTION = 5000;

/**
 * Makes a team; the person who makes it becomes its owner. It starts with the
 * STOPs that count in every team.
 * @param by - null on the command line
 */
export async function createTeam(
  ctx: SyncContext,
  name: string,
  by: { readonly userId: string } | null,
): Promise<TeamRow> {
  if (name.trim() === '') {
    throw new RequestError('refused', 'team_refused', 'A team needs a name. Type one, then try again.', [
      { field: 'name', message: 'Type a name.' },
    ]);
  }
  return ctx.dataSource.transaction(async (db) => {
    // A STOP for every team either finds this one or is found by it.
    await lockTeamListToAdd(db);
    const team = await insertTeam(db, name);
    await takeOverStops(db, team.id, ctx.now());
    if (by) await putMember(db, { teamId: team.id, userId: by.userId, role: 'owner', staffId: undefined });
    return team;
  });
}

/** Organisation-wide STOPs that stand: the person's own words, from when they were said. */
async function takeOverStops(db: Db, teamId: string, now: Date): Promise<void> {
  const stops = await readOrganisationStops(db);
  for (let from = 0; from < stops.length; from += PORTION) {
    const portion = stops.slice(from, from + PORTION);
    const eventIds = await appendConsentEvents(
      db,
      teamId,
      now,
      portion.map(({ mobile, actor, stoppedAt, evidence }) => ({
        contactId: null,
        mobile,
        change: 'opted_out',
        cause: 'stop_message',
        actor,
        occurredAt: stoppedAt,
        evidence,
      })),
    );
    await putNumberStops(
      db,
      portion.map(({ mobile, stoppedAt }, index) => ({ teamId, mobile, eventId: eventIds[index]!, stoppedAt })),
    );
  }
}
