import type { LedgerCause, LedgerChange } from '../domain/contact.ts';
import { chainHash } from '../domain/consentChain.ts';
import type { Db } from './database.ts';

/** A consent event to append. */
export interface NewConsentEvent {
  /** The contact's row ID; null when the number belongs to nobody known. */
  readonly contactId: number | null;
  readonly mobile: string | null;
  readonly change: LedgerChange;
  readonly cause: LedgerCause;
  /** Who: a person's name, `the contact`, a run. */
  readonly actor: string;
  readonly occurredAt: Date;
  /**
   * What proves it; JSON-safe. Keys: message, providerId, toNumber, reading (how the message was read), decidedBy (who
   * decided about it in the review queue), wrongNumber, scope, reason, consentGiven, runId, row, auditId, field, value,
   * recordModifiedAt, rule.
   */
  readonly evidence: Readonly<Record<string, string | number | boolean | null>>;
}

/** What a chain starts from. */
export const CHAIN_START = '';

/** An event with the team whose ledger it belongs to. */
export interface NewTeamEvent extends NewConsentEvent {
  readonly teamId: string;
}

/** Where locked ledgers end, by team. */
export type LedgerHeads = Map<string, ChainHead>;

interface ChainHead {
  readonly team_id: string;
  readonly seq: number;
  readonly hash: string;
}

/**
 * Locks the heads of teams' ledgers until the transaction ends, in the order of the teams' IDs: who reads what a ledger
 * folds to after this sees everything that was appended before, and nobody appends meanwhile. Contacts that are to be
 * changed are locked before it.
 */
export async function lockLedgers(db: Db, teamIds: readonly string[]): Promise<LedgerHeads> {
  return new Map((await lockHeads(db, teamIds)).map((head) => [head.team_id, head]));
}

async function lockHeads(db: Db, teamIds: readonly string[]): Promise<ChainHead[]> {
  const ids = [...new Set(teamIds)].sort();
  const lock = (): Promise<ChainHead[]> =>
    db.query(
      'select team_id, seq, hash from consent_chain where team_id = any($1::uuid[]) order by team_id for update',
      [ids],
    );
  const heads = await lock();
  if (heads.length === ids.length) return heads;
  await db.query(
    `insert into consent_chain (team_id, seq, hash) select id, 0, $2 from unnest($1::uuid[]) as t(id)
     on conflict do nothing`,
    [ids, CHAIN_START],
  );
  return lock();
}

/**
 * Appends events to the team's ledger, each chained to the one before. The chain's head is locked until the transaction
 * ends, so events of one team have one order.
 *
 * @returns the events' IDs, in the order given
 */
export async function appendConsentEvents(
  db: Db,
  teamId: string,
  recordedAt: Date,
  events: readonly NewConsentEvent[],
): Promise<number[]> {
  return appendToLedgers(
    db,
    recordedAt,
    events.map((event) => ({ ...event, teamId })),
  );
}

/**
 * Appends events of several teams, each to its team's ledger, in the order given.
 * @param locked - what `lockLedgers` answered in this transaction, when it was asked before
 * @returns the events' IDs, in the order given
 */
export async function appendToLedgers(
  db: Db,
  recordedAt: Date,
  events: readonly NewTeamEvent[],
  locked?: LedgerHeads,
): Promise<number[]> {
  if (events.length === 0) return [];
  const teamIds = [...new Set(events.map((event) => event.teamId))];
  const heads = locked ?? (await lockLedgers(db, teamIds));
  const links = events.map((event) => {
    const { seq: lastSeq, hash: previousHash } = heads.get(event.teamId)!;
    const seq = lastSeq + 1;
    const hash = chainHash(previousHash, {
      seq,
      contactId: event.contactId,
      mobile: event.mobile,
      change: event.change,
      cause: event.cause,
      actor: event.actor,
      occurredAt: event.occurredAt.toISOString(),
      recordedAt: recordedAt.toISOString(),
      evidence: event.evidence,
    });
    heads.set(event.teamId, { team_id: event.teamId, seq, hash });
    return { seq, previousHash, hash };
  });
  const rows: { id: number }[] = await db.query(
    `insert into consent_event (recorded_at, team_id, seq, contact_id, mobile, change, cause, actor, occurred_at, evidence,
       previous_hash, hash)
     select $1, n.* from unnest($2::uuid[], $3::bigint[], $4::bigint[], $5::text[], $6::text[], $7::text[], $8::text[],
       $9::timestamptz[], $10::jsonb[], $11::text[], $12::text[]) as n
     returning id`,
    [
      recordedAt,
      events.map((event) => event.teamId),
      links.map((link) => link.seq),
      events.map((event) => event.contactId),
      events.map((event) => event.mobile),
      events.map((event) => event.change),
      events.map((event) => event.cause),
      events.map((event) => event.actor),
      events.map((event) => event.occurredAt.toISOString()),
      events.map((event) => JSON.stringify(event.evidence)),
      links.map((link) => link.previousHash),
      links.map((link) => link.hash),
    ],
  );
  const written = teamIds.map((id) => heads.get(id)!);
  await db.query(
    `update consent_chain c set seq = n.seq, hash = n.hash
     from unnest($1::uuid[], $2::bigint[], $3::text[]) as n(team_id, seq, hash) where c.team_id = n.team_id`,
    [written.map((head) => head.team_id), written.map((head) => head.seq), written.map((head) => head.hash)],
  );
  return rows.map((row) => row.id);
}
