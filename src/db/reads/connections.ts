import type { RecordType } from '../../domain/contact.ts';
import { easternDay } from '../../domain/times.ts';
import type { WindowName } from '../../domain/windows.ts';
import type { Db } from '../database.ts';
import type { ConnectionRow } from '../entities.ts';
import { healthOf } from './health.ts';
import { isUuid } from './ids.ts';
import { iso } from './iso.ts';
import { readStuckFiles } from '../fileDisposals.ts';
import { startsOf } from './nextStarts.ts';
import { standingFault } from './standingFault.ts';
import { RUN_COLUMNS, toRunSummary, type RunSummary, type RunSummaryRow } from './runSummary.ts';

interface ImportRow {
  connection_id: string;
  record_type: RecordType;
  state: 'off' | 'draft' | 'on';
  source_name: string | null;
  windows: WindowName[];
  full_reason: string | null;
  watermark_at: Date | null;
}

interface WriteBackCount {
  connection_id: string;
  waiting: number;
  dead: number;
  dead_since: Date | null;
}

/** A connection as people see it; secrets by name only. */
export type ConnectionView = ReturnType<typeof toView>;

/**
 * A team's connections by name, those that were disconnected left out.
 * @param only - the ID of one of them; nothing when the team does not have it
 */
export async function readConnections(
  db: Db,
  teamId: string,
  now: Date,
  only: string | null = null,
): Promise<ConnectionView[]> {
  if (only !== null && !isUuid(only)) return [];
  const connections: ConnectionRow[] = await db.query(
    `select * from connection where team_id = $1 and disconnected_at is null and ($2::uuid is null or id = $2) order by lower(name)`,
    [teamId, only],
  );
  if (connections.length === 0) return [];
  const ids = connections.map((connection) => connection.id);
  const [secrets, imports, last, active, calls, writeBacks, stuckFiles] = await Promise.all([
    db.query<SecretRow[]>(
      'select connection_id, name, set_at, set_by from connection_secret where connection_id = any($1::uuid[]) order by name',
      [ids],
    ),
    db.query<ImportRow[]>(
      `select connection_id, record_type, state, source_name, windows, full_reason, watermark_at
       from import_config where connection_id = any($1::uuid[]) order by record_type`,
      [ids],
    ),
    db.query<RunSummaryRow[]>(LAST_FINISHED, [ids]),
    db.query<RunSummaryRow[]>(
      `select ${RUN_COLUMNS} from run r join connection c on c.id = r.connection_id
       where r.connection_id = any($1::uuid[]) and r.state in ('queued', 'running') order by r.state desc, r.queued_at`,
      [ids],
    ),
    db.query<{ connection_id: string; calls: number }[]>(
      'select connection_id, calls from call_count where connection_id = any($1::uuid[]) and day = $2',
      [ids, easternDay(now)],
    ),
    db.query<WriteBackCount[]>(
      `select connection_id, (count(*) filter (where state in ('waiting', 'in_flight')))::int as waiting,
         (count(*) filter (where state = 'dead'))::int as dead, min(created_at) filter (where state = 'dead') as dead_since
       from outbox where connection_id = any($1::uuid[]) and state in ('waiting', 'in_flight', 'dead') group by connection_id`,
      [ids],
    ),
    readStuckFiles(db, ids),
  ]);
  return connections.map((connection) => {
    const mine = <T extends { connection_id: string }>(rows: readonly T[]): T[] =>
      rows.filter((row) => row.connection_id === connection.id);
    return toView(connection, {
      secrets: mine(secrets),
      imports: mine(imports),
      last: mine(last).map(toRunSummary),
      active: mine(active).map(toRunSummary),
      calls: mine(calls)[0]?.calls ?? 0,
      writeBacks: mine(writeBacks)[0] ?? null,
      stuckFile: mine(stuckFiles)[0] ?? null,
      now,
    });
  });
}

interface SecretRow {
  connection_id: string;
  name: string;
  set_at: Date;
  set_by: string;
}

const FINISHED = `select ${RUN_COLUMNS} from run r join connection c on c.id = r.connection_id
    where r.connection_id = i.connection_id and r.record_type = i.record_type and r.finished_at is not null`;

