import { mobileFromSearch } from '../../domain/phone.ts';
import type { Db } from '../database.ts';
import {
  CONTACT_COLUMNS,
  CONTACT_JOINS,
  TEXTING_CONDITIONS,
  toContactSummary,
  type ContactSummary,
  type ContactSummaryRow,
  type TextingState,
} from './contactSummary.ts';
import { contactMatches } from './contactMatches.ts';
import { readCursor, writeCursor } from './cursor.ts';
import { openParams } from './params.ts';

export interface ContactQuery {
  /** Name, number in any spelling, or the start of a contact ID; empty finds everybody. */
  readonly q: string;
  readonly texting?: TextingState;
  /** Only people whose source no longer holds them. */
  readonly left?: boolean;
  /** Only people with this tag. */
  readonly tag?: string;
  /** `next` of the page before. */
  readonly after?: string;
  readonly limit: number;
}

export interface ContactPage {
  readonly contacts: ContactSummary[];
  readonly next: string | null;
  readonly total: number;
  /** The one person whose whole number or contact ID was typed. */
  readonly exact: string | null;
  readonly sums: ContactSums;
}

export interface ContactSums {
  readonly all: number;
  readonly optedIn: number;
  readonly optedOut: number;
  readonly paused: number;
}

/** The order of lists, spelled so that the index `contact_name` serves it. */
const ORDER = 'lower(c.last_name) using ~<~, lower(c.first_name) using ~<~, c.id';
const BEHIND = (last: string, first: string, id: string): string =>
  `(lower(c.last_name) ~>=~ ${last} and (lower(c.last_name) ~>~ ${last} or lower(c.first_name) ~>~ ${first}
    or (lower(c.first_name) = ${first} and c.id > ${id})))`;

/** A team's contacts by last and first name. */
export async function searchContacts(db: Db, teamId: string, query: ContactQuery): Promise<ContactPage> {
  const text = query.q.replaceAll('\0', '').trim();
  const [page, exact, sums] = await Promise.all([
    findPage(db, teamId, text, query),
    findExact(db, teamId, text),
    sumContacts(db, teamId),
  ]);
  // What fits on the first page is counted already; most searches do.
  const isWhole = query.after === undefined && page.next === null;
  const total = isWhole ? page.contacts.length : await countMatches(db, teamId, text, query, sums);
  return { ...page, total, exact, sums };
}

/**
 * The possible meanings of the text are asked for one by one and united, because each then uses the index it suits and
 * stops at a page, which one condition with `or` would not.
 */
async function findPage(
  db: Db,
  teamId: string,
  text: string,
  query: ContactQuery,
): Promise<{ contacts: ContactSummary[]; next: string | null }> {
  const params = openParams(teamId);
  const limit = params.add(query.limit + 1);
  const conditions = conditionsOf(query, params.add);
  const after = query.after === undefined ? null : readCursor(query.after, ['string', 'string', 'number']);
  if (after) conditions.push(BEHIND(params.add(after[0]), params.add(after[1]), `${params.add(after[2])}::bigint`));
  const matches = text === '' ? ['true'] : contactMatches(text, params.add);
  const found = matches
    .map(
      (match) =>
        `(select c.id from contact c where ${conditions.join(' and ')} and ${match} order by ${ORDER} limit ${limit}::int)`,
    )
    .join(' union ');
  const rows: (ContactSummaryRow & { sort_last: string; sort_first: string })[] = await db.query(
    `select ${CONTACT_COLUMNS}, lower(c.last_name) as sort_last, lower(c.first_name) as sort_first
     from contact c ${CONTACT_JOINS}
     where c.id in (${found}) order by ${ORDER} limit ${limit}::int`,
    params.values,
  );
  const page = rows.slice(0, query.limit);
  const last = page.at(-1);
  return {
    contacts: page.map(toContactSummary),
    next: rows.length > query.limit && last ? writeCursor([last.sort_last, last.sort_first, last.id]) : null,
  };
}

/** What `contact c` must fulfil beside the text; the team is `$1`. */
function conditionsOf({ texting, left, tag }: ContactQuery, add: (value: unknown) => string): string[] {
  const conditions = ['c.team_id = $1'];
  if (texting) conditions.push(TEXTING_CONDITIONS[texting]);
  if (left) conditions.push('c.left_source_at is not null');
  // The first half lets the index of tagged contacts serve it.
  if (tag !== undefined) conditions.push(`c.tags <> '{}' and ${add(tag)} = any(c.tags)`);
  return conditions;
}

async function countMatches(
  db: Db,
  teamId: string,
  text: string,
  query: ContactQuery,
  sums: ContactSums,
): Promise<number> {
  const { texting } = query;
  if (text === '' && !query.left && query.tag === undefined) {
    if (texting === undefined) return sums.all;
    if (texting === 'opted_out') return sums.optedOut;
    if (texting === 'paused') return sums.paused;
    return texting === 'opted_in' ? sums.optedIn : sums.all - sums.optedIn - sums.optedOut - sums.paused;
  }
  const params = openParams(teamId);
  const conditions = conditionsOf(query, params.add);
  // Counting looks at everybody anyway (first names have no index of their own), so it does so once.
  const matches = text === '' ? ['true'] : contactMatches(text, params.add).map((match) => `(${match})`);
  const [row]: { total: number }[] = await db.query(
    `select count(*)::int as total from contact c where ${conditions.join(' and ')} and (${matches.join(' or ')})`,
    params.values,
  );
  return row?.total ?? 0;
}

/** A Salesforce ID may be typed in its 15-character form, which the 18 characters begin with. */
async function findExact(db: Db, teamId: string, text: string): Promise<string | null> {
  if (text === '') return null;
  const rows: { id: number }[] = await db.query(
    `select c.id from contact c where c.team_id = $1 and c.mobile = $2
     union select c.id from contact c where c.team_id = $1 and c.contact_id = $3
     union select c.id from contact c where c.team_id = $1 and length($3) = 15 and length(c.contact_id) = 18 and starts_with(c.contact_id, $3)
     limit 2`,
    [teamId, mobileFromSearch(text), text],
  );
  return rows.length === 1 && rows[0] ? String(rows[0].id) : null;
}

export async function sumContacts(db: Db, teamId: string): Promise<ContactSums> {
  const [row]: { total: number; opted_out: number; no_number: number; paused: number }[] = await db.query(
    `select (select count(*)::int from contact where team_id = $1) as total,
       (select count(*)::int from contact where team_id = $1 and opted_out) as opted_out,
       (select count(*)::int from contact c where ${TEXTING_CONDITIONS.no_number} and team_id = $1) as no_number,
       (select count(*)::int from contact c where team_id = $1 and not opted_out and id in (
         select r.contact_id from review_item r where r.team_id = $1 and r.state = 'open' and r.contact_id is not null
         union
         select n.id from review_item r join contact n on n.team_id = r.team_id and n.mobile = r.mobile
         where r.team_id = $1 and r.state = 'open')) as paused`,
    [teamId],
  );
  const { total, opted_out: optedOut, no_number: noNumber, paused } = row!;
  return { all: total, optedIn: total - optedOut - noNumber - paused, optedOut, paused };
}
