import { dueWithin, lateBefore } from '../../../domain/businessDays.ts';
import { showMobile } from '../../../domain/phone.ts';
import { easternShort, shownDay } from '../../../domain/times.ts';
import type { Db } from '../../database.ts';
import { readConsentPolicy } from '../../consentPolicy.ts';
import { GROUP_KEY } from '../../outboxGroups.ts';
import { conflictSentence } from '../conflictWords.ts';
import { iso } from '../iso.ts';
import { AT_MOST, type Needs, type NeedsPerson } from '../needsPersonTypes.ts';
import { deadLetterText } from './deadLetters.ts';
import { SINCE, UNHONOURED } from './counts.ts';
import { readDriftNeeds } from './driftNeeds.ts';
import { dueOf } from './due.ts';
import { REVIEWED, WHOM_NAME } from './whom.ts';

/** What waits is told loudly from the business day before the last one on. */
const LOUD_DAYS_LEFT = 2;
/** A CRM that is away for less is back before anybody could do something. */
const AWAY_TOLD_AFTER_MS = 5 * 60_000;
const MESSAGE_SHOWN = 80;

/** What under Opt-outs waits for a person. */
export async function readOptOutNeeds(db: Db, teamId: string, now: Date): Promise<Needs> {
  const { businessDays } = await readConsentPolicy(db, teamId);
  const of = { teamId, businessDays, now };
  const parts = await Promise.all([
    readLate(db, of),
    readWritesFailing(db, of),
    readDeadLetterCauses(db, of),
    readReviews(db, of),
    readOpenConflicts(db, teamId),
    readDriftNeeds(db, teamId),
  ]);
  return { items: parts.flatMap(({ items }) => items), total: parts.reduce((sum, { total }) => sum + total, 0) };
}

interface Of {
  readonly teamId: string;
  readonly businessDays: number;
  readonly now: Date;
}

const all = (items: NeedsPerson[]): Needs => ({ items, total: items.length });

/** One line for everything that is late, and one for everything that soon will be. */
async function readLate(db: Db, { teamId, businessDays, now }: Of): Promise<Needs> {
  const [row]: { late: number; soon: number; oldest_late: Date | null; oldest_soon: Date | null }[] = await db.query(
    `select (count(*) filter (where since < $2))::int as late, (count(*) filter (where since >= $2))::int as soon,
       min(since) filter (where since < $2) as oldest_late, min(since) filter (where since >= $2) as oldest_soon
     from (
       select r.received_at as since from review_item r where r.team_id = $1 and r.state = 'open' and r.received_at < $3
       union all
       select ${SINCE} from outbox o join connection k on k.id = o.connection_id
       where o.team_id = $1 and ${UNHONOURED} and ${SINCE} < $3
     ) waiting`,
    [teamId, lateBefore(now, businessDays), dueWithin(now, LOUD_DAYS_LEFT, businessDays)],
  );
  const { late, soon, oldest_late: oldestLate, oldest_soon: oldestSoon } = row!;
  const item = (id: string, since: Date, words: (day: string) => string): NeedsPerson => {
    const due = dueOf(since, businessDays, now);
    const sentence = words(shownDay(due.day, now));
    return { id, kind: 'late', sentence, since: iso(since), due, link: '/opt-outs', action: 'Open' };
  };
  return all([
    ...(oldestLate ? [item('late', oldestLate, (day) => lateWords(late, day))] : []),
    ...(oldestSoon ? [item('due-soon', oldestSoon, (day) => soonWords(soon, day))] : []),
  ]);
}

function lateWords(count: number, day: string): string {
  return count === 1
    ? `1 opt-out is late: it was due ${day}`
    : `${counted(count)} opt-outs are late: the oldest was due ${day}`;
}

function soonWords(count: number, day: string): string {
  return count === 1
    ? `1 opt-out is due ${day} and not honoured everywhere yet`
    : `${counted(count)} opt-outs are due soon and not honoured everywhere yet, the first ${day}`;
}

/** CRMs that take nothing; a standing fault is told by itself, with what waits because of it. */
async function readWritesFailing(db: Db, { teamId, businessDays, now }: Of): Promise<Needs> {
  const rows: {
    id: string;
    name: string;
    failing_since: Date;
    reason: string | null;
    waiting: number;
    oldest: Date;
  }[] = await db.query(
    `select k.id, k.name, k.writes_failing_since as failing_since, k.writes_failing_reason as reason, w.*
     from connection k
     cross join lateral (
       select count(*)::int as waiting, min(${SINCE}) as oldest from outbox o
       where o.connection_id = k.id and o.state in ('waiting', 'in_flight') and o.change = 'opted_out'
     ) w
     where k.team_id = $1 and k.disconnected_at is null and k.fault_code is null and k.writes_failing_since <= $2
       and w.waiting > 0`,
    [teamId, new Date(now.getTime() - AWAY_TOLD_AFTER_MS)],
  );
  return all(
    rows.map((row) => ({
      id: `writes-failing-${row.id}`,
      kind: 'writes_failing',
      sentence:
        `${row.name} has taken no opt-out since ${easternShort(row.failing_since, now)}; ${counted(row.waiting)} ` +
        `${row.waiting === 1 ? 'waits' : 'wait'}. Rollcall keeps trying and nothing is lost.` +
        (row.reason ? ` ${row.name} says: “${shortened(row.reason)}”` : ''),
      since: iso(row.failing_since),
      due: dueOf(row.oldest, businessDays, now),
      link: '/opt-outs',
      action: 'Open',
    })),
  );
}

