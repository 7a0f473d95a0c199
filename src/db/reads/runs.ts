import type { RecordType } from '../../domain/contact.ts';
import type { Db } from '../database.ts';
import { isUuid } from './ids.ts';
import { openParams } from './params.ts';
import { RUN_COLUMNS, toRunSummary, type RunStateName, type RunSummary, type RunSummaryRow } from './runSummary.ts';

export interface RunQuery {
  readonly connectionId?: string;
  readonly recordType?: RecordType;
  readonly state?: RunStateName;
  /** `next` of the page before: the ID of its last run. */
  readonly before?: string;
}

export const RUNS_PER_PAGE = 50;

/** A team's runs, newest first; nothing when a condition names something the team does not have. */
export async function listRuns(
  db: Db,
  teamId: string,
  query: RunQuery,
): Promise<{ runs: RunSummary[]; next: string | null }> {
  if (!isUuid(query.connectionId ?? teamId) || !isUuid(query.before ?? teamId)) return { runs: [], next: null };
  const params = openParams(teamId);
  const where = ['r.team_id = $1'];
  if (query.connectionId !== undefined) where.push(`r.connection_id = ${params.add(query.connectionId)}`);
  if (query.recordType !== undefined) where.push(`r.record_type = ${params.add(query.recordType)}`);
  if (query.state !== undefined) where.push(`r.state = ${params.add(query.state)}`);
  if (query.before !== undefined) {
    where.push(
      `(r.queued_at, r.id) < (select b.queued_at, b.id from run b where b.id = ${params.add(query.before)} and b.team_id = $1)`,
    );
  }
  const rows: RunSummaryRow[] = await db.query(
    `select ${RUN_COLUMNS} from run r join connection c on c.id = r.connection_id
     where ${where.join(' and ')}
     order by r.queued_at desc, r.id desc limit ${RUNS_PER_PAGE + 1}`,
    params.values,
  );
  const page = rows.slice(0, RUNS_PER_PAGE);
  return { runs: page.map(toRunSummary), next: rows.length > RUNS_PER_PAGE ? (page.at(-1)?.id ?? null) : null };
}
