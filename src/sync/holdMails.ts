import type { Db } from '../db/database.ts';
import type { Hold } from '../db/holds.ts';
import { easternDay, easternTime } from '../domain/times.ts';
import type { SyncContext } from './context.ts';

interface MailedHold {
  team_id: string;
  team_slug: string;
  team_name: string;
  connection_name: string;
  record_type: string;
  source_name: string;
  notify: { addresses: string[]; when: 'every' | 'errors' | 'failures' };
}

/**
 * Queues the mails about a run that waits, one an address and Eastern day for the same reason, in the transaction that
 * makes it wait. A question goes to everybody, for it waits for a person; a pause ends by itself and is kept from those
 * who want to hear of failures alone. As with all mails, nothing of a row leaves the building.
 */
export async function queueHoldMails(tx: Db, ctx: SyncContext, runId: string, hold: Hold, now: Date): Promise<void> {
  const rows: MailedHold[] = await tx.query(
    `select r.team_id, t.slug as team_slug, t.name as team_name, c.name as connection_name, r.record_type,
       r.settings->>'sourceName' as source_name, i.notify
     from run r join team t on t.id = r.team_id join connection c on c.id = r.connection_id
     join import_config i on i.connection_id = r.connection_id and i.record_type = r.record_type
     where r.id = $1`,
    [runId],
  );
  const run = rows[0];
  if (!run || (hold.kind !== 'question' && run.notify.when === 'failures')) return;
  const subject = `${hold.kind === 'question' ? 'Import stopped to ask' : 'Import paused'}: ${run.connection_name}`;
  const body = [
    `${run.connection_name}, “${run.source_name}” (${run.record_type}), ${run.team_name}`,
    `${hold.kind === 'question' ? 'Stopped' : 'Paused'} ${easternTime(now)}.`,
    '',
    hold.message,
    ...(hold.question ? ['', ...versions(hold.question)] : []),
    '',
    `${hold.kind === 'question' ? 'Answer it' : 'Everything about this run'}: ${ctx.publicUrl}/t/${run.team_slug}/runs/${runId}`,
  ].join('\n');
  await tx.query(
    `insert into mail (team_id, connection_id, key, address, subject, body, state, due_at, created_at)
     select r.team_id, r.connection_id, $2 || address, address, $4, $5, 'waiting', $6, $6
     from run r, unnest($3::text[]) as address where r.id = $1 on conflict do nothing`,
    [runId, `hold/${runId}/${hold.code}/${easternDay(now)}/`, run.notify.addresses, subject, body, now],
  );
}

function versions({ kind, before, after, columns = [] }: NonNullable<Hold['question']>): string[] {
  if (kind === 'columns_gone') {
    return columns.map(
      ({ column, fills, holding }) => `“${column}” fills ${fills}. ${holding.toLocaleString('en-US')} contacts have a value there.`,
    );
  }
  const people = (count: number | null): string => (count === null ? '–' : count.toLocaleString('en-US'));
  return [
    `Before: “${before.name}”, ${people(before.count)} people. ${before.filter || 'No filter.'}`,
    `Now: “${after.name}”, ${people(after.count)} people. ${after.filter || 'No filter.'}`,
  ];
}
