import { easternTime, utcTime } from '../../domain/times.ts';
import type { Db } from '../database.ts';
import { checkConsentChain } from './chainCheck.ts';
import { readConflicts, readConsentEvents, type ConsentEventRow } from './consentHistory.ts';
import { conflictSentence, settledWords } from './conflictWords.ts';
import { eventSentence, formOfWords, scopeWords } from './eventWords.ts';
import { readContact, type ContactDetails } from './contactDetails.ts';
import { iso } from './iso.ts';
import type { WriteBackLine } from './writeBacks.ts';

/** Everything that is known of a contact's consent, for a person outside to read and check. */
export type Evidence = NonNullable<Awaited<ReturnType<typeof readEvidence>>>;

/** @returns null when the team has no such contact */
export async function readEvidence(
  db: Db,
  team: { readonly id: string; readonly name: string },
  contactId: string,
  now: Date,
) {
  const contact = await readContact(db, team.id, contactId);
  if (!contact) return null;
  const id = Number(contact.id);
  const [events, conflicts, chain] = await Promise.all([
    readConsentEvents(db, { teamId: team.id, contactId: id, mobile: contact.mobile }),
    readConflicts(db, id),
    checkConsentChain(db, team.id),
  ]);
  return {
    madeAt: iso(now),
    madeAtEastern: seconds(now),
    team: team.name,
    contact: personOf(contact),
    answer: contact.band,
    lift: contact.lift,
    mobileCorrected: contact.mobileCorrected,
    chain: { ...chain, whole: chain.brokenAt === null },
    events: [...events].reverse().map((event) => eventLine(event, contact.writeBacks)),
    conflicts: [...conflicts].reverse().map((conflict) => ({
      at: iso(conflict.at),
      eastern: seconds(conflict.at),
      utc: utcTime(conflict.at),
      sentence: conflictSentence(conflict),
      rule: conflict.rule,
      field: conflict.field,
      value: conflict.crm_value,
      recordModifiedAt: iso(conflict.crm_modified_at),
      settledAt: iso(conflict.resolved_at),
      settledBy: conflict.resolved_by,
      settled: settledWords(conflict),
    })),
  };
}

function personOf(contact: ContactDetails) {
  const { id, contactId, firstName, lastName, mobile, mobileShown, texting, connectionName, recordType, recordId } =
    contact;
  return { id, contactId, firstName, lastName, mobile, mobileShown, texting, connectionName, recordType, recordId };
}

function eventLine(event: ConsentEventRow, writeBacks: readonly WriteBackLine[]) {
  return {
    seq: event.seq,
    sentence: eventSentence(event),
    change: event.change,
    cause: event.cause,
    actor: event.actor,
    mobile: event.mobile,
    occurredAt: iso(event.occurred_at),
    eastern: seconds(event.occurred_at),
    utc: utcTime(event.occurred_at),
    recordedAt: iso(event.recorded_at),
    evidence: event.evidence,
    formOfWords: formOfWords(event),
    scope: scopeWords(event),
    previousHash: event.previous_hash,
    hash: event.hash,
    writeBacks: writeBacks.filter((one) => one.eventId === String(event.id)),
  };
}

const seconds = (at: Date): string => easternTime(at, { seconds: true });
