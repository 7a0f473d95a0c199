import type { Db } from '../db/database.ts';
import { appendConsentEvents, type NewConsentEvent } from '../db/ledger.ts';
import { notifyLive } from '../db/live.ts';
import { lockTeamForConsent } from '../db/lockTeam.ts';
import { addToOutbox } from '../db/outbox.ts';
import type { ConsentCause, ConsentChange } from '../domain/contact.ts';
import { readKeyword, type Keyword } from '../domain/keywords.ts';
import type { SyncContext } from './context.ts';
import { RequestError } from './errors.ts';

export interface ReceivedMessage {
  readonly provider: 'twilio';
  /** The provider's own ID of the message; the same ID counts once. */
  readonly providerId: string;
  readonly teamId: string;
  /** E.164. */
  readonly from: string;
  readonly to: string;
  readonly body: string;
  /** What the provider itself took it for, which beats our reading; null when it did not say. */
  readonly verdict: Keyword | null;
}

/**
 * Takes in a message from somebody's phone. A STOP is recorded whoever sent it: with a contact it opts out and its
 * write-back is queued in the same transaction; without one the number is remembered, so that a contact created later
 * starts opted out. START lifts what stands; it is the person's own word. Anything else is kept and changes nothing.
 *
 * @returns what it was read as, and whether this very message had come before
 */
export async function receiveMessage(
  ctx: SyncContext,
  received: ReceivedMessage,
): Promise<{ keyword: Keyword | null; duplicate: boolean }> {
  // A sign that the database refuses must not lose a STOP.
  const message = { ...received, body: received.body.replaceAll('\0', '␀').toWellFormed() };
  const keyword = message.verdict ?? readKeyword(message.body);
  const now = ctx.now();
  return ctx.dataSource.transaction(async (tx) => {
    await lockTeamForConsent(tx, message.teamId);
    const stored: unknown[] = await tx.query(
      `insert into inbound_message (provider, provider_id, team_id, from_number, to_number, body, verdict, received_at)
       values ($1, $2, $3, $4, $5, $6, $7, $8) on conflict do nothing returning 1`,
      [message.provider, message.providerId, message.teamId, message.from, message.to, message.body, keyword, now],
    );
    if (stored.length === 0) return { keyword, duplicate: true };
    if (keyword === 'stop' || keyword === 'start') await hearKeyword(tx, message, keyword, now);
    return { keyword, duplicate: false };
  });
}

async function hearKeyword(tx: Db, message: ReceivedMessage, keyword: 'stop' | 'start', now: Date): Promise<void> {
  const contact = await lockContact(tx, message.teamId, { mobile: message.from });
  const change: ConsentChange = keyword === 'stop' ? 'opted_out' : 'opted_in';
  if (keyword === 'start') {
    const lifted: [unknown[], number] = await tx.query('delete from number_stop where team_id = $1 and mobile = $2', [
      message.teamId,
      message.from,
    ]);
    if (!contact?.opted_out && lifted[1] === 0) return;
  }
  const eventId = await changeConsent(tx, {
    teamId: message.teamId,
    contact,
    change,
    now,
    event: {
      mobile: message.from,
      cause: keyword === 'stop' ? 'stop_message' : 'start_message',
      actor: 'The contact',
      evidence: { message: message.body, providerId: message.providerId, toNumber: message.to },
    },
  });
  if (keyword === 'stop') {
    await tx.query(
      `insert into number_stop (team_id, mobile, event_id, stopped_at) values ($1, $2, $3, $4)
       on conflict (team_id, mobile) do update set event_id = excluded.event_id, stopped_at = excluded.stopped_at`,
      [message.teamId, message.from, eventId, now],
    );
  }
  await tx.query('update inbound_message set contact_id = $3, event_id = $4 where provider = $1 and provider_id = $2', [
    message.provider,
    message.providerId,
    contact?.id ?? null,
    eventId,
  ]);
}

export interface StaffChange {
  readonly teamId: string;
  /** The contact's ID in the API. */
  readonly contactId: string;
  /** The person's or token's name. */
  readonly actor: string;
  readonly cause: 'staff' | 'api';
  readonly reason: string;
}

