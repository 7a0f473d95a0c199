import { insertApiToken, type ApiTokenRow, type TokenScope } from '../../db/accounts/apiTokens.ts';
import type { SyncContext } from '../context.ts';
import { RequestError } from '../errors.ts';

const DAY_MS = 24 * 3_600_000;

/**
 * Makes an API token of a team.
 * @returns the token itself, which can't be read again, and its row
 */
export async function createToken(
  ctx: SyncContext,
  input: {
    readonly teamId: string;
    readonly name: string;
    readonly scope: TokenScope;
    readonly expiresInDays: number | null;
    readonly createdBy: string;
  },
): Promise<{ token: string; row: ApiTokenRow }> {
  if (input.name.trim() === '') {
    throw new RequestError(
      'refused',
      'token_refused',
      'A token needs a name that says what uses it. Type one, then try again.',
      [{ field: 'name', message: 'Type a name.' }],
    );
  }
  const now = ctx.now();
  const expiresAt = input.expiresInDays === null ? null : new Date(now.getTime() + input.expiresInDays * DAY_MS);
  return insertApiToken(ctx.dataSource.manager, { ...input, now, expiresAt });
}
