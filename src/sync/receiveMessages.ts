import { listTeamIds } from '../db/accounts/teams.ts';
import { DEFAULT_POLICY } from '../db/consentPolicy.ts';
import type { Db } from '../db/database.ts';
import { insertMessages, messageKey, readNumberRules, rulesKey, type NumberRules } from '../db/inboundMessages.ts';
import { lockTeamList, lockTeamsForConsent } from '../db/lockTeam.ts';
import { isYes, type Keyword } from '../domain/keywords.ts';
import { readReply, type ReplyReading, type ReplyVerdict } from '../domain/readReply.ts';
import { applyMessages, type HeardMessage } from './applyMessages.ts';
import type { SyncContext } from './context.ts';

export interface ReceivedMessage {
  readonly provider: 'twilio';
  /** The provider's own ID of the message; the same ID counts once. */
  readonly providerId: string;
  /** The team of the number it came to. */
  readonly teamId: string;
  /** E.164. */
  readonly from: string;
  readonly to: string;
  readonly body: string;
  /** What the provider itself took it for, which beats our reading; null when it did not say. */
  readonly verdict: Keyword | null;
}

/** A message with the moment it arrived here. */
export interface ArrivedMessage extends ReceivedMessage {
  readonly receivedAt: Date;
}

/** What a message was read as, and whether this very message had come before. */
export interface TakenMessage {
  readonly verdict: ReplyVerdict | null;
  readonly duplicate: boolean;
}

/**
 * Takes in one message from somebody's phone. A STOP is recorded whoever sent it: with a contact it opts out and its
 * write-back is queued in the same transaction; without one the number is remembered, so that a contact created later
 * starts opted out. START lifts what stands; it is the person's own word. A message that may mean STOP pauses texting
 * until a person decides. Anything else is kept and changes nothing.
 */
export async function receiveMessage(ctx: SyncContext, received: ReceivedMessage): Promise<TakenMessage> {
  const [taken] = await receiveMessages(ctx, [{ ...received, receivedAt: ctx.now() }]);
  return taken!;
}

/**
 * Takes in messages in the order they are given, all in one transaction, each in every team of its number's scope. What
 * stands afterwards is what taking them in one by one would leave.
 *
 * @returns what became of each, in the order given
 */
export async function receiveMessages(ctx: SyncContext, arrived: readonly ArrivedMessage[]): Promise<TakenMessage[]> {
  return ctx.dataSource.transaction(async (tx) => {
    const messages = arrived.map(storable);
    const rules = await readNumberRules(tx, messages, DEFAULT_POLICY);
    const teams = await reachedTeams(tx, rules);
    // Before anything is read that an import may change.
    await lockTeamsForConsent(tx, [...teams.values()].flat());
    const read = messages.map((message) => readMessage(message, rules.get(rulesKey(message))!));
    const fresh = await keep(tx, read);
    await applyMessages(
      tx,
      ctx.now(),
      fresh.map((message) => ({ ...message, teamIds: teams.get(rulesKey(message))! })),
    );
    const isFresh = new Set<object>(fresh);
    return read.map((message) => ({ verdict: message.verdict, duplicate: !isFresh.has(message) }));
  });
}

type ReadMessage = Omit<HeardMessage, 'teamIds'>;

/** A sign that the database refuses must not lose a STOP. */
function storable(message: ArrivedMessage): ArrivedMessage {
  const clean = (text: string): string => text.replaceAll('\0', '␀').toWellFormed();
  return {
    ...message,
    providerId: clean(message.providerId),
    from: clean(message.from),
    to: clean(message.to),
    body: clean(message.body),
  };
}

function readMessage(message: ArrivedMessage, { scope, policy }: NumberRules): ReadMessage {
  const { verdict, reading, doubt }: ReplyReading =
    message.verdict === null
      ? readReply(message.body, policy)
      : { verdict: message.verdict, reading: 'provider', doubt: '' };
  return { ...message, scope, verdict, reading, doubt, isYes: isYes(message.body) };
}

/** Keeps messages; of those with one ID the first counts. */
async function keep(tx: Db, read: readonly ReadMessage[]): Promise<ReadMessage[]> {
  const first = new Map<string, ReadMessage>();
  for (const message of read) if (!first.has(messageKey(message))) first.set(messageKey(message), message);
  const fresh = await insertMessages(tx, [...first.values()]);
  return [...first].flatMap(([key, message]) => (fresh.has(key) ? [message] : []));
}

/** The teams in which messages to each number count, in the order of their IDs, by `rulesKey`. */
async function reachedTeams(tx: Db, rules: ReadonlyMap<string, NumberRules>): Promise<Map<string, readonly string[]>> {
  const isEverywhere = [...rules.values()].some(({ scope }) => scope === 'organisation');
  if (isEverywhere) await lockTeamList(tx);
  const everyTeam = isEverywhere ? await listTeamIds(tx) : [];
  return new Map(
    [...rules].map(([key, { teamId, scope, sharedWith }]) => [
      key,
      scope === 'organisation' ? everyTeam : [...new Set([teamId, ...sharedWith])].sort(),
    ]),
  );
}