/**
 * Opts a contact out on behalf of staff.
 * @throws RequestError `contact_missing`, `already_opted_out`
 */
export async function optOut(ctx: SyncContext, request: StaffChange): Promise<void> {
  await ctx.dataSource.transaction(async (tx) => {
    const contact = await contactToChange(tx, request);
    if (contact.opted_out) {
      throw new RequestError(
        'conflict',
        'already_opted_out',
        `${nameOf(contact)} is opted out already. Nothing was changed.`,
      );
    }
    await changeConsent(tx, {
      teamId: request.teamId,
      contact,
      change: 'opted_out',
      now: ctx.now(),
      event: {
        mobile: contact.mobile,
        cause: request.cause,
        actor: request.actor,
        evidence: { reason: request.reason },
      },
    });
  });
}

/**
 * Lifts an opt-out, also one that came from the contact's own STOP, with a written reason and how consent was given
 * again.
 * @throws RequestError `contact_missing`, `already_opted_in`
 */
export async function optIn(ctx: SyncContext, request: StaffChange & { readonly consentGiven: string }): Promise<void> {
  await ctx.dataSource.transaction(async (tx) => {
    const contact = await contactToChange(tx, request);
    if (!contact.opted_out) {
      throw new RequestError(
        'conflict',
        'already_opted_in',
        `${nameOf(contact)} may be texted already. Nothing was changed.`,
      );
    }
    await tx.query('delete from number_stop where team_id = $1 and mobile = $2', [request.teamId, contact.mobile]);
    await changeConsent(tx, {
      teamId: request.teamId,
      contact,
      change: 'opted_in',
      now: ctx.now(),
      event: {
        mobile: contact.mobile,
        cause: request.cause,
        actor: request.actor,
        evidence: { reason: request.reason, consentGiven: request.consentGiven },
      },
    });
  });
}

interface LockedContact {
  readonly id: number;
  readonly first_name: string;
  readonly last_name: string;
  readonly mobile: string | null;
  readonly opted_out: boolean;
}

const nameOf = (contact: LockedContact): string => `${contact.first_name} ${contact.last_name}`;

async function contactToChange(tx: Db, request: StaffChange): Promise<LockedContact> {
  await lockTeamForConsent(tx, request.teamId);
  const contact = await lockContact(tx, request.teamId, { id: request.contactId });
  if (!contact) throw new RequestError('not_found', 'contact_missing', 'This contact can’t be found in this team.');
  return contact;
}

async function lockContact(
  tx: Db,
  teamId: string,
  by: { readonly mobile: string } | { readonly id: string },
): Promise<LockedContact | null> {
  if ('id' in by && !/^\d{1,18}$/.test(by.id)) return null;
  const [column, value] = 'id' in by ? ['id', by.id] : ['mobile', by.mobile];
  const rows: LockedContact[] = await tx.query(
    `select id, first_name, last_name, mobile, opted_out from contact where team_id = $1 and ${column} = $2 for update`,
    [teamId, value],
  );
  return rows[0] ?? null;
}

/** The one place where a contact's consent changes outside an import: event, contact and write-back together. */
async function changeConsent(
  tx: Db,
  step: {
    readonly teamId: string;
    readonly contact: LockedContact | null;
    readonly change: ConsentChange;
    readonly now: Date;
    readonly event: {
      mobile: string | null;
      cause: ConsentCause;
      actor: string;
      evidence: NewConsentEvent['evidence'];
    };
  },
): Promise<number> {
  const { contact, change, now } = step;
  const [eventId] = await appendConsentEvents(tx, step.teamId, now, [
    { ...step.event, contactId: contact?.id ?? null, change, occurredAt: now },
  ]);
  if (contact) {
    await tx.query(
      `update contact set opted_out = $2, consent_cause = $3, consent_at = $4, changed_at = $4, changed_by_run = null where id = $1`,
      [contact.id, change === 'opted_out', step.event.cause, now],
    );
    await addToOutbox(tx, now, [{ contactId: contact.id, change, eventId: eventId! }]);
    await notifyLive(tx, { teamId: step.teamId, type: 'contact', id: String(contact.id) });
  }
  return eventId!;
}
