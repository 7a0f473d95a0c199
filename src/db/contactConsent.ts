import type { ConsentCause, ConsentChange } from '../domain/contact.ts';
import { resolveConflicts } from './conflicts.ts';
import type { Db } from './database.ts';
import type { TeamNumber } from './numberStops.ts';

/** A contact whose row is locked until the transaction ends. */
export interface LockedContact {
  readonly id: number;
  readonly team_id: string;
  readonly first_name: string;
  readonly last_name: string;
  readonly mobile: string | null;
  readonly opted_out: boolean;
}

const COLUMNS = 'id, team_id, first_name, last_name, mobile, opted_out';

/** Locks whoever has these numbers, in the order of team and number, the one order in which contacts are locked. */
export async function lockContactsByNumber(db: Db, numbers: readonly TeamNumber[]): Promise<LockedContact[]> {
  const sorted = numbers.toSorted((a, b) => (orderOf(a) < orderOf(b) ? -1 : 1));
  // A look-up each in the unique index, in the order given; see readSurroundings.
  return db.query(
    `select c.* from unnest($1::uuid[], $2::text[]) as k(team_id, mobile)
       cross join lateral (
         select ${COLUMNS} from contact where team_id = k.team_id and mobile = k.mobile limit 1 for update) c`,
    [sorted.map((one) => one.teamId), sorted.map((one) => one.mobile)],
  );
}

const orderOf = (number: TeamNumber): string => `${number.teamId} ${number.mobile}`;

/** Locks whoever has a number in a team now, and contacts by ID, in the same order. */
export async function lockContacts(
  db: Db,
  teamId: string,
  who: { readonly mobile: string | null; readonly ids: readonly (number | string)[] },
): Promise<LockedContact[]> {
  return db.query(
    `select ${COLUMNS} from contact where team_id = $1 and (mobile = $2 or id = any($3::bigint[]))
     order by mobile collate "C", id for update`,
    [teamId, who.mobile, who.ids],
  );
}

export interface ContactChange {
  readonly contactId: number;
  readonly change: ConsentChange;
  readonly cause: ConsentCause;
  /** Who, as in the ledger. */
  readonly actor: string;
  /** When the person, or staff, said so. */
  readonly at: Date;
}

/** Writes what the ledger folds to into locked contacts, one change each. An opt-in makes their conflicts moot. */
export async function writeContactConsent(db: Db, now: Date, changes: readonly ContactChange[]): Promise<void> {
  if (changes.length === 0) return;
  await db.query(
    `update contact c set opted_out = n.opted_out, consent_cause = n.cause, consent_at = n.at, changed_at = $5,
       changed_by_run = null
     from unnest($1::bigint[], $2::boolean[], $3::text[], $4::timestamptz[]) as n(id, opted_out, cause, at)
     where c.id = n.id`,
    [
      changes.map((one) => one.contactId),
      changes.map((one) => one.change === 'opted_out'),
      changes.map((one) => one.cause),
      changes.map((one) => one.at.toISOString()),
      now,
    ],
  );
  await resolveConflicts(db, now, changes.filter((one) => one.change === 'opted_in'));
}
