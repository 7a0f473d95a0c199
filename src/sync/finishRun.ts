import { notifyLive, RUN_CHANNEL } from '../db/live.ts';
import { lockTeamForMerge } from '../db/lockTeam.ts';
import { countNameless, markImported, readFile } from '../db/sourceFiles.ts';
import { forgetSeen } from '../db/sourceSeen.ts';
import { LeaseLost, logRun, type ClaimedRun } from '../db/runs.ts';
import type { RunKind } from '../db/reads/runSummary.ts';
import type { SyncContext } from './context.ts';
import { queueNextFile } from './files/queueNextFile.ts';
import { moveWatermark } from './moveWatermark.ts';
import { lookForPeopleWhoLeft, markPeopleWhoLeft } from './peopleWhoLeft.ts';
import { queueRunMails } from './runMails.ts';
import type { RunSettings } from './startRun.ts';

export type Ending =
  | { readonly kind: 'complete' }
  /** There was no file to read, and need not be. */
  | { readonly kind: 'nothing'; readonly note: string }
  | { readonly kind: 'cancelled' }
  | { readonly kind: 'failed'; readonly code: string; readonly message: string; readonly vendorMessage: string };

interface EndedRow {
  state: string;
  kind: RunKind;
  rows_read: number;
  source_rows: number | null;
  errors: number;
  last_modified_at: Date | null;
  last_record_id: string | null;
  source_time: Date | null;
  source_definition: string | null;
  unordered: boolean;
  error_code: string | null;
  error_message: string | null;
  settings: RunSettings;
  file_id: string | null;
}

/**
 * Ends a run: its state, the import's watermark, the mails, in one transaction.
 *
 * The watermark follows what was committed, also when the run was cancelled or failed (`watermarkAfter`). A file is
 * imported with its last page, or begun anew; where several wait, the next run is queued with the end of this one.
 *
 * @throws LeaseLost
 */
export async function finishRun(ctx: SyncContext, run: ClaimedRun, owner: string, ending: Ending): Promise<void> {
  const now = ctx.now();
  const looks = run.collectsSeen && ending.kind === 'complete';
  const missed = looks ? await lookForPeopleWhoLeft(ctx.dataSource.manager, run) : null;
  await ctx.dataSource.transaction(async (tx) => {
    // Before the run's row: a page takes them in this order.
    if (missed && missed.unmet.length > 0) await lockTeamForMerge(tx, run.teamId);
    const found: EndedRow[] = await tx.query(
      `select * from run where id = $1 and lease_owner = $2 and state = 'running' for update`,
      [run.id, owner],
    );
    const row = found[0];
    if (!row) throw new LeaseLost(run.id);
    const short = ending.kind === 'complete' && row.source_rows !== null && row.rows_read < row.source_rows;
    const state = stateOf(ending, row.errors > 0 || short);
    const whole = ending.kind === 'complete' && !short;
    const file = row.file_id === null ? null : await readFile(tx, row.file_id);
    const isUpload = file?.origin === 'upload';
    // One whose rows did not all come is no more imported than one that failed: it is neither moved nor deleted.
    if (file && whole) {
      await markImported(tx, file.id, row.settings.files?.after === 'leave', now);
    }
    // Of a file that is not all in, nothing is proved: the next run reads it from its beginning.
    const movesWatermark = row.settings.files ? whole && !isUpload : true;
    const watermark = !movesWatermark
      ? null
      : await moveWatermark(tx, {
          connectionId: run.connectionId,
          recordType: run.recordType,
          kind: row.kind,
          settings: row.settings,
          definition: row.source_definition,
          sourceCount: whole && row.kind !== 'incremental' ? (row.source_rows ?? row.rows_read) : null,
          whole,
          unordered: row.unordered && !file,
          last: file
            ? { modifiedAt: file.modifiedAt, recordId: null }
            : row.last_modified_at && { modifiedAt: row.last_modified_at, recordId: row.last_record_id },
          sourceTime: file ? file.modifiedAt : row.source_time,
        });
    const rows = {
      // A file was read whole; how many different people are in it is another question.
      source: file ? null : row.source_rows,
      read: row.rows_read,
      nameless: file && missed && missed.unmet.length > 0 ? await countNameless(tx, run.id) : 0,
    };
    const left = missed ? await markPeopleWhoLeft(tx, run, missed, rows, now) : 0;
    await forgetSeen(tx, run.id);
    await tx.query(
      `update run set state = $2, finished_at = $3, lease_owner = null, lease_expires_at = null, rows_per_second = null,
         watermark_after = $4, error_code = $5, error_message = $6, error_vendor = $7, left_source = $8, note = $9
       where id = $1`,
      [
        run.id,
        state,
        now,
        watermark,
        // One that was kept stopped has its reason already.
        ending.kind === 'failed' ? ending.code : short ? 'rows_short' : row.error_code,
        ending.kind === 'failed' ? ending.message : short ? rowsShort(row) : row.error_message,
        ending.kind === 'failed' ? ending.vendorMessage : null,
        left,
        ending.kind === 'nothing' ? ending.note : null,
      ],
    );
    await logRun(tx, run.id, now, lastLine(ending, row, short));
    if (file && !isUpload) await queueNextFile(tx, ctx, { ...run, settings: row.settings, file }, ending);
    await queueRunMails(tx, ctx, run.id, now);
    await notifyLive(tx, { teamId: run.teamId, type: 'run', id: run.id });
    await notifyLive(tx, { teamId: run.teamId, type: 'connection', id: run.connectionId });
    // Another run of the connection may have waited for this one.
    await tx.query('select pg_notify($1, $2)', [RUN_CHANNEL, run.id]);
  });
}

function stateOf(ending: Ending, withErrors: boolean): string {
  if (ending.kind === 'nothing') return 'succeeded';
  if (ending.kind !== 'complete') return ending.kind;
  return withErrors ? 'completed_with_errors' : 'succeeded';
}

function rowsShort(row: EndedRow): string {
  return (
    `The source said it had ${row.source_rows} rows and gave ${row.rows_read}. Records may have left it while it was read. ` +
    'Run a full import to be sure.'
  );
}

function lastLine(ending: Ending, row: EndedRow, short: boolean): string {
  if (ending.kind === 'nothing') return ending.note;
  if (row.settings.files && ending.kind !== 'complete') return fileLine(ending, row);
  if (ending.kind === 'failed') return `${ending.message} Kept its place at row ${row.rows_read}.`;
  if (ending.kind === 'cancelled') return `Cancelled. ${row.rows_read} rows are in; the next run goes on from there.`;
  return short ? rowsShort(row) : `Done: ${row.rows_read} rows.`;
}

function fileLine(ending: Exclude<Ending, { kind: 'complete' | 'nothing' }>, { rows_read: read, file_id: file }: EndedRow): string {
  const next = file === null ? '' : ` ${read} rows are in; the next run reads the file from its beginning.`;
  return ending.kind === 'failed' ? `${ending.message}${read > 0 ? next : ''}` : `Cancelled.${next}`;
}