/** Refused write-backs, one line a cause: twelve that fail for one reason are one thing to mend. */
async function readDeadLetterCauses(db: Db, { teamId, businessDays, now }: Of): Promise<Needs> {
  const rows: {
    group_key: string;
    code: string | null;
    connection_name: string;
    letters: number;
    opt_outs: number;
    oldest: Date;
    oldest_opt_out: Date | null;
    name: string;
    total: number;
  }[] = await db.query(
    `with causes as (
       select ${GROUP_KEY} as group_key, min(o.connection_id::text)::uuid as connection_id, min(o.code) as code,
         count(*)::int as letters, (count(*) filter (where o.change = 'opted_out'))::int as opt_outs, min(${SINCE}) as oldest,
         min(${SINCE}) filter (where o.change = 'opted_out') as oldest_opt_out, min(o.contact_id) as contact_id
       from outbox o join connection k on k.id = o.connection_id and k.disconnected_at is null
       where o.team_id = $1 and o.state = 'dead' group by 1
     )
     select d.*, k.name as connection_name, ${WHOM_NAME} as name, (count(*) over ())::int as total
     from causes d join connection k on k.id = d.connection_id join contact c on c.id = d.contact_id
     order by coalesce(d.oldest_opt_out, d.oldest), d.group_key limit $2`,
    [teamId, AT_MOST],
  );
  return {
    total: rows[0]?.total ?? 0,
    items: rows.map((row) => ({
      id: `dead-letter-${row.group_key}`,
      kind: 'dead_letter',
      sentence: deadLetterSentence(row),
      since: iso(row.oldest),
      due: row.oldest_opt_out && dueOf(row.oldest_opt_out, businessDays, now),
      link: '/opt-outs/dead-letters',
      action: 'Open',
    })),
  };
}

function deadLetterSentence(row: {
  readonly letters: number;
  readonly opt_outs: number;
  readonly connection_name: string;
  readonly name: string;
  readonly code: string | null;
}): string {
  if (row.letters === 1)
    return `${row.opt_outs === 1 ? 'Opt-out' : 'Opt-in'} refused by ${row.connection_name}: ${row.name}`;
  const what = row.opt_outs === row.letters ? 'opt-outs' : row.opt_outs === 0 ? 'opt-ins' : 'opt-outs and opt-ins';
  const { title } = deadLetterText(row.code ?? '');
  return `${counted(row.letters)} ${what} refused by ${row.connection_name} for one reason: ${title}`;
}

async function readReviews(db: Db, { teamId, businessDays, now }: Of): Promise<Needs> {
  const rows: { id: number; mobile: string; body: string; received_at: Date; name: string | null; total: number }[] =
    await db.query(
      `select r.*, ${WHOM_NAME} as name,
         (select count(*)::int from review_item where team_id = $1 and state = 'open') as total
       from (select r.id, r.mobile, r.body, r.received_at, ${REVIEWED} as whom from review_item r
             where r.team_id = $1 and r.state = 'open' order by r.received_at, r.id limit $2) r
       left join contact c on c.id = r.whom
       order by r.received_at, r.id`,
      [teamId, AT_MOST],
    );
  return {
    total: rows[0]?.total ?? 0,
    items: rows.map((row) => ({
      id: `review-${row.id}`,
      kind: 'review',
      sentence: `${row.name ?? showMobile(row.mobile)} may have asked to stop: “${shortened(row.body)}”`,
      since: iso(row.received_at),
      due: dueOf(row.received_at, businessDays, now),
      link: '/opt-outs/review',
      action: 'Decide',
    })),
  };
}

/** One for each contact: its newest conflict, as long as the contact is still opted out. */
async function readOpenConflicts(db: Db, teamId: string): Promise<Needs> {
  const rows: {
    contact_id: number;
    name: string;
    connection_name: string;
    crm_value: string;
    rule: string;
    at: Date;
    total: number;
  }[] = await db.query(
    `select f.*, (count(*) over ())::int as total from (
       select distinct on (f.contact_id) f.contact_id, ${WHOM_NAME} as name, k.name as connection_name, f.crm_value,
         f.rule, f.at
       from consent_conflict f
       join contact c on c.id = f.contact_id and c.opted_out
       join connection k on k.id = f.connection_id and k.disconnected_at is null
       where f.team_id = $1 and f.resolved_at is null
       order by f.contact_id, f.id desc
     ) f order by f.at, f.contact_id limit $2`,
    [teamId, AT_MOST],
  );
  return {
    total: rows[0]?.total ?? 0,
    items: rows.map((row) => ({
      id: `conflict-${row.contact_id}`,
      kind: 'conflict',
      sentence: `${row.name}: ${conflictSentence(row)}`,
      since: iso(row.at),
      due: null,
      link: '/opt-outs/conflicts',
      action: 'Open',
    })),
  };
}

function shortened(text: string): string {
  const line = text.replace(/\s+/g, ' ').trim();
  const signs = [...line];
  return signs.length <= MESSAGE_SHOWN ? line : `${signs.slice(0, MESSAGE_SHOWN - 1).join('')}…`;
}

const counted = (count: number): string => count.toLocaleString('en-US');
