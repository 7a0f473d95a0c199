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
  if (events.length === 0) return [];
  await db.query(`insert into consent_chain (team_id, seq, hash) values ($1, 0, $2) on conflict do nothing`, [
    teamId,
    CHAIN_START,
  ]);
  const [head]: { seq: number; hash: string }[] = await db.query(
    'select seq, hash from consent_chain where team_id = $1 for update',
    [teamId],
  );
  let { seq, hash } = head!;
  const links = events.map((event) => {
    const previousHash = hash;
    seq += 1;
    hash = chainHash(previousHash, {
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
    return { seq, previousHash, hash };
  });
  const rows: { id: number }[] = await db.query(
    `insert into consent_event (team_id, recorded_at, seq, contact_id, mobile, change, cause, actor, occurred_at, evidence,
       previous_hash, hash)
     select $1, $2, n.* from unnest($3::bigint[], $4::bigint[], $5::text[], $6::text[], $7::text[], $8::text[],
       $9::timestamptz[], $10::jsonb[], $11::text[], $12::text[]) as n
     returning id`,
    [
      teamId,
      recordedAt,
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
  await db.query('update consent_chain set seq = $2, hash = $3 where team_id = $1', [teamId, seq, hash]);
  return rows.map((row) => row.id);
}
