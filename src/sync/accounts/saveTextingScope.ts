import { findTextingNumber, putTextingScope, type TextingScope } from '../../db/accounts/textingNumbers.ts';
import { findTeamIds } from '../../db/accounts/teams.ts';
import type { SyncContext } from '../context.ts';
import { RequestError } from '../errors.ts';

/**
 * Says in which teams a STOP to a number counts, for messages from now on. Only an owner of the server may reach beyond
 * the team, or take such a reach back.
 *
 * @returns false when the team has no such number
 * @throws RequestError `owner_only`, `team_unknown`
 */
export async function saveTextingScope(
  ctx: SyncContext,
  input: {
    readonly teamId: string;
    /** E.164. */
    readonly number: string;
    readonly scope: TextingScope;
    /** Slugs of the teams that share the inbox; counts with the scope `shared` alone. */
    readonly sharedWith: readonly string[];
    readonly byOwner: boolean;
  },
): Promise<boolean> {
  const { teamId, number, scope } = input;
  return ctx.dataSource.transaction(async (tx) => {
    const before = await findTextingNumber(tx, teamId, number);
    if (!before) return false;
    if (!input.byOwner && (scope !== 'team' || before.scope !== 'team')) {
      throw new RequestError(
        'not_allowed',
        'owner_only',
        'Only an owner of this server can let a STOP count in other teams, or end that. Nothing was changed; ask one of them.',
      );
    }
    const found = scope === 'shared' ? await findTeamIds(tx, input.sharedWith) : new Map<string, string>();
    const unknown = scope === 'shared' ? input.sharedWith.find((slug) => !found.has(slug)) : undefined;
    if (unknown !== undefined) {
      throw new RequestError(
        'refused',
        'team_unknown',
        `There is no team “${unknown}” on this server, so nothing was changed. Choose the teams from the list.`,
        [{ field: 'sharedWith', message: `There is no team “${unknown}”.` }],
      );
    }
    const others = [...new Set(found.values())].filter((id) => id !== teamId);
    await putTextingScope(tx, number, scope, others);
    return true;
  });
}
