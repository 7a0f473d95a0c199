import { dueOf } from '../db/reads/optOuts/due.ts';
import { shownDay } from '../domain/times.ts';

/**
 * SQL: the addresses, as an array, that are told what goes wrong with a connection: the notification addresses of its
 * imports and the admins of its team. Owners stand in where nobody else could act; an operator of many teams is not
 * told of each. Follows `from connection k`.
 */
export const AUDIENCE = `(
  select coalesce(array_agg(distinct lower(address)), '{}') from (
    select jsonb_array_elements_text(i.notify->'addresses') as address
    from import_config i where i.connection_id = k.id and i.state <> 'off'
    union all
    select u.email from app_user u join team_member m on m.user_id = u.id
    where m.team_id = k.team_id and m.role in ('owner', 'admin') and u.deactivated_at is null
    union all
    select u.email from app_user u
    where u.is_owner and u.deactivated_at is null and not exists (
      select 1 from team_member m join app_user a on a.id = m.user_id
      where m.team_id = k.team_id and m.role in ('owner', 'admin') and a.deactivated_at is null)
  ) known (address))`;

/**
 * SQL: queues one mail an address, the same key never twice. Parameters: team, connection, addresses, subject, body,
 * now, key without the address.
 */
export const QUEUE_ALERT = `
  insert into mail (team_id, connection_id, address, subject, body, state, due_at, created_at, key)
  select $1, $2, address, $4, $5, 'waiting', $6, $6, $7 || address from unnest($3::text[]) as address
  on conflict (key) do nothing`;

/** `1 opt-out waits`, `4,012 opt-outs wait`. */
export function waitingWords(count: number): string {
  return count === 1 ? '1 opt-out waits' : `${number(count)} opt-outs wait`;
}

export function number(value: number): string {
  return value.toLocaleString('en-US');
}

/** `is due Dec 1`, or `was due Nov 24`. @param since - when the person said so */
export function dueWords(since: Date, businessDays: number, now: Date): string {
  const due = dueOf(since, businessDays, now);
  return `${due.late ? 'was' : 'is'} due ${shownDay(due.day, now)}`;
}
