import type { Db } from './database.ts';
import type { LiveNotice } from './live.ts';
import type { TeamNumber } from './numberStops.ts';

/** A message that may mean STOP, as it enters the review queue of a team. */
export interface NewReviewItem extends TeamNumber {
  readonly contactId: number | null;
  readonly toNumber: string;
  readonly provider: string;
  readonly providerId: string;
  readonly body: string;
  /** Why it is doubtful, in one sentence. */
  readonly doubt: string;
  readonly receivedAt: Date;
  /** When a later message of the same number settled it; null while it is open. */
  readonly answeredAt: Date | null;
}

/** Who said it when the person themselves did, in the ledger and beside what it settled. */
export const THE_PERSON = 'The contact';

/** @returns the IDs, in the order given */
export async function insertReviewItems(db: Db, items: readonly NewReviewItem[]): Promise<number[]> {
  if (items.length === 0) return [];
  const rows: { id: number }[] = await db.query(
    `insert into review_item (team_id, contact_id, mobile, to_number, provider, provider_id, body, doubt, received_at, state,
       decided_at, decided_by)
     select n.team_id, n.contact_id, n.mobile, n.to_number, n.provider, n.provider_id, n.body, n.doubt, n.received_at,
       case when n.answered_at is null then 'open' else 'answered' end, n.answered_at,
       case when n.answered_at is not null then $11 end
     from unnest($1::uuid[], $2::bigint[], $3::text[], $4::text[], $5::text[], $6::text[], $7::text[], $8::text[],
       $9::timestamptz[], $10::timestamptz[])
       as n(team_id, contact_id, mobile, to_number, provider, provider_id, body, doubt, received_at, answered_at)
     returning id`,
    [
      items.map((one) => one.teamId),
      items.map((one) => one.contactId),
      items.map((one) => one.mobile),
      items.map((one) => one.toNumber),
      items.map((one) => one.provider),
      items.map((one) => one.providerId),
      items.map((one) => one.body),
      items.map((one) => one.doubt),
      items.map((one) => one.receivedAt.toISOString()),
      items.map((one) => one.answeredAt?.toISOString() ?? null),
      THE_PERSON,
    ],
  );
  return rows.map((row) => row.id);
}

/** Whether the number's own STOP stands, and whether a message of it waits for a decision. */
export interface NumberState extends TeamNumber {
  readonly stopped: boolean;
  readonly paused: boolean;
}

/** What stands for each of these numbers. */
export async function readNumberStates(db: Db, numbers: readonly TeamNumber[]): Promise<NumberState[]> {
  const rows: { team_id: string; mobile: string; stopped: boolean; paused: boolean }[] = await db.query(
    `select k.team_id, k.mobile,
       exists (select 1 from number_stop s where s.team_id = k.team_id and s.mobile = k.mobile) as stopped,
       exists (
         select 1 from review_item r where r.team_id = k.team_id and r.mobile = k.mobile and r.state = 'open') as paused
     from unnest($1::uuid[], $2::text[]) as k(team_id, mobile)`,
    [numbers.map((one) => one.teamId), numbers.map((one) => one.mobile)],
  );
  return rows.map(({ team_id: teamId, ...row }) => ({ ...row, teamId }));
}

/** An item that was settled, and whose it was. */
export interface SettledItem {
  readonly id: number;
  readonly team_id: string;
  readonly contact_id: number | null;
}

/** Tells watching browsers that an item came or was settled. */
export const noticeOfItem = (item: SettledItem): LiveNotice =>
  item.contact_id === null
    ? { teamId: item.team_id, type: 'opt_outs', id: String(item.id) }
    : { teamId: item.team_id, type: 'contact', id: String(item.contact_id) };

/** Settles the open items of numbers whose person has said what they want. */
export async function answerItems(
  db: Db,
  numbers: readonly (TeamNumber & { readonly at: Date })[],
): Promise<SettledItem[]> {
  if (numbers.length === 0) return [];
  const [rows]: [SettledItem[], number] = await db.query(
    `update review_item r set state = 'answered', decided_at = k.at, decided_by = $4
     from unnest($1::uuid[], $2::text[], $3::timestamptz[]) as k(team_id, mobile, at)
     where r.team_id = k.team_id and r.mobile = k.mobile and r.state = 'open'
     returning r.id, r.team_id, r.contact_id`,
    [
      numbers.map((one) => one.teamId),
      numbers.map((one) => one.mobile),
      numbers.map((one) => one.at.toISOString()),
      THE_PERSON,
    ],
  );
  return rows;
}

export interface ReviewItemRow extends SettledItem {
  readonly mobile: string;
  readonly to_number: string;
  readonly provider: string;
  readonly provider_id: string;
  readonly body: string;
  readonly received_at: Date;
  readonly state: 'open' | 'opted_out' | 'kept' | 'answered';
  readonly decided_by: string | null;
}

export async function findReviewItem(db: Db, teamId: string, id: string): Promise<ReviewItemRow | null> {
  if (!/^\d{1,18}$/.test(id)) return null;
  const [row]: ReviewItemRow[] = await db.query(
    `select id, team_id, contact_id, mobile, to_number, provider, provider_id, body, received_at, state, decided_by
     from review_item where team_id = $1 and id = $2`,
    [teamId, id],
  );
  return row ?? null;
}

/** What a person made of open items. */
export interface Decision {
  readonly state: 'opted_out' | 'kept';
  readonly wrongNumber: boolean;
  readonly at: Date;
  readonly by: string;
}

/** Closes one item if it is open. */
export async function closeItem(db: Db, id: number, decision: Decision): Promise<SettledItem[]> {
  return close(db, decision, 'id = $5', [id]);
}

/**
 * Leaves a contact's open messages from a number that is somebody else's now to that one: what is decided about the
 * contact says nothing of who can be reached there.
 */
export async function leaveToHolders(
  db: Db,
  contact: { readonly id: number; readonly team_id: string; readonly mobile: string | null },
): Promise<void> {
  await db.query(
    `update review_item r set contact_id = holder.id from contact holder
     where r.contact_id = $1 and r.state = 'open' and r.mobile is distinct from $2
       and holder.team_id = $3 and holder.mobile = r.mobile and holder.id <> $1`,
    [contact.id, contact.mobile, contact.team_id],
  );
}

/** Closes every open item of a number in a team, and of a contact when one is given. */
export async function closeItems(
  db: Db,
  teamId: string,
  of: { readonly mobile: string | null; readonly contactId: number | null },
  decision: Decision,
): Promise<SettledItem[]> {
  return close(db, decision, 'team_id = $5 and (mobile = $6 or contact_id = $7)', [teamId, of.mobile, of.contactId]);
}

async function close(db: Db, decision: Decision, which: string, params: unknown[]): Promise<SettledItem[]> {
  const [rows]: [SettledItem[], number] = await db.query(
    `update review_item set state = $1, wrong_number = $2, decided_at = $3, decided_by = $4
     where state = 'open' and ${which} returning id, team_id, contact_id`,
    [decision.state, decision.wrongNumber, decision.at, decision.by, ...params],
  );
  return rows;
}
