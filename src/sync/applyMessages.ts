import type { TextingScope } from '../db/accounts/textingNumbers.ts';
import { lockContactsByNumber, writeContactConsent, type LockedContact } from '../db/contactConsent.ts';
import type { Db } from '../db/database.ts';
import { linkMessages } from '../db/inboundMessages.ts';
import { appendToLedgers, lockLedgers, type LedgerHeads, type NewTeamEvent } from '../db/ledger.ts';
import { notifyAllLive, type LiveNotice } from '../db/live.ts';
import { putNumberStops, removeNumberStops, type TeamNumber } from '../db/numberStops.ts';
import { addToOutbox } from '../db/outbox.ts';
import {
  answerItems,
  insertReviewItems,
  noticeOfItem,
  readNumberStates,
  THE_PERSON,
  type NewReviewItem,
  type SettledItem,
} from '../db/reviewItems.ts';
import type { ConsentChange, LedgerCause, LedgerChange } from '../domain/contact.ts';
import { afterEntry, hearReply, isConsentChange, type HeardState } from '../domain/hearReply.ts';
import type { ReplyReading } from '../domain/readReply.ts';
import type { ArrivedMessage } from './receiveMessages.ts';

/** A message that is kept, with what it was read as and the teams it counts in. */
export interface HeardMessage extends Omit<ArrivedMessage, 'verdict'>, ReplyReading {
  readonly isYes: boolean;
  readonly scope: TextingScope;
  /** In the order of their IDs. */
  readonly teamIds: readonly string[];
}

/** A number in a team while the batch goes over it: what stands there so far, and what was done to it. */
interface Place extends TeamNumber {
  readonly contact: LockedContact | null;
  state: HeardState;
  /** Its last change of texting preference in this batch, by the position of its event. */
  last: { readonly change: ConsentChange; readonly event: number } | null;
  /** When open items of before were settled. */
  answeredAt: Date | null;
  /** Items of this batch that are still open. */
  open: number[];
}

const placeKey = (of: TeamNumber): string => `${of.teamId} ${of.mobile}`;

/**
 * Does what messages ask for, in their order, in every team they count in: events, contacts, stopped numbers, review
 * items and write-backs together, each kind in one statement. Inside a transaction that shares the teams' locks.
 */
export async function applyMessages(tx: Db, now: Date, messages: readonly HeardMessage[]): Promise<void> {
  const asking = messages.filter((message) => message.verdict !== null && message.verdict !== 'help');
  if (asking.length === 0) return;
  const { places, heads } = await lockPlaces(tx, asking);
  const batch = new Batch(places);
  for (const message of asking) for (const teamId of message.teamIds) batch.hear(message, teamId);
  await batch.write(tx, now, heads);
}

/** What stands for each number in each team, locked: contacts first, then the ledgers. */
async function lockPlaces(
  tx: Db,
  messages: readonly HeardMessage[],
): Promise<{ readonly places: ReadonlyMap<string, Place>; readonly heads: LedgerHeads }> {
  const numbers = messages.flatMap(({ teamIds, from }) => teamIds.map((teamId) => ({ teamId, mobile: from })));
  const distinct = [...new Map(numbers.map((one) => [placeKey(one), one])).values()];
  const contacts = new Map(
    (await lockContactsByNumber(tx, distinct)).map((contact) => [
      placeKey({ teamId: contact.team_id, mobile: contact.mobile! }),
      contact,
    ]),
  );
  const heads = await lockLedgers(
    tx,
    distinct.map((one) => one.teamId),
  );
  const states = await readNumberStates(tx, distinct);
  const places = new Map<string, Place>(
    states.map(({ teamId, mobile, stopped, paused }) => {
      const key = placeKey({ teamId, mobile });
      const contact = contacts.get(key) ?? null;
      const state = { optedOut: contact?.opted_out ?? false, stopped, paused };
      return [key, { teamId, mobile, contact, state, last: null, answeredAt: null, open: [] }];
    }),
  );
  return { places, heads };
}

const noticeOfEvent = ({ teamId, contactId }: NewTeamEvent): LiveNotice[] =>
  contactId === null ? [] : [{ teamId, type: 'contact', id: String(contactId) }];

const CAUSES = {
  opted_out: 'stop_message',
  opted_in: 'start_message',
  paused: 'reply',
  resumed: 'start_message',
} as const satisfies Record<LedgerChange, LedgerCause>;

