import type { ReplyPolicy, ReplyVerdict } from '../domain/readReply.ts';
import type { TextingScope } from './accounts/textingNumbers.ts';
import type { Db } from './database.ts';

/** A message as it is kept, once, in the team of the number it came to. */
export interface NewMessage {
  readonly provider: string;
  /** The provider's own ID of the message. */
  readonly providerId: string;
  readonly teamId: string;
  readonly from: string;
  readonly to: string;
  readonly body: string;
  readonly verdict: ReplyVerdict | null;
  /** By which rule it was read; empty when by none. */
  readonly reading: string;
  readonly receivedAt: Date;
}

/** Where messages to a number count, and how they are read there. */
export interface NumberRules {
  /** The number's own. */
  readonly teamId: string;
  readonly scope: TextingScope;
  /** The other teams that share the inbox; only with the scope `shared`. */
  readonly sharedWith: readonly string[];
  readonly policy: ReplyPolicy;
}

/** What tells the rules of a message: its team and the number it came to. */
export const rulesKey = (of: { readonly teamId: string; readonly to: string }): string => `${of.teamId} ${of.to}`;

interface RulesRow {
  team_id: string;
  number: string;
  scope: TextingScope | null;
  shared_with: string[];
  languages: ReplyPolicy['languages'] | null;
  stop_phrases: string[] | null;
}

/**
 * The rules of numbers, by `rulesKey`. A number that the team does not have (any more) counts in the team alone. Read
 * anew for every batch: a setting counts for messages from then on.
 */
export async function readNumberRules(
  db: Db,
  numbers: readonly { readonly teamId: string; readonly to: string }[],
  defaults: ReplyPolicy,
): Promise<Map<string, NumberRules>> {
  const distinct = [...new Map(numbers.map((one) => [rulesKey(one), one])).values()];
  const rows: RulesRow[] = await db.query(
    `select k.team_id, k.number, n.scope, p.languages, p.stop_phrases,
       case when n.scope = 'shared'
         then array(select s.team_id::text from texting_number_share s where s.number = n.number) else '{}' end as shared_with
     from unnest($1::uuid[], $2::text[]) as k(team_id, number)
     left join texting_number n on n.number = k.number and n.team_id = k.team_id
     left join consent_policy p on p.team_id = k.team_id`,
    [distinct.map((one) => one.teamId), distinct.map((one) => one.to)],
  );
  return new Map(
    rows.map((row) => [
      rulesKey({ teamId: row.team_id, to: row.number }),
      {
        teamId: row.team_id,
        scope: row.scope ?? 'team',
        sharedWith: row.shared_with,
        policy: {
          languages: row.languages ?? defaults.languages,
          stopPhrases: row.stop_phrases ?? defaults.stopPhrases,
        },
      },
    ]),
  );
}

/** What names a message. */
export const messageKey = (of: { readonly provider: string; readonly providerId: string }): string =>
  `${of.provider} ${of.providerId}`;

/**
 * Keeps messages. The same ID counts once, whoever took it in.
 * @returns the keys (`messageKey`) of those that had not come before
 */
export async function insertMessages(db: Db, messages: readonly NewMessage[]): Promise<Set<string>> {
  // In one order, so that two processes that were sent the same messages wait for each other one way round.
  const sorted = messages.toSorted((a, b) => (messageKey(a) < messageKey(b) ? -1 : 1));
  const rows: { provider: string; provider_id: string }[] = await db.query(
    `insert into inbound_message (provider, provider_id, team_id, from_number, to_number, body, verdict, reading, received_at)
     select * from unnest($1::text[], $2::text[], $3::uuid[], $4::text[], $5::text[], $6::text[], $7::text[], $8::text[],
       $9::timestamptz[])
     on conflict do nothing returning provider, provider_id`,
    [
      sorted.map((one) => one.provider),
      sorted.map((one) => one.providerId),
      sorted.map((one) => one.teamId),
      sorted.map((one) => one.from),
      sorted.map((one) => one.to),
      sorted.map((one) => one.body),
      sorted.map((one) => one.verdict),
      sorted.map((one) => (one.reading === '' ? null : one.reading)),
      sorted.map((one) => one.receivedAt.toISOString()),
    ],
  );
  return new Set(rows.map((row) => messageKey({ provider: row.provider, providerId: row.provider_id })));
}

/** Notes what came of messages in their own team. */
export async function linkMessages(
  db: Db,
  links: readonly {
    readonly provider: string;
    readonly providerId: string;
    readonly contactId: number | null;
    readonly eventId: number;
  }[],
): Promise<void> {
  if (links.length === 0) return;
  await db.query(
    `update inbound_message m set contact_id = n.contact_id, event_id = n.event_id
     from unnest($1::text[], $2::text[], $3::bigint[], $4::bigint[]) as n(provider, provider_id, contact_id, event_id)
     where m.provider = n.provider and m.provider_id = n.provider_id`,
    [
      links.map((one) => one.provider),
      links.map((one) => one.providerId),
      links.map((one) => one.contactId),
      links.map((one) => one.eventId),
    ],
  );
}
