import type { Db } from '../database.ts';
import { causesOf } from './causes.ts';
import { isUuid } from './ids.ts';
import { iso } from './iso.ts';
import type { IssueKind } from './rowIssues.ts';
import { readRunFile } from './runFile.ts';
import { RUN_COLUMNS, toRunSummary, type RunSummaryRow } from './runSummary.ts';

/** A source as it stood at one time. */
export interface SourceVersion {
  readonly name: string;
  /** In words. */
  readonly filter: string;
  readonly count: number | null;
}

/** What a run asks a person before it goes on. */
export interface RunQuestion {
  readonly kind: 'source_changed' | 'size_jumped' | 'columns_gone';
  readonly before: SourceVersion;
  readonly after: SourceVersion;
  /** With `columns_gone`: what the file no longer has; absent otherwise. */
  readonly columns?: readonly GoneColumn[];
}

/** A column that was there last time and is gone. */
export interface GoneColumn {
  readonly column: string;
  /** What it fills, as people know it. */
  readonly fills: string;
  /** Contacts that would lose a value. */
  readonly holding: number;
  /** False for the opt-out column: nothing clears consent. */
  readonly canClear: boolean;
}

interface RunDetailsRow extends RunSummaryRow {
  watermark_before: Date | null;
  watermark_after: Date | null;
  look_back_minutes: number | null;
  question: RunQuestion | null;
  file_id: string | null;
  corrects: string | null;
}

/** The log's newest lines that are told; a run writes some dozens. */
const LOG_LINES = 500;

/** One run with its causes, log and mails. @returns null when the team has no such run */
export async function readRunDetails(db: Db, teamId: string, runId: string) {
  if (!isUuid(runId)) return null;
  const [row]: RunDetailsRow[] = await db.query(
    `select ${RUN_COLUMNS}, r.watermark_before, r.watermark_after, r.question, r.file_id, r.corrects, (r.settings->>'lookBackMinutes')::int as look_back_minutes
     from run r join connection c on c.id = r.connection_id where r.id = $2 and r.team_id = $1`,
    [teamId, runId],
  );
  if (!row) return null;
  const [counts, log, mails, file, correctedBy] = await Promise.all([
    db.query<{ kind: IssueKind; code: string; count: number }[]>(
      'select kind, code, count(*)::int as count from row_issue where run_id = $1 group by kind, code',
      [runId],
    ),
    db.query<{ at: Date; message: string }[]>(
      'select at, message from (select id, at, message from run_log where run_id = $1 order by id desc limit $2) l order by id',
      [runId, LOG_LINES],
    ),
    db.query<{ address: string; state: 'waiting' | 'sent' | 'failed'; reason: string }[]>(
      'select address, state, reason from mail where run_id = $1 order by address',
      [runId],
    ),
    readRunFile(db, row.file_id),
    db.query<{ runId: string; corrected: number }[]>(
      `select id as "runId", rows_read - errors - skipped as corrected from run where corrects = $1 order by queued_at, id`,
      [runId],
    ),
  ]);
  return {
    ...toRunSummary(row),
    causes: causesOf(counts),
    question: row.hold === 'question' && row.question ? shownQuestion(row.question) : null,
    file,
    corrects: row.corrects,
    correctedBy,
    watermarkBefore: iso(row.watermark_before),
    watermarkAfter: iso(row.watermark_after),
    lookBackMinutes: row.look_back_minutes ?? 0,
    log: log.map((line) => ({ at: iso(line.at), message: line.message })),
    mails,
  };
}

function shownQuestion({ kind, before, after, columns = [] }: RunQuestion) {
  return { kind, before, after, columns: columns.map((column) => ({ ...column })) };
}
