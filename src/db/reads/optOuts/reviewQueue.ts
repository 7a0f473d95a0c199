import { showMobile } from '../../../domain/phone.ts';
import { easternTime } from '../../../domain/times.ts';
import { readConsentPolicy } from '../../consentPolicy.ts';
import type { Db } from '../../database.ts';
import { iso } from '../iso.ts';
import { dueOf } from './due.ts';
import { REVIEWED, toWhom, WHOM_NAME, type WhomRow } from './whom.ts';

const SHOWN = 100;
const EARLIER_SHOWN = 3;

interface ReviewRow extends WhomRow {
  id: number;
  body: string;
  to_number: string;
  received_at: Date;
  doubt: string;
  /** JSON: times as PostgreSQL writes them. */
  earlier: { message: string; at: string }[];
  total: number;
}

/** Messages that may mean STOP and wait for a decision, oldest first. */
export async function readReviewQueue(db: Db, teamId: string, now: Date) {
  const [{ businessDays }, rows] = await Promise.all([readConsentPolicy(db, teamId), readItems(db, teamId)]);
  return {
    items: rows.map((row) => ({
      id: String(row.id),
      whom: toWhom(row),
      message: row.body,
      toNumber: row.to_number,
      toNumberShown: showMobile(row.to_number),
      receivedAt: iso(row.received_at),
      easternTime: easternTime(row.received_at),
      why: row.doubt,
      due: dueOf(row.received_at, businessDays, now),
      before: row.earlier.map(({ message, at }) => ({ message, receivedAt: iso(new Date(at)) })),
    })),
    total: rows[0]?.total ?? 0,
  };
}

/**
 * What came from the number before counts when it came to this team, or to the same texting number: a number whose
 * STOP counts in several teams belongs to one of them.
 */
async function readItems(db: Db, teamId: string): Promise<ReviewRow[]> {
  return db.query(
    `select r.*, c.id as contact_id, ${WHOM_NAME} as name, b.earlier, (select count(*)::int from review_item
       where team_id = $1 and state = 'open') as total
     from (select r.*, ${REVIEWED} as whom from review_item r
           where r.team_id = $1 and r.state = 'open' order by r.received_at, r.id limit $2) r
     left join contact c on c.id = r.whom
     cross join lateral (
       select coalesce(json_agg(json_build_object('message', m.body, 'at', m.received_at) order by m.received_at desc), '[]') as earlier
       from (select body, received_at from inbound_message
             where from_number = r.mobile and received_at <= r.received_at
               and (team_id = r.team_id or to_number = r.to_number)
               and (provider, provider_id) <> (r.provider, r.provider_id)
             order by received_at desc limit $3) m
     ) b
     order by r.received_at, r.id`,
    [teamId, SHOWN, EARLIER_SHOWN],
  );
}
