import { CONNECTOR_CODES } from '../contract/codes.ts';
import { readConsentPolicy } from '../db/consentPolicy.ts';
import { SINCE } from '../db/reads/optOuts/counts.ts';
import { easternShort, easternTime } from '../domain/times.ts';
import { AUDIENCE, dueWords, number, QUEUE_ALERT, waitingWords } from './alertMails.ts';
import type { SyncContext } from './context.ts';

const HOUR_MS = 3_600_000;
/** After a return everything that waited is confirmed within a minute; what still isn't has a trouble of its own. */
const STRAGGLERS_MS = 15 * 60_000;

interface Away {
  id: string;
  team_id: string;
  team_slug: string;
  team_name: string;
  name: string;
  since: Date;
  code: string;
  reason: string;
  key: string;
  waiting: number;
  /** When the first revocation among them was made; null when only opt-ins wait. */
  oldest: Date | null;
  addresses: string[];
}

/**
 * Queues a mail about each connection that has taken nothing for an hour while something waits for it: once an outage
 * and address.
 */
export async function queueAwayMails(ctx: SyncContext): Promise<void> {
  const now = ctx.now();
  const db = ctx.dataSource.manager;
  const away: Away[] = await db.query(AWAY, [new Date(now.getTime() - HOUR_MS)]);
  for (const one of away) {
    const due = one.oldest && dueWords(one.oldest, (await readConsentPolicy(db, one.team_id)).businessDays, now);
    await db.query(QUEUE_ALERT, [
      one.team_id,
      one.id,
      one.addresses,
      `${one.name} has taken no opt-outs since ${easternShort(one.since, now)}`,
      awayBody(one, due, ctx.publicUrl),
      now,
      one.key,
    ]);
  }
}

const AWAY = `
  select k.id, k.team_id, t.slug as team_slug, t.name as team_name, k.name, k.writes_failing_since as since,
    k.writes_failing_code as code, k.writes_failing_reason as reason,
    'away/' || k.id || '/' || extract(epoch from k.writes_failing_since) || '/' as key, w.waiting, w.oldest,
    ${AUDIENCE} as addresses
  from connection k
  join team t on t.id = k.team_id
  cross join lateral (
    select count(*)::int as waiting, min(${SINCE}) filter (where o.change = 'opted_out') as oldest
    from outbox o where o.connection_id = k.id and o.state in ('waiting', 'in_flight')) w
  where k.disconnected_at is null and k.writes_failing_since <= $1 and w.waiting > 0`;

function awayBody(one: Away, due: string | null, publicUrl: string): string {
  const text = CONNECTOR_CODES[one.code as keyof typeof CONNECTOR_CODES];
  return [
    `${one.name}, ${one.team_name}`,
    `No opt-out could be written since ${easternTime(one.since)}.`,
    '',
    ...(text ? [`${text.title}. ${text.why}`, text.remedy] : []),
    `Last answer: ${one.reason}`,
    '',
    `${waitingWords(one.waiting)}${due === null ? '' : `, the oldest ${due}`}. ` +
      'Nothing is lost: everybody stays opted out here, and Rollcall keeps trying. You hear again when it goes.',
    '',
    `What waits: ${publicUrl}/t/${one.team_slug}/opt-outs`,
  ].join('\n');
}

interface Returned {
  id: string;
  team_id: string;
  team_slug: string;
  team_name: string;
  name: string;
  address: string;
  away_key: string;
  back_at: Date | null;
  confirmed: number;
  waiting: number;
  refused: number;
}

/** Tells those who heard of an outage that it goes again, once everything that waited is confirmed. */
export async function queueBackMails(ctx: SyncContext): Promise<void> {
  const now = ctx.now();
  const db = ctx.dataSource.manager;
  const returned: Returned[] = await db.query(RETURNED, [now]);
  for (const one of returned) {
    const isFresh = one.back_at !== null && now.getTime() - one.back_at.getTime() < STRAGGLERS_MS;
    if (one.waiting > 0 && isFresh) continue;
    await db.query(QUEUE_ALERT, [
      one.team_id,
      one.id,
      [one.address],
      `${one.name} takes opt-outs again`,
      backBody(one, ctx.publicUrl),
      now,
      one.away_key.replace(/^away\/([^/]+\/[^/]+\/).*$/, 'back/$1'),
    ]);
  }
}

const RETURNED = `
  with told as materialized (
    select distinct on (connection_id, address) * from mail
    where key like 'away/%' order by connection_id, address, created_at desc
  ), untold as materialized (
    select a.* from told a
    join connection k on k.id = a.connection_id and k.disconnected_at is null and k.writes_failing_since is null
    where not exists (
      select 1 from mail m where m.connection_id = a.connection_id and m.address = a.address and m.key like 'back/%'
        and m.created_at >= a.created_at)
  )
  select k.id, k.team_id, t.slug as team_slug, t.name as team_name, k.name, a.address, a.key as away_key, b.back_at, c.*
  from untold a
  join connection k on k.id = a.connection_id
  join team t on t.id = k.team_id
  cross join lateral (
    select min(o.confirmed_at) as back_at from outbox o
    where o.connection_id = k.id and o.confirmed_at > a.created_at) b
  cross join lateral (
    select (count(*) filter (where o.confirmed_at >= b.back_at))::int as confirmed,
      (count(*) filter (where o.state in ('waiting', 'in_flight')))::int as waiting,
      (count(*) filter (where o.state = 'dead' and o.died_at >= a.created_at))::int as refused
    from outbox o where o.connection_id = k.id and o.created_at <= coalesce(b.back_at, $1)) c`;

function backBody(one: Returned, publicUrl: string): string {
  const goes = one.back_at === null ? 'It goes again.' : `It goes again since ${easternTime(one.back_at)}.`;
  return [
    `${one.name}, ${one.team_name}`,
    `${goes} ${resultWords(one)}`,
    '',
    `Opt-outs: ${publicUrl}/t/${one.team_slug}/opt-outs`,
  ].join('\n');
}

function resultWords({ confirmed, waiting, refused }: Returned): string {
  if (waiting === 0 && refused === 0) {
    if (confirmed === 0) return 'Nothing that waited had to be written any more.';
    return confirmed === 1 ? 'The opt-out that waited is confirmed.' : `All ${number(confirmed)} opt-outs that waited are confirmed.`;
  }
  const rest = [
    ...(waiting > 0 ? [`${number(waiting)} still on the way`] : []),
    ...(refused > 0 ? [`${number(refused)} refused, each a dead letter now`] : []),
  ];
  return `Of the opt-outs that waited, ${number(confirmed)} are confirmed; ${rest.join(', ')}.`;
}
