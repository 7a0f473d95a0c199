import { easternTime } from '../../domain/times.ts';
import type { Db } from '../database.ts';
import { conflictSentence } from './consentWords.ts';
import { endedShort, isMendedByConnecting } from './health.ts';
import { iso } from './iso.ts';
import { readMissedWindows } from './missedWindows.ts';
import type { ConnectionView } from './connections.ts';
import type { RunSummary } from './runSummary.ts';

export interface NeedsPerson {
  readonly id: string;
  readonly kind:
    | 'dead_letter'
    | 'conflict'
    | 'broken_authorization'
    | 'failed_run'
    | 'row_errors'
    | 'missed_window'
    | 'question'
    | 'certificate_expiring'
    | 'review'
    | 'late'
    | 'writes_failing'
    | 'drift';
  readonly sentence: string;
  readonly since: string;
  /** By when it has to be done, for what has a clock. */
  readonly due: { readonly day: string; readonly businessDaysLeft: number; readonly late: boolean } | null;
  /** Under the team's address in the console. */
  readonly link: string;
  readonly action: string;
}

/** As many of a kind as a page can show; the total counts all. */
const AT_MOST = 50;

/** How long before its end a certificate is told: the vendor has to be given the new one by hand. */
const CERTIFICATE_NOTICE_MS = 30 * 86_400_000;

/** What waits for a person in a team, oldest first. */
export async function readNeedsPerson(
  db: Db,
  teamId: string,
  connections: readonly ConnectionView[],
  now: Date,
): Promise<{ items: NeedsPerson[]; total: number }> {
  const [dead, conflicts, missed] = await Promise.all([
    readDeadLetters(db, teamId),
    readOpenConflicts(db, teamId),
    readMissedWindows(db, connections, now),
  ]);
  const certificates = connections.flatMap((one) => certificateItems(one, now));
  const ofConnections = [...connections.flatMap(connectionItems), ...certificates, ...missed];
  const items = [...dead.items, ...conflicts.items, ...ofConnections].sort(
    (a, b) => a.since.localeCompare(b.since) || a.id.localeCompare(b.id),
  );
  return { items: items.slice(0, AT_MOST), total: dead.total + conflicts.total + ofConnections.length };
}

interface Waiting {
  readonly items: NeedsPerson[];
  readonly total: number;
}

/** Refused write-backs; those of a disconnected connection can't be retried and are told on the contact alone. */
async function readDeadLetters(db: Db, teamId: string): Promise<Waiting> {
  const rows: {
    id: number;
    contact_id: number;
    name: string;
    connection_name: string;
    change: string;
    created_at: Date;
    total: number;
  }[] = await db.query(
    `select o.id, o.contact_id, c.first_name || ' ' || c.last_name as name, k.name as connection_name, o.change, o.created_at,
         (count(*) over ())::int as total
       from outbox o
       join connection k on k.id = o.connection_id and k.disconnected_at is null
       join contact c on c.id = o.contact_id
       where o.team_id = $1 and o.state = 'dead' order by o.created_at, o.id limit $2`,
    [teamId, AT_MOST],
  );
  return {
    total: rows[0]?.total ?? 0,
    items: rows.map((row) => ({
      id: `dead-letter-${row.id}`,
      kind: 'dead_letter',
      sentence: `${row.change === 'opted_out' ? 'Opt-out' : 'Opt-in'} refused by ${row.connection_name}: ${row.name}`,
      since: iso(row.created_at),
      due: null,
      link: `/contacts/${row.contact_id}?tab=write-backs`,
      action: 'Open',
    })),
  };
}

/** One for each contact: its newest conflict, as long as the contact is still opted out. */
async function readOpenConflicts(db: Db, teamId: string): Promise<Waiting> {
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
       select distinct on (f.contact_id) f.contact_id, c.first_name || ' ' || c.last_name as name, k.name as connection_name, f.crm_value,
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
      link: `/contacts/${row.contact_id}`,
      action: 'Open',
    })),
  };
}

/** What a run asks; a run that is merely paused goes on by itself and needs nobody. */
function questionItem(what: string, run: RunSummary, message: string): NeedsPerson {
  return {
    id: `question-${run.id}`,
    kind: 'question',
    sentence: `${what}: ${message}`,
    since: run.startedAt ?? run.queuedAt,
    due: null,
    link: `/runs/${run.id}`,
    action: 'Answer',
  };
}

/**
 * A certificate that ends soon. One that has ended breaks the connection, and one that is kept but not used is nobody's
 * worry.
 */
function certificateItems({ id, name, settings, certificate, fault }: ConnectionView, now: Date): NeedsPerson[] {
  if (!certificate || fault || settings['method'] !== 'jwt_bearer') return [];
  const expiresAt = new Date(certificate.expiresAt);
  const since = new Date(expiresAt.getTime() - CERTIFICATE_NOTICE_MS);
  if (since > now) return [];
  return [
    {
      id: `certificate-${id}`,
      kind: 'certificate_expiring',
      sentence: `${name}: the certificate it signs in with ends ${easternTime(expiresAt)}. Imports and write-backs stop then.`,
      since: iso(since),
      due: null,
      link: `/integrations/${id}/authentication`,
      action: 'Renew',
    },
  ];
}

function connectionItems(connection: ConnectionView): NeedsPerson[] {
  const items: NeedsPerson[] = [];
  const { fault } = connection;
  if (fault) {
    items.push({
      id: `fault-${connection.id}`,
      kind: 'broken_authorization',
      sentence: `${connection.name}: ${fault.message}`,
      since: fault.since,
      due: null,
      link: `/integrations/${connection.id}/authentication`,
      action: 'Reconnect',
    });
  }
  for (const { state, lastRun, held, recordType, nextStart } of connection.imports) {
    const what = `${connection.name} · ${recordType}s`;
    if (held?.hold?.kind === 'question') items.push(questionItem(what, held, held.hold.message));
    if (state !== 'on' || lastRun === null) continue;
    const since = lastRun.finishedAt ?? lastRun.queuedAt;
    const base = { since, due: null, link: `/runs/${lastRun.id}`, action: 'Open' };
    if (lastRun.state === 'failed') {
      // Connecting mends it: while the fault stands that is the one thing to do, and then the next window does the
      // rest.
      if (isMendedByConnecting(lastRun) && (fault || nextStart)) continue;
      const why = lastRun.error?.message ?? 'It stopped before its end.';
      items.push({
        ...base,
        id: `run-${lastRun.id}`,
        kind: 'failed_run',
        sentence: `${what}: the last import failed. ${why}`,
      });
    } else if (lastRun.state === 'completed_with_errors') {
      items.push({
        ...base,
        id: `errors-${lastRun.id}`,
        kind: 'row_errors',
        sentence: `${what}: ${endedShort(lastRun)}`,
        link: `/runs/${lastRun.id}?tab=errors`,
      });
    }
  }
  return items;
}
