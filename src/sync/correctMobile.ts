import type { LockedContact } from '../db/contactConsent.ts';
import type { Db } from '../db/database.ts';
import { notifyLive } from '../db/live.ts';
import { lockTeamForMerge } from '../db/lockTeam.ts';
import { readNumberStops } from '../db/numberStops.ts';
import type { ConsentCause } from '../domain/contact.ts';
import { readMobile, showMobile } from '../domain/phone.ts';
import { changeConsent } from './changeConsent.ts';
import type { SyncContext } from './context.ts';
import { RequestError } from './errors.ts';

/**
 * Corrects a contact's number here. The source's old one is not put back by later imports (`correctedNumbers.ts`);
 * numbers are never written to a source. Permission does not move with a number: an opt-out of the contact stays, and a
 * number whose own STOP stands opts it out, in the same transaction.
 *
 * @throws RequestError `contact_missing`; `number_refused` not a number we can read; `number_same`; `number_taken`
 *   another contact of the team has it
 */
export async function correctMobile(
  ctx: SyncContext,
  request: {
    readonly teamId: string;
    /** The contact's ID in the API. */
    readonly contactId: string;
    /** In any spelling. */
    readonly mobile: string;
    /** The person's or token's name. */
    readonly actor: string;
  },
): Promise<void> {
  const { teamId, actor } = request;
  const mobile = readNumber(request.mobile);
  await ctx.dataSource.transaction(async (tx) => {
    // Alone, like a page: a STOP of the new number that comes meanwhile is either seen here or finds the contact.
    await lockTeamForMerge(tx, teamId);
    const contact = await contactToCorrect(tx, teamId, request.contactId);
    if (contact.mobile === mobile) {
      throw new RequestError(
        'conflict',
        'number_same',
        `${nameOf(contact)} has ${showMobile(mobile)} already. Nothing was changed.`,
      );
    }
    await refuseTaken(tx, teamId, mobile);
    const now = ctx.now();
    await tx.query(
      `update contact set mobile = $2, mobile_corrected_at = $3, mobile_corrected_by = $4,
         mobile_replaced = case when mobile_corrected_at is null then mobile else mobile_replaced end,
         changed_at = $3, changed_by_run = null
       where id = $1`,
      [contact.id, mobile, now, actor],
    );
    const stops = await readNumberStops(tx, [{ teamId, mobile }]);
    if (stops.length > 0 && contact.consent_cause !== 'stop_message') {
      await changeConsent(tx, now, contact, {
        mobile,
        change: 'opted_out',
        cause: 'stop_message',
        actor,
        occurredAt: now,
        evidence: { rule: 'number_stopped' },
      });
    }
    await notifyLive(tx, { teamId, type: 'contact', id: String(contact.id) });
  });
  ctx.log.info('number corrected', { teamId, contactId: request.contactId, actor });
}

function readNumber(typed: string): string {
  const reading = readMobile(typed);
  if (reading.ok) return reading.e164;
  throw new RequestError(
    'refused',
    'number_refused',
    'The number was not corrected. Type it with ten digits, for example 716-555-0100.',
    [{ field: 'mobile', message: 'A mobile number has 10 digits, or 11 beginning with 1.' }],
  );
}

interface CorrectedContact extends LockedContact {
  readonly consent_cause: ConsentCause | null;
}

const nameOf = (person: { first_name: string; last_name: string }): string => `${person.first_name} ${person.last_name}`;

async function contactToCorrect(tx: Db, teamId: string, contactId: string): Promise<CorrectedContact> {
  const rows: CorrectedContact[] = /^\d{1,18}$/.test(contactId)
    ? await tx.query(
        `select id, team_id, first_name, last_name, mobile, opted_out, consent_cause from contact
         where team_id = $1 and id = $2 for update`,
        [teamId, contactId],
      )
    : [];
  if (!rows[0]) throw new RequestError('not_found', 'contact_missing', 'This contact can’t be found in this team.');
  return rows[0];
}

async function refuseTaken(tx: Db, teamId: string, mobile: string): Promise<void> {
  const [holder]: { first_name: string; last_name: string; contact_id: string }[] = await tx.query(
    'select first_name, last_name, contact_id from contact where team_id = $1 and mobile = $2',
    [teamId, mobile],
  );
  if (!holder) return;
  throw new RequestError(
    'conflict',
    'number_taken',
    `${showMobile(mobile)} already belongs to ${nameOf(holder)} (${holder.contact_id}). ` +
      'A number belongs to one contact in a team. Correct that one first.',
  );
}
