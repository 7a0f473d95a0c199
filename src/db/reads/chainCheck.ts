import { firstBrokenLink, type CanonicalEvent } from '../../domain/consentChain.ts';
import type { Db } from '../database.ts';
import type { ConsentEventRow } from './consentHistory.ts';

export interface ChainCheck {
  /** Events that were checked. */
  readonly events: number;
  /** Position in the ledger at which the chain is broken first; null when it is whole. */
  readonly brokenAt: number | null;
  /** Hash of the last event; empty when there is none. */
  readonly head: string;
}

/**
 * Walks a team's ledger from its first event to its head, some thousand events at a time, and recomputes every link. An
 * event that was changed, removed or inserted breaks it; one cut off at the end is found by the stored head.
 */
export async function checkConsentChain(db: Db, teamId: string, pageSizeRows = 2000): Promise<ChainCheck> {
  // The head is read first: events appended while we walk are beyond it and are left for the next check.
  const [head]: { seq: number; hash: string }[] = await db.query(
    'select seq, hash from consent_chain where team_id = $1',
    [teamId],
  );
  const end = head ?? { seq: 0, hash: '' };
  let last = { seq: 0, hash: '' };
  while (last.seq < end.seq) {
    const rows: ConsentEventRow[] = await db.query(
      `select id, seq, contact_id, mobile, change, cause, actor, occurred_at, recorded_at, evidence, previous_hash, hash
       from consent_event where team_id = $1 and seq > $2 and seq <= $3 order by seq limit $4`,
      [teamId, last.seq, end.seq, pageSizeRows],
    );
    const newest = rows.at(-1);
    if (!newest) return { events: last.seq, brokenAt: last.seq + 1, head: end.hash };
    const links = rows.map((row) => ({ event: canonical(row), previousHash: row.previous_hash, hash: row.hash }));
    const brokenAt = firstBrokenLink(links, last);
    if (brokenAt !== null) return { events: brokenAt - 1, brokenAt, head: end.hash };
    last = { seq: newest.seq, hash: newest.hash };
  }
  return { events: last.seq, brokenAt: last.hash === end.hash ? null : last.seq, head: end.hash };
}

function canonical(row: ConsentEventRow): CanonicalEvent {
  return {
    seq: row.seq,
    contactId: row.contact_id,
    mobile: row.mobile,
    change: row.change,
    cause: row.cause,
    actor: row.actor,
    occurredAt: row.occurred_at.toISOString(),
    recordedAt: row.recorded_at.toISOString(),
    evidence: row.evidence as CanonicalEvent['evidence'],
  };
}
