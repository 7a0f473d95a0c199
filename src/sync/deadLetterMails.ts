import { readConsentPolicy } from '../db/consentPolicy.ts';
import type { Db } from '../db/database.ts';
import { GROUP_KEY } from '../db/outboxGroups.ts';
import { SINCE } from '../db/reads/optOuts/counts.ts';
import { deadLetterText } from '../db/reads/optOuts/deadLetters.ts';
import { AUDIENCE, dueWords, number, QUEUE_ALERT } from './alertMails.ts';
import type { SyncContext } from './context.ts';

const HOUR_MS = 3_600_000;
const MOST_CAUSES = 10;

interface Refusing {
  id: string;
  team_id: string;
  team_slug: string;
  team_name: string;
  name: string;
  letters: number;
  addresses: string[];
}

interface Cause {
  code: string | null;
  reason: string | null;
  letters: number;
  opt_outs: number;
  /** When the first revocation among them was made; null when they are opt-ins alone. */
  oldest: Date | null;
}

/**
 * Queues a mail about dead letters that nobody has been told of, one an address, connection and hour: what comes within
 * the hour is told when it has passed. Each mail names everything that stands, by cause. As with all mails, nothing of
 * a row leaves the building but the CRM's own words.
 */
export async function queueDeadLetterMails(ctx: SyncContext): Promise<void> {
  await ctx.dataSource.transaction(async (tx) => {
    // Marking as told and queueing are one; another process that does the same does all of it.
    const [lock]: { held: boolean }[] = await tx.query(
      `select pg_try_advisory_xact_lock(hashtextextended('dead letter mails', 0)) as held`,
    );
    if (!lock?.held) return;
    const now = ctx.now();
    const refusing: Refusing[] = await tx.query(REFUSING, [new Date(now.getTime() - HOUR_MS)]);
    for (const one of refusing) if (one.addresses.length > 0) await queue(tx, one, ctx.publicUrl, now);
  });
}

const REFUSING = `
  select k.id, k.team_id, t.slug as team_slug, t.name as team_name, k.name, d.letters, ${AUDIENCE} as addresses
  from connection k
  join team t on t.id = k.team_id
  join (
    select o.connection_id, count(*)::int as letters from outbox o
    where o.state = 'dead' group by o.connection_id having bool_or(o.died_mailed_at is null)
  ) d on d.connection_id = k.id
  where k.disconnected_at is null and not exists (
    select 1 from mail m where m.connection_id = k.id and m.key like 'dead/%' and m.created_at > $1)`;

async function queue(tx: Db, one: Refusing, publicUrl: string, now: Date): Promise<void> {
  const causes: Cause[] = await tx.query(
    `select o.code, o.reason, count(*)::int as letters,
       (count(*) filter (where o.change = 'opted_out'))::int as opt_outs,
       min(${SINCE}) filter (where o.change = 'opted_out') as oldest
     from outbox o where o.connection_id = $1 and o.state = 'dead'
     group by ${GROUP_KEY}, o.code, o.reason order by letters desc, min(o.id)`,
    [one.id],
  );
  const { businessDays } = await readConsentPolicy(tx, one.team_id);
  await tx.query(`update outbox set died_mailed_at = $2 where connection_id = $1 and state = 'dead' and died_mailed_at is null`, [
    one.id,
    now,
  ]);
  const letters = causes.reduce((sum, cause) => sum + cause.letters, 0);
  await tx.query(QUEUE_ALERT, [
    one.team_id,
    one.id,
    one.addresses,
    `${one.name} refused ${what(letters, causes)}`,
    bodyOf(one, causes, businessDays, publicUrl, now),
    now,
    `dead/${one.id}/${now.getTime()}/`,
  ]);
}

/** `12 opt-outs`; `3 changes` when opt-ins are among them. */
function what(letters: number, causes: readonly Cause[]): string {
  const isOptOuts = causes.every((cause) => cause.opt_outs === cause.letters);
  const word = isOptOuts ? 'opt-out' : 'change';
  return `${number(letters)} ${word}${letters === 1 ? '' : 's'}`;
}

function bodyOf(one: Refusing, causes: readonly Cause[], businessDays: number, publicUrl: string, now: Date): string {
  const letters = causes.reduce((sum, cause) => sum + cause.letters, 0);
  const oldest = causes.flatMap((cause) => cause.oldest ?? []).sort((a, b) => a.getTime() - b.getTime())[0];
  const due = oldest ? `, the oldest ${dueWords(oldest, businessDays, now)}` : '';
  const more = causes.slice(MOST_CAUSES).reduce((sum, cause) => sum + cause.letters, 0);
  return [
    `${one.name}, ${one.team_name}`,
    `${what(letters, causes)} ${letters === 1 ? 'waits' : 'wait'} for a person${due}.`,
    '',
    ...causes.slice(0, MOST_CAUSES).flatMap((cause) => causeLines(cause, one.name)),
    ...(more > 0 ? [`${number(more)} × other causes`, ''] : []),
    'Nobody became textable by it: who opted out stays opted out here.',
    '',
    `Retry them, or mark them as handled: ${publicUrl}/t/${one.team_slug}/opt-outs/dead-letters`,
  ].join('\n');
}

function causeLines({ code, reason, letters }: Cause, connectionName: string): string[] {
  const text = deadLetterText(code ?? '');
  return [
    `${number(letters)} × ${text.title}`,
    ...(reason ? [`${connectionName}: “${reason}”`] : []),
    text.remedy,
    '',
  ];
}