/** The last one of each import, and the last that did more than finding nothing new. */
const LAST_FINISHED = `
  select f.* from import_config i
  cross join lateral (
    (${FINISHED} order by r.queued_at desc limit 1)
    union all
    (${FINISHED} and r.note is null order by r.queued_at desc limit 1)
  ) f
  where i.connection_id = any($1::uuid[])
  order by f.queued_at desc`;

function toView(
  connection: ConnectionRow,
  around: {
    secrets: readonly SecretRow[];
    imports: readonly ImportRow[];
    last: readonly RunSummary[];
    active: readonly RunSummary[];
    calls: number;
    writeBacks: WriteBackCount | null;
    stuckFile: { readonly disposal: string; readonly since: Date } | null;
    now: Date;
  },
) {
  const { account_id: accountId } = connection;
  const { writeBacks } = around;
  const stuckFile = around.stuckFile && { reason: around.stuckFile.disposal, since: iso(around.stuckFile.since) };
  const lastOf = (recordType: RecordType): RunSummary | null =>
    around.last.find((run) => run.recordType === recordType) ?? null;
  /** A run that found nothing new says nothing about the rows of the one before; that the source answers, it does. */
  const tellingOf = (recordType: RecordType): RunSummary | null => {
    const last = lastOf(recordType);
    if (last === null || last.note === null) return last;
    const before = around.last.find((run) => run.recordType === recordType && run.note === null);
    return before && before.state !== 'failed' ? before : last;
  };
  const heldOf = (recordType: RecordType): RunSummary | null =>
    around.active.find((run) => run.recordType === recordType && run.hold !== null) ?? null;
  const { fault_code: code, fault_message: message, fault_since: since } = connection;
  const fault =
    code === null
      ? null
      : {
          code,
          message: standingFault({ code, message: message ?? '' }, writeBacks?.waiting ?? 0),
          since: iso(since ?? connection.created_at),
        };
  return {
    id: connection.id,
    connector: connection.connector,
    writesBack: connection.writes_back,
    name: connection.name,
    version: connection.version,
    settings: connection.settings,
    secrets: around.secrets.map((secret) => ({ name: secret.name, setAt: iso(secret.set_at), setBy: secret.set_by })),
    account:
      accountId === null
        ? null
        : { accountId, accountName: connection.account_name ?? accountId, userName: connection.user_name ?? '' },
    fault,
    health: healthOf({
      connected: accountId !== null,
      fault,
      schedulePaused: connection.schedule_paused,
      imports: around.imports
        .filter((one) => one.state === 'on')
        .map((one) => ({
          label: one.source_name ? `“${one.source_name}”` : `${one.record_type}s`,
          lastRun: tellingOf(one.record_type),
          held: heldOf(one.record_type),
        })),
      deadWriteBacks: writeBacks?.dead ?? 0,
      deadSince: iso(writeBacks?.dead_since ?? null),
      stuckFile,
    }),
    stuckFile,
    activity: around.active.find((run) => run.state === 'running') ?? around.active[0] ?? null,
    imports: around.imports.map((one) => ({
      recordType: one.record_type,
      state: one.state,
      sourceName: one.source_name,
      windows: one.windows,
      lastRun: lastOf(one.record_type),
      held: heldOf(one.record_type),
      nextStart:
        startsOf(
          {
            connectionId: connection.id,
            recordType: one.record_type,
            windows: one.windows,
            state: one.state,
            schedulePaused: connection.schedule_paused,
          },
          around.now,
          1,
        )[0] ?? null,
      fullReason: one.full_reason,
      watermark: iso(one.watermark_at),
    })),
    schedulePaused: connection.schedule_paused,
    callsToday: around.calls,
    budget: { percentOfOrg: connection.budget_percent, stopAbovePercent: connection.stop_above_percent },
    orgCalls: orgCalls(connection),
    certificate: connection.certificate,
    waitingWriteBacks: writeBacks?.waiting ?? 0,
    deadWriteBacks: writeBacks?.dead ?? 0,
  };
}

function orgCalls({ org_calls_left: left, org_calls_allowed: allowed, org_calls_at: at }: ConnectionRow) {
  return left === null || allowed === null || at === null ? null : { left, allowed, at: iso(at) };
}
