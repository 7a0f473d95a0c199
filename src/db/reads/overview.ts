import type { Db } from '../database.ts';
import { readChecklist } from './checklist.ts';
import { countOptOuts } from './optOuts/counts.ts';
import { readConnections, type ConnectionView } from './connections.ts';
import { readNeedsPerson } from './needsPerson.ts';
import { RUN_COLUMNS, toRunSummary, type RunSummary, type RunSummaryRow } from './runSummary.ts';

const STARTS_SHOWN = 5;

/**
 * What a team's first page tells: what waits for a person, what runs, how connections stand, what comes next, the last
 * day.
 */
export async function readOverview(db: Db, teamId: string, now: Date) {
  const [connections, running, last24Hours, checklist, optOuts] = await Promise.all([
    readConnections(db, teamId, now),
    readRunning(db, teamId),
    readLastDay(db, teamId, now),
    readChecklist(db, teamId),
    countOptOuts(db, teamId, now),
  ]);
  const needs = await readNeedsPerson(db, teamId, connections, now);
  return {
    needsPerson: needs.items,
    needsPersonTotal: needs.total,
    optOuts,
    running,
    connections: connections.map((connection) => ({
      id: connection.id,
      name: connection.name,
      connector: connection.connector,
      health: connection.health,
      lastRun: lastRunOf(connection),
    })),
    nextStarts: connections
      .flatMap((connection) =>
        connection.imports.flatMap(({ recordType, nextStart }) =>
          nextStart ? [{ connectionId: connection.id, connectionName: connection.name, recordType, ...nextStart }] : [],
        ),
      )
      .sort((a, b) => a.startsAt.localeCompare(b.startsAt))
      .slice(0, STARTS_SHOWN),
    last24Hours,
    checklist,
  };
}

function lastRunOf(connection: ConnectionView): RunSummary | null {
  const runs = connection.imports.flatMap((one) => (one.lastRun ? [one.lastRun] : []));
  return runs.sort((a, b) => (b.finishedAt ?? '').localeCompare(a.finishedAt ?? ''))[0] ?? null;
}

async function readRunning(db: Db, teamId: string): Promise<RunSummary[]> {
  const rows: RunSummaryRow[] = await db.query(
    `select ${RUN_COLUMNS} from run r join connection c on c.id = r.connection_id
     where r.team_id = $1 and r.state in ('queued', 'running') order by r.state desc, r.queued_at limit 20`,
    [teamId],
  );
  return rows.map(toRunSummary);
}

async function readLastDay(db: Db, teamId: string, now: Date) {
  const since = new Date(now.getTime() - 24 * 3_600_000);
  const [row]: {
    runs: number;
    created: number;
    updated: number;
    opted_out: number;
    confirmed: number;
    verified: number;
    waiting: number;
    failed: number;
  }[] = await db.query(
    // The ledger is walked back from its head to the first event that is a day old: its order is the order of
    // recording.
    `select r.runs, r.created, r.updated, w.confirmed, w.verified, w.waiting, w.failed,
       (select count(*)::int from consent_event where team_id = $1 and change = 'opted_out' and seq > coalesce(
         (select seq from consent_event where team_id = $1 and recorded_at < $2 order by seq desc limit 1), 0)) as opted_out
     from
       (select count(*)::int as runs, coalesce(sum(created), 0)::int as created, coalesce(sum(updated), 0)::int as updated
        from run where team_id = $1 and finished_at >= $2) r,
       (select (count(*) filter (where state = 'confirmed' and confirmed_at >= $2))::int as confirmed,
          (count(*) filter (where read_back = 'verified' and confirmed_at >= $2))::int as verified,
          (count(*) filter (where state in ('waiting', 'in_flight')))::int as waiting,
          (count(*) filter (where state = 'dead'))::int as failed
        from outbox where team_id = $1) w`,
    [teamId, since],
  );
  const { runs, created, updated, opted_out: optedOut, confirmed, verified, waiting, failed } = row!;
  return {
    runs,
    created,
    updated,
    optedOut,
    writeBacksConfirmed: confirmed,
    writeBacksVerified: verified,
    writeBacksWaiting: waiting,
    writeBacksFailed: failed,
  };
}
