import type { ConsentCause } from '../../../domain/contact.ts';
import { easternShort } from '../../../domain/times.ts';
import { readConsentPolicy } from '../../consentPolicy.ts';
import type { Db } from '../../database.ts';
import { readCursor, writeCursor } from '../cursor.ts';
import type { ConsentEvidence } from '../consentHistory.ts';
import { iso } from '../iso.ts';
import { countOptOuts, SINCE, UNHONOURED } from './counts.ts';
import { dueOf } from './due.ts';
import { saidSentence } from './said.ts';
import { REVIEWED, toWhom, WHOM_NAME, type WhomRow } from './whom.ts';

const PAGE = 100;
const DAY_MS = 24 * 3_600_000;

/** Position in the list: microseconds since 1970, 0 for a review item and 1 for a write-back, row ID. */
const CURSOR = ['number', 'number', 'number'] as const;

interface WaitingRow extends WhomRow {
  source: 0 | 1;
  id: number;
  since: Date;
  since_us: number;
  /** Of a review item. */
  body: string | null;
  /** The rest: of a write-back. */
  cause: ConsentCause | null;
  actor: string | null;
  evidence: ConsentEvidence | null;
  state: 'waiting' | 'in_flight' | 'dead' | null;
  due_at: Date | null;
  connection_id: string | null;
  connection_name: string | null;
  fault_code: string | null;
  writes_retry_at: Date | null;
}

/**
 * Every revocation that is not honoured in both systems yet, the one that is due first first: a page of 100. Messages
 * to be reviewed and write-backs on their way are two tables; each gives its part in its index's order.
 */
export async function readWaiting(db: Db, teamId: string, query: { readonly after?: string; readonly now: Date }) {
  const { now } = query;
  const after = query.after === undefined ? null : readCursor(query.after, CURSOR);
  const [{ businessDays }, rows, counts, slowestTodayMs] = await Promise.all([
    readConsentPolicy(db, teamId),
    readPage(db, teamId, after),
    countOptOuts(db, teamId, now),
    slowestToday(db, teamId, now),
  ]);
  const page = rows.slice(0, PAGE);
  const last = page.at(-1);
  return {
    items: page.map((row) => toItem(row, businessDays, now)),
    next: rows.length > PAGE && last ? writeCursor([last.since_us, last.source, last.id]) : null,
    counts,
    slowestTodayMs,
  };
}

async function readPage(
  db: Db,
  teamId: string,
  after: readonly [number, number, number] | null,
): Promise<WaitingRow[]> {
  const [sinceUs, source, id] = after ?? [0, 0, 0];
  // At the instant of the row the page before ended with, review items come before write-backs.
  const reviewId = source === 0 ? id : Number.MAX_SAFE_INTEGER;
  const outboxId = source === 0 ? 0 : id;
  return db.query(
    `with at as (select timestamptz 'epoch' + $2::bigint * interval '1 microsecond' as since)
     select w.*, (extract(epoch from w.since) * 1000000)::bigint as since_us, c.id as contact_id,
       ${WHOM_NAME} as name, coalesce(w.number, c.mobile) as mobile
     from (
       (select 0 as source, r.id, r.received_at as since, ${REVIEWED} as whom, r.mobile as number, r.body, null as cause,
          null as actor, null::jsonb as evidence, null as state, null::timestamptz as due_at, null::uuid as connection_id,
          null as connection_name, null as fault_code, null::timestamptz as writes_retry_at
        from review_item r, at
        where r.team_id = $1 and r.state = 'open' and (r.received_at, r.id) > (at.since, $3::bigint)
        order by r.received_at, r.id limit $5)
       union all
       (select 1, o.id, ${SINCE}, o.contact_id, null, null, e.cause, e.actor, e.evidence, o.state, o.due_at, k.id, k.name,
          k.fault_code, k.writes_retry_at
        from outbox o
        join connection k on k.id = o.connection_id
        join consent_event e on e.id = o.event_id
        cross join at
        where o.team_id = $1 and ${UNHONOURED} and (${SINCE}, o.id) > (at.since, $4::bigint)
        order by ${SINCE}, o.id limit $5)
     ) w left join contact c on c.id = w.whom
     order by w.since, w.source, w.id limit $5`,
    [teamId, sinceUs, reviewId, outboxId, PAGE + 1],
  );
}

/** The slowest opt-out that reached its CRM in the last 24 hours, from the message to the confirmation. */
async function slowestToday(db: Db, teamId: string, now: Date): Promise<number | null> {
  const [row]: { ms: number | null }[] = await db.query(
    `select (extract(epoch from max(o.confirmed_at - ${SINCE})) * 1000)::bigint as ms from outbox o
     where o.team_id = $1 and o.confirmed_at >= $2 and o.change = 'opted_out'`,
    [teamId, new Date(now.getTime() - DAY_MS)],
  );
  const slowest = row?.ms ?? null;
  return slowest === null ? null : Math.max(0, slowest);
}

function toItem(row: WaitingRow, businessDays: number, now: Date) {
  return {
    id: `${row.source === 0 ? 'review' : 'write-back'}-${row.id}`,
    whom: toWhom(row),
    since: iso(row.since),
    due: dueOf(row.since, businessDays, now),
    ...(row.source === 0 ? reviewFacts(row) : writeBackFacts(row, now)),
  };
}

function reviewFacts(row: WaitingRow) {
  const isUnknown = row.contact_id === null;
  return {
    said: `Texted “${row.body ?? ''}”, which may mean STOP`,
    waitsFor: isUnknown ? ('unknown_number' as const) : ('review' as const),
    waitsForName: isUnknown ? 'an unknown number' : 'review',
    nextStep: 'Decide in the review queue',
    link: '/opt-outs/review',
  };
}

function writeBackFacts(row: WaitingRow, now: Date) {
  const crm = row.connection_name ?? '';
  const said = saidSentence({ cause: row.cause!, actor: row.actor ?? '', evidence: row.evidence ?? {} });
  if (row.state === 'dead') {
    return {
      said,
      waitsFor: 'person' as const,
      waitsForName: 'a person',
      nextStep: `${crm} refused it: open the dead letter`,
      link: '/opt-outs/dead-letters',
    };
  }
  const isBroken = row.fault_code !== null;
  return {
    said,
    waitsFor: 'crm' as const,
    waitsForName: crm,
    nextStep: isBroken ? `Sent as soon as ${crm} is connected again` : nextTry(row, now),
    link: isBroken ? `/integrations/${row.connection_id}/authentication` : `/contacts/${row.contact_id}?tab=write-backs`,
  };
}

function nextTry({ state, due_at: dueAt, writes_retry_at: retryAt }: WaitingRow, now: Date): string {
  if (state === 'in_flight') return 'Sent; the answer is on its way';
  const next = [dueAt, retryAt].filter((at) => at !== null && at > now).sort((a, b) => b!.getTime() - a!.getTime())[0];
  return next ? `Sent again at ${easternShort(next, now)}` : 'Sent within seconds';
}
