import { createHash } from 'node:crypto';
import type { LedgerCause, LedgerChange } from './contact.ts';

/** A consent event as it is hashed: everything that must not change afterwards, times as ISO strings in UTC. */
export interface CanonicalEvent {
  /** Position in the team's ledger, counted from 1 without gaps. */
  readonly seq: number;
  readonly contactId: number | null;
  readonly mobile: string | null;
  readonly change: LedgerChange;
  readonly cause: LedgerCause;
  readonly actor: string;
  readonly occurredAt: string;
  readonly recordedAt: string;
  readonly evidence: Readonly<Record<string, string | number | boolean | null>>;
}

/** A stored event with its link to the one before. */
export interface ChainedEvent {
  readonly event: CanonicalEvent;
  readonly previousHash: string;
  readonly hash: string;
}

/**
 * The hash of an event: SHA-256 in lower-case hex over the previous event's hash, a line feed, and the event as JSON
 * with its keys sorted. Changing, removing or inserting an event breaks the chain.
 * @param previousHash empty for a team's first event
 */
export function chainHash(previousHash: string, event: CanonicalEvent): string {
  return createHash('sha256')
    .update(`${previousHash}\n${canonicalJson(event)}`)
    .digest('hex');
}

/**
 * Checks events in the order of the ledger.
 * @param before where the events go on from, when they are not the first: the last event already checked
 * @returns the position (`seq`) at which the chain is broken first, or null when it is whole. A ledger cut off at its
 *   end is found by comparing its last hash with the stored head
 */
export function firstBrokenLink(
  events: readonly ChainedEvent[],
  before: { readonly seq: number; readonly hash: string } = { seq: 0, hash: '' },
): number | null {
  let { seq, hash } = before;
  for (const link of events) {
    seq += 1;
    const whole = link.event.seq === seq && link.previousHash === hash && link.hash === chainHash(hash, link.event);
    if (!whole) return seq;
    hash = link.hash;
  }
  return null;
}

/** JSON without spaces, keys sorted at every level, so that a database's own key order does not matter. */
function canonicalJson(value: unknown): string {
  if (value === null || typeof value !== 'object') return JSON.stringify(value);
  if (Array.isArray(value)) return `[${value.map(canonicalJson).join(',')}]`;
  const entries = Object.entries(value)
    .filter(([, member]) => member !== undefined)
    .sort(([a], [b]) => (a < b ? -1 : 1))
    .map(([key, member]) => `${JSON.stringify(key)}:${canonicalJson(member)}`);
  return `{${entries.join(',')}}`;
}
