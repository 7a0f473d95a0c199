import { standingFault } from '../db/reads/standingFault.ts';
import { easternTime } from '../domain/times.ts';
import { AUDIENCE, QUEUE_ALERT } from './alertMails.ts';
import type { SyncContext } from './context.ts';

/** Somebody who changed the settings is on the way through the vendor's sign-in; only then have they left it. */
const OWN_CHANGE_MS = 15 * 60_000;

interface BrokenConnection {
  id: string;
  team_id: string;
  team_slug: string;
  team_name: string;
  name: string;
  fault_code: string;
  fault_message: string;
  fault_since: Date;
  /** Names this fault of this connection. */
  fault_key: string;
  waiting: number;
  addresses: string[];
}

/**
 * Queues a mail about each connection that is broken, once a fault and address (`AUDIENCE`). What stands is looked for,
 * rather than sent where the fault is met, so that a crash in between costs no mail, and an address that is added while
 * it stands is told as well.
 */
export async function queueFaultMails(ctx: SyncContext): Promise<void> {
  const now = ctx.now();
  const broken: BrokenConnection[] = await ctx.dataSource.query(BROKEN, [new Date(now.getTime() - OWN_CHANGE_MS)]);
  for (const one of broken) {
    await ctx.dataSource.query(QUEUE_ALERT, [
      one.team_id,
      one.id,
      one.addresses,
      `Reconnect ${one.name}: imports are stopped`,
      bodyOf(one, ctx.publicUrl),
      now,
      one.fault_key,
    ]);
  }
}

const BROKEN = `
  select k.id, k.team_id, t.slug as team_slug, t.name as team_name, k.name, k.fault_code, k.fault_message, k.fault_since,
    'fault/' || k.id || '/' || extract(epoch from k.fault_since) || '/' as fault_key,
    (select count(*)::int from outbox o where o.connection_id = k.id and o.state in ('waiting', 'in_flight')) as waiting,
    ${AUDIENCE} as addresses
  from connection k join team t on t.id = k.team_id
  where k.disconnected_at is null and k.fault_code is not null
    and (k.fault_code <> 'NOT_CONNECTED' or k.fault_since <= $1)`;

function bodyOf(one: BrokenConnection, publicUrl: string): string {
  return [
    `${one.name}, ${one.team_name}`,
    `Broken since ${easternTime(one.fault_since)}.`,
    '',
    standingFault({ code: one.fault_code, message: one.fault_message }, one.waiting),
    '',
    `Reconnect: ${publicUrl}/t/${one.team_slug}/integrations/${one.id}`,
  ].join('\n');
}
