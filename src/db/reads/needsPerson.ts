import { dueDay } from '../../domain/businessDays.ts';
import { easternDay, easternTime } from '../../domain/times.ts';
import type { Db } from '../database.ts';
import { endedShort, isMendedByConnecting } from './health.ts';
import { iso } from './iso.ts';
import { readMissedWindows } from './missedWindows.ts';
import { AT_MOST, type Needs, type NeedsPerson } from './needsPersonTypes.ts';
import { readOptOutNeeds } from './optOuts/needs.ts';
import type { ConnectionView } from './connections.ts';
import type { RunSummary } from './runSummary.ts';

/** How long before its end a certificate is told: the vendor has to be given the new one by hand. */
const CERTIFICATE_NOTICE_MS = 30 * 86_400_000;

/** They hold up everything behind them, and come before what merely waits. */
const STOPPING: ReadonlySet<NeedsPerson['kind']> = new Set(['broken_authorization', 'writes_failing']);

/**
 * What waits for a person in a team: by the day it is due, then oldest first. What has no clock takes its place as if
 * it had one of ten business days, and what stops everything as if it were due on the day it began.
 */
export async function readNeedsPerson(
  db: Db,
  teamId: string,
  connections: readonly ConnectionView[],
  now: Date,
): Promise<Needs> {
  const [optOuts, missed] = await Promise.all([
    readOptOutNeeds(db, teamId, now),
    readMissedWindows(db, connections, now),
  ]);
  const certificates = connections.flatMap((one) => certificateItems(one, now));
  const ofConnections = [...connections.flatMap(connectionItems), ...certificates, ...missed];
  const items = [...optOuts.items, ...ofConnections].map((item) => ({ item, day: sortDay(item) }));
  items.sort(
    (a, b) =>
      a.day.localeCompare(b.day) || a.item.since.localeCompare(b.item.since) || a.item.id.localeCompare(b.item.id),
  );
  return {
    items: items.slice(0, AT_MOST).map(({ item }) => item),
    total: optOuts.total + ofConnections.length,
  };
}

function sortDay({ kind, since, due }: NeedsPerson): string {
  const at = new Date(since);
  if (STOPPING.has(kind)) return easternDay(at);
  return due?.day ?? dueDay(at);
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
  const { stuckFile } = connection;
  if (stuckFile && !fault) {
    items.push({
      id: `file-${connection.id}`,
      kind: 'file_stays',
      sentence: `${connection.name}: ${stuckFile.reason}`,
      since: stuckFile.since,
      due: null,
      link: `/integrations/${connection.id}`,
      action: 'Open',
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
