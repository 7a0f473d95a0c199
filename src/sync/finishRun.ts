import type { Db } from '../db/database.ts';
import { notifyLive, RUN_CHANNEL } from '../db/live.ts';
import { LeaseLost, logRun, type ClaimedRun } from '../db/runs.ts';
import type { RunKind } from '../db/reads/runSummary.ts';
import type { SyncContext } from './context.ts';
import { queueRunMails } from './runMails.ts';
import type { RunSettings } from './startRun.ts';

export type Ending =
  | { readonly kind: 'complete' }
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
  settings: RunSettings;
}

/**
 * Ends a run: its state, the import's watermark, the mails, in one transaction.
 *
 * The watermark follows what was committed, also when the run was cancelled or failed: pages come in (modified, ID)
 * order, so everything up to the last committed row is in. It never passes the instant the source's clock showed when
 * the run began. When the import's settings were changed while it ran, the watermark stays: the next run reads
 * everything under the new ones.
 *
 * @throws LeaseLost
 */
export async function finishRun(ctx: SyncContext, run: ClaimedRun, owner: string, ending: Ending): Promise<void> {
  const now = ctx.now();
  await ctx.dataSource.transaction(async (tx) => {
    const found: EndedRow[] = await tx.query(
      `select * from run where id = $1 and lease_owner = $2 and state = 'running' for update`,
      [run.id, owner],
    );
    const row = found[0];
    if (!row) throw new LeaseLost(run.id);
    const short = ending.kind === 'complete' && row.source_rows !== null && row.rows_read < row.source_rows;
    const state =
      ending.kind !== 'complete' ? ending.kind : row.errors > 0 || short ? 'completed_with_errors' : 'succeeded';
    const watermark = await moveWatermark(tx, run, row);
    await tx.query(
      `update run set state = $2, finished_at = $3, lease_owner = null, lease_expires_at = null, rows_per_second = null,
         watermark_after = $4, error_code = $5, error_message = $6, error_vendor = $7
       where id = $1`,
      [
        run.id,
        state,
        now,
        watermark,
        ending.kind === 'failed' ? ending.code : short ? 'rows_short' : null,
        ending.kind === 'failed' ? ending.message : short ? rowsShort(row) : null,
        ending.kind === 'failed' ? ending.vendorMessage : null,
      ],
    );
    await logRun(tx, run.id, now, lastLine(ending, row, short));
    await queueRunMails(tx, ctx, run.id, now);
    await notifyLive(tx, { teamId: run.teamId, type: 'run', id: run.id });
    await notifyLive(tx, { teamId: run.teamId, type: 'connection', id: run.connectionId });
    // Another run of the connection may have waited for this one.
    await tx.query('select pg_notify($1, $2)', [RUN_CHANNEL, run.id]);
  });
}

/** @returns the watermark after the run; null when none could be set */
async function moveWatermark(tx: Db, run: ClaimedRun, row: EndedRow): Promise<Date | null> {
  if (!row.last_modified_at || !row.source_time) return null;
  const clamped = row.last_modified_at > row.source_time;
  const at = clamped ? row.source_time : row.last_modified_at;
  const [rows]: [{ watermark_at: Date }[], number] = await tx.query(
    `update import_config set
       watermark_at = case when $4 = 'full' or watermark_at is null or watermark_at < $5 then $5 else watermark_at end,
       watermark_id = case when $4 = 'full' or watermark_at is null or watermark_at < $5 then $6 else watermark_id end,
       source_definition = coalesce($7, source_definition),
       full_reason = case when $4 = 'full' then null else full_reason end
     where connection_id = $1 and record_type = $2
       and source_id = $3::jsonb->>'sourceId' and fields = $3::jsonb->'fields'
       and coalesce(opt_out, 'null'::jsonb) = coalesce($3::jsonb->'optOut', 'null'::jsonb)
     returning watermark_at`,
    [
      run.connectionId,
      run.recordType,
      JSON.stringify(row.settings),
      row.kind,
      at,
      clamped ? null : row.last_record_id,
      row.source_definition,
    ],
  );
  return rows[0]?.watermark_at ?? null;
}

function rowsShort(row: EndedRow): string {
  return (
    `The source said it had ${row.source_rows} rows and gave ${row.rows_read}. Records may have left it while it was read. ` +
    'Run a full import to be sure.'
  );
}

function lastLine(ending: Ending, row: EndedRow, short: boolean): string {
  if (ending.kind === 'failed') return `${ending.message} Kept its place at row ${row.rows_read}.`;
  if (ending.kind === 'cancelled') return `Cancelled. ${row.rows_read} rows are in; the next run goes on from there.`;
  return short ? rowsShort(row) : `Done: ${row.rows_read} rows.`;
}
