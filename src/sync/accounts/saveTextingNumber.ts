import { putTextingNumber } from '../../db/accounts/textingNumbers.ts';
import { readMobile } from '../../domain/phone.ts';
import type { SyncContext } from '../context.ts';
import { RequestError } from '../errors.ts';

/**
 * Stores a number the team texts from and the token that signs its messages.
 * @returns the number, E.164
 * @throws RequestError `number_refused` not a number we can read; `number_taken` another team has it
 */
export async function saveTextingNumber(
  ctx: SyncContext,
  input: { readonly teamId: string; readonly number: string; readonly authToken: string; readonly setBy: string },
): Promise<string> {
  const read = readMobile(input.number);
  if (!read.ok) {
    throw new RequestError(
      'refused',
      'number_refused',
      'The number was not saved. Type it with ten digits, for example 716-555-0100.',
      [{ field: 'number', message: 'A texting number has 10 digits, or 11 beginning with 1.' }],
    );
  }
  const { teamId, authToken, setBy } = input;
  const stored = await putTextingNumber(ctx.dataSource.manager, ctx.sealer, {
    teamId,
    number: read.e164,
    authToken: authToken.trim(),
    now: ctx.now(),
    setBy,
  });
  if (!stored) {
    throw new RequestError(
      'conflict',
      'number_taken',
      'Another team of this server has this number. A number belongs to one team; remove it there first.',
    );
  }
  return read.e164;
}
