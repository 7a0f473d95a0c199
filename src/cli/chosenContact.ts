import { searchContacts } from '../db/reads/contacts.ts';
import type { SyncContext } from '../sync/context.ts';
import { RequestError } from '../sync/errors.ts';

/**
 * The contact a command names.
 * @returns its ID in the API
 * @throws RequestError `contact_missing` unless the text is the whole number or contact ID of one person
 */
export async function chosenContact(ctx: SyncContext, teamId: string, typed: string): Promise<string> {
  const { exact } = await searchContacts(ctx.dataSource.manager, teamId, { q: typed, limit: 1 });
  if (exact !== null) return exact;
  throw new RequestError('not_found', 'contact_missing', `Nobody in the team has the number or contact ID ${typed}.`);
}
