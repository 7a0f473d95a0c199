import type { RecordType } from '../../domain/contact.ts';
import type { Db } from '../database.ts';
import { faultRemedy } from './faultRemedy.ts';
import { isUuid } from './ids.ts';
import { iso } from './iso.ts';

export type RunKind = 'full' | 'incremental' | 'sweep';

export type RunStateName = 'queued' | 'running' | 'succeeded' | 'completed_with_errors' | 'failed' | 'cancelled';

/** A run as stored, with its connection's name. */
export interface RunSummaryRow {
  id: string;
  connection_id: string;
  connection_name: string;
  record_type: RecordType;
  source_name: string;
  state: RunStateName;
  kind: RunKind;
  started_by: string;
  resumed: number;
  cancel_requested: boolean;
  queued_at: Date;
  started_at: Date | null;
  finished_at: Date | null;
  pages: number;
  rows_read: number;
  created: number;
  updated: number;
  unchanged: number;
  skipped: number;
  errors: number;
  warnings: number;
  opt_outs_set: number;
  opt_outs_lifted: number;
  opt_ins_not_applied: number;
  left_source: number;
  hold: 'budget' | 'limit' | 'question' | 'upload' | null;
  hold_code: string | null;
  hold_message: string | null;
  due_at: Date;
  source_rows: number | null;
  calls_spent: number;
  calls_forecast: number | null;
  rows_per_second: number | null;
  error_code: string | null;
  error_message: string | null;
  error_vendor: string | null;
  file_name: string | null;
  note: string | null;
}

/** `select ${RUN_COLUMNS} from run r join connection c on c.id = r.connection_id` gives `RunSummaryRow`s. */
export const RUN_COLUMNS = `
  r.id, r.connection_id, c.name as connection_name, r.record_type, coalesce(r.settings->>'sourceName', '') as source_name,
  r.state, r.kind, r.started_by, r.resumed, r.cancel_requested, r.queued_at, r.started_at, r.finished_at, r.pages, r.rows_read,
  r.created, r.updated, r.unchanged, r.skipped, r.errors, r.warnings, r.opt_outs_set, r.opt_outs_lifted,
  r.opt_ins_not_applied, r.left_source, r.hold, r.hold_code, r.hold_message, r.due_at, r.source_rows, r.calls_spent, r.calls_forecast, r.rows_per_second, r.error_code, r.error_message,
  r.error_vendor, r.note, (select f.name from source_file f where f.id = r.file_id) as file_name`;

export type RunSummary = ReturnType<typeof toRunSummary>;

/** A run as lists and live updates show it. */
export function toRunSummary(row: RunSummaryRow) {
  return {
    id: row.id,
    connectionId: row.connection_id,
    connectionName: row.connection_name,
    recordType: row.record_type,
    sourceName: row.source_name,
    state: row.state,
    kind: row.kind,
    startedBy: row.started_by,
    resumed: row.resumed,
    cancelRequested: row.cancel_requested,
    queuedAt: iso(row.queued_at),
    startedAt: iso(row.started_at),
    finishedAt: iso(row.finished_at),
    pages: row.pages,
    outcomes: {
      read: row.rows_read,
      created: row.created,
      updated: row.updated,
      unchanged: row.unchanged,
      skipped: row.skipped,
      errors: row.errors,
    },
    warnings: row.warnings,
    optOutsSet: row.opt_outs_set,
    optOutsLifted: row.opt_outs_lifted,
    optInsNotApplied: row.opt_ins_not_applied,
    leftSource: row.left_source,
    hold: holdOf(row),
    fileName: row.file_name,
    note: row.note,
    sourceRows: row.source_rows,
    callsSpent: row.calls_spent,
    callsForecast: row.calls_forecast,
    rowsPerSecond: row.state === 'running' ? row.rows_per_second : null,
    error:
      row.error_code === null
        ? null
        : {
            code: row.error_code,
            message: row.error_message ?? '',
            vendorMessage: row.error_vendor ?? '',
            remedy: faultRemedy(row.error_code),
          },
  };
}

/** Why a queued run waits: for a time, or for a person. */
function holdOf({ state, hold: kind, hold_code: code, hold_message: message, due_at: dueAt }: RunSummaryRow) {
  if (state !== 'queued' || kind === null || code === null) return null;
  return {
    kind,
    code,
    message: message ?? '',
    remedy: faultRemedy(code),
    until: kind === 'question' ? null : iso(dueAt),
  };
}

/** One run of a team; null when the team has no such run. */
export async function readRunSummary(db: Db, teamId: string, runId: string): Promise<RunSummary | null> {
  if (!isUuid(runId)) return null;
  const [row]: RunSummaryRow[] = await db.query(
    `select ${RUN_COLUMNS} from run r join connection c on c.id = r.connection_id where r.id = $2 and r.team_id = $1`,
    [teamId, runId],
  );
  return row ? toRunSummary(row) : null;
}
