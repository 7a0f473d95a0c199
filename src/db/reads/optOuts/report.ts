import { DateTime } from 'luxon';
import type { ConsentChange } from '../../../domain/contact.ts';
import { showMobile } from '../../../domain/phone.ts';
import { EASTERN } from '../../../domain/times.ts';
import type { Db } from '../../database.ts';

/** A report from one Eastern calendar day to another, both included. */
export interface ReportRange {
  readonly from: string;
  readonly to: string;
}

const SAMPLE = 10;

interface ReportRow {
  id: number;
  at_us: number;
  first_name: string | null;
  last_name: string | null;
  contact_id: string | null;
  mobile: string | null;
  change: ConsentChange;
  occurred_at: Date;
}

/** One opt-out change, with the columns of the report. */
export type ReportLine = ReturnType<typeof toLine>;

/** How many changes of texting preference there were, and the newest of them. */
export async function readOptOutReport(
  db: Db,
  team: { readonly id: string; readonly slug: string },
  range: ReportRange,
) {
  const { begin, end } = instantsOf(range);
  const [[counted], rows] = await Promise.all([
    db.query<{ total: number }[]>(`select count(*)::int as total from consent_event e where ${IN_RANGE}`, [
      team.id,
      begin,
      end,
    ]),
    db.query<ReportRow[]>(
      `${SELECT} where ${IN_RANGE} order by e.occurred_at desc, e.id desc limit $4`,
      [team.id, begin, end, SAMPLE],
    ),
  ]);
  return { ...range, total: counted?.total ?? 0, sample: rows.map((row) => toLine(row, team.slug)) };
}

/** All of them, oldest first and some thousands at a time, so that a large download never stands in memory whole. */
export async function* eachReportLine(
  db: Db,
  team: { readonly id: string; readonly slug: string },
  range: ReportRange,
  pageSizeRows = 2000,
): AsyncGenerator<ReportLine[]> {
  const { begin, end } = instantsOf(range);
  let after: readonly [number, number] = [0, 0];
  for (;;) {
    const rows: ReportRow[] = await db.query(
      `${SELECT}
       where ${IN_RANGE} and (e.occurred_at, e.id) > (timestamptz 'epoch' + $4::bigint * interval '1 microsecond', $5::bigint)
       order by e.occurred_at, e.id limit $6`,
      [team.id, begin, end, ...after, pageSizeRows],
    );
    const last = rows.at(-1);
    if (!last) return;
    yield rows.map((row) => toLine(row, team.slug));
    if (rows.length < pageSizeRows) return;
    after = [last.at_us, last.id];
  }
}

// Spelled so that the index `consent_event_report` serves it.
const IN_RANGE = `e.team_id = $1 and e.change in ('opted_out', 'opted_in') and e.occurred_at >= $2 and e.occurred_at < $3`;

/** The number of the event, which the contact may have changed since; that of the contact where none was recorded. */
const SELECT = `
  select e.id, (extract(epoch from e.occurred_at) * 1000000)::bigint as at_us, e.change, e.occurred_at, c.first_name, c.last_name,
    c.contact_id, coalesce(e.mobile, c.mobile) as mobile
  from consent_event e left join contact c on c.id = e.contact_id`;

/** From the first instant of the one day to the first after the other; a day has 23 or 25 hours when clocks change. */
function instantsOf({ from, to }: ReportRange): { begin: Date; end: Date } {
  const at = (day: string): DateTime => DateTime.fromISO(day, { zone: EASTERN }).startOf('day');
  return { begin: at(from).toJSDate(), end: at(to).plus({ days: 1 }).toJSDate() };
}

function toLine(row: ReportRow, teamCode: string) {
  return {
    firstName: row.first_name ?? '',
    lastName: row.last_name ?? '',
    contactId: row.contact_id ?? '',
    teamCode,
    mobileNumber: row.mobile === null ? '' : showMobile(row.mobile),
    status: row.change === 'opted_out' ? ('Opted out' as const) : ('Opted in' as const),
    statusDate: row.occurred_at.toISOString().slice(0, 19).replace('T', ' '),
  };
}