/** Collects what messages do, to write it all at once. */
class Batch {
  readonly #places: ReadonlyMap<string, Place>;
  readonly #events: NewTeamEvent[] = [];
  readonly #items: NewReviewItem[] = [];
  readonly #links: { readonly message: HeardMessage; readonly contactId: number | null; readonly event: number }[] = [];
  readonly #writesBack: { readonly contactId: number; readonly change: ConsentChange; readonly event: number }[] = [];

  constructor(places: ReadonlyMap<string, Place>) {
    this.#places = places;
  }

  /** What a message does in one team, after everything before it. */
  hear(message: HeardMessage, teamId: string): void {
    const place = this.#places.get(placeKey({ teamId, mobile: message.from }))!;
    const entries = hearReply(message.verdict, message.isYes, place.state);
    if (entries.length > 0 && teamId === message.teamId) {
      this.#links.push({ message, contactId: place.contact?.id ?? null, event: this.#events.length });
    }
    for (const change of entries) this.#enter(message, place, change);
  }

  #enter(message: HeardMessage, place: Place, change: LedgerChange): void {
    const { contact } = place;
    const event = this.#events.length;
    this.#events.push({
      teamId: place.teamId,
      contactId: contact?.id ?? null,
      mobile: place.mobile,
      change,
      cause: CAUSES[change],
      actor: THE_PERSON,
      occurredAt: message.receivedAt,
      evidence: {
        message: message.body,
        providerId: message.providerId,
        toNumber: message.to,
        reading: message.reading,
        ...(message.scope === 'team' ? {} : { scope: message.scope }),
      },
    });
    if (change === 'paused') {
      place.open.push(this.#items.length);
      this.#items.push({
        teamId: place.teamId,
        mobile: place.mobile,
        contactId: contact?.id ?? null,
        toNumber: message.to,
        provider: message.provider,
        providerId: message.providerId,
        body: message.body,
        doubt: message.doubt,
        receivedAt: message.receivedAt,
        answeredAt: null,
      });
    }
    if (change === 'opted_out' || change === 'resumed') this.#answer(place, message.receivedAt);
    if (isConsentChange(change)) {
      place.last = { change, event };
      if (contact) this.#writesBack.push({ contactId: contact.id, change, event });
    }
    place.state = afterEntry(place.state, change);
  }

  /** The person has said what they want, so nobody has to decide any more. */
  #answer(place: Place, at: Date): void {
    if (!place.state.paused) return;
    place.answeredAt ??= at;
    for (const index of place.open) this.#items[index] = { ...this.#items[index]!, answeredAt: at };
    place.open = [];
  }

  async write(tx: Db, now: Date, heads: LedgerHeads): Promise<void> {
    if (this.#events.length === 0) return;
    const eventIds = await appendToLedgers(tx, now, this.#events, heads);
    const changed = [...this.#places.values()].flatMap(({ last, ...place }) => (last ? [{ ...place, ...last }] : []));
    await writeContactConsent(
      tx,
      now,
      changed.flatMap(({ contact, change, event }) =>
        contact
          ? [
              {
                contactId: contact.id,
                change,
                cause: CAUSES[change],
                actor: THE_PERSON,
                at: this.#events[event]!.occurredAt,
              },
            ]
          : [],
      ),
    );
    await putNumberStops(
      tx,
      changed
        .filter(({ change }) => change === 'opted_out')
        .map(({ teamId, mobile, event }) => ({
          teamId,
          mobile,
          eventId: eventIds[event]!,
          stoppedAt: this.#events[event]!.occurredAt,
        })),
    );
    await removeNumberStops(
      tx,
      changed.filter(({ change }) => change === 'opted_in'),
    );
    const settled = await this.#writeItems(tx);
    await linkMessages(
      tx,
      this.#links.map(({ message, contactId, event }) => ({ ...message, contactId, eventId: eventIds[event]! })),
    );
    await addToOutbox(
      tx,
      now,
      this.#writesBack.map(({ contactId, change, event }) => ({ contactId, change, eventId: eventIds[event]! })),
    );
    await notifyAllLive(tx, [...this.#events.flatMap(noticeOfEvent), ...settled.map(noticeOfItem)]);
  }

  /** @returns the items that are new or settled */
  async #writeItems(tx: Db): Promise<SettledItem[]> {
    const answered = await answerItems(
      tx,
      [...this.#places.values()].flatMap(({ teamId, mobile, answeredAt }) =>
        answeredAt ? [{ teamId, mobile, at: answeredAt }] : [],
      ),
    );
    const ids = await insertReviewItems(tx, this.#items);
    return [
      ...answered,
      ...this.#items.map((item, index) => ({ id: ids[index]!, team_id: item.teamId, contact_id: item.contactId })),
    ];
  }
}
