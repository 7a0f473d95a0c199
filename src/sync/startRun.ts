import { notifyLive, RUN_CHANNEL } from '../db/live.ts';
import type { Db } from '../db/database.ts';
import type { RunKind } from '../db/reads/runSummary.ts';
import type { ColumnAnswer } from '../db/importConfigs.ts';
import type { RecordType } from '../domain/contact.ts';
import type { FieldMapping, OptOutMapping } from '../domain/mappingTypes.ts';
import type { FileOptions } from '../domain/sourceFile.ts';
import type { SyncContext } from './context.ts';
import { RequestError } from './errors.ts';

export interface RunRequest {
  readonly teamId: string;
  readonly connectionId: string;
  readonly recordType: RecordType;
  /** Reads everything, whatever the watermark says. */
  readonly full: boolean;
  /** Reads everything because the day is one of the import's sweep days. */
  readonly sweep?: boolean;
  /** A person's name, `Morning window`, `API`, `command line`. */
  readonly startedBy: string;
  /** Makes a scheduled start happen once, however many processes try. */
  readonly windowKey?: string;
  /** First run of a queue that imports several files one after another, when this one goes on with it. */
  readonly chain?: string;
  /** Reads this file of an admin's own instead of the source; whoever is not in it stays. */
  readonly upload?: RunUpload;
}

/** An upload in the ledger of files whose rows correct those of a run. */
export interface RunUpload {
  readonly fileId: string;
  readonly corrects: string;
  /** The import's, with the upload's own delimiter and encoding. */
  readonly options: FileOptions;
}

/** What a run works by, as it stood when it was queued. */
export interface RunSettings {
  readonly sourceId: string;
  readonly sourceName: string;
  readonly definition: string | null;
  readonly fields: FieldMapping;
  readonly optOut: OptOutMapping | null;
  readonly lookBackMinutes: number;
  /** How files are chosen, read and put away; null where sources are no files. */
  readonly files: FileOptions | null;
  /** What was answered about columns for this run alone. */
  readonly columnAnswers?: readonly ColumnAnswer[];
}

interface ConfigRow {
  state: string;
  source_id: string | null;
  source_name: string | null;
  source_definition: string | null;
  full_run_calls: number | null;
  usual_run_calls: number | null;
  fields: FieldMapping | null;
  opt_out: OptOutMapping | null;
  look_back_minutes: number;
  watermark_at: Date | null;
  full_reason: string | null;
  file_options: FileOptions | null;
}

/**
 * Queues a run and wakes the workers. It is a full one when asked for, when there is no watermark, or when the import's
 * settings say why everything has to be read again; else a sweep, which reads everything too, when asked for.
 *
 * @returns the run's ID
 * @throws RequestError `connection_missing`, `import_not_on`, `run_busy`
 */
export async function startRun(ctx: SyncContext, request: RunRequest): Promise<string> {
  return ctx.dataSource.transaction((tx) => queueRun(tx, ctx, request));
}

/** The same within a transaction. */
export async function queueRun(tx: Db, ctx: SyncContext, request: RunRequest): Promise<string> {
  const config = await readConfig(tx, request);
  if (config.state !== 'on' || !config.source_id || !config.fields) {
    throw new RequestError(
      'conflict',
      'import_not_on',
      `The import of this record type is not switched on. Choose a source and a mapping under Contact import, then run it.`,
    );
  }
  const { upload } = request;
  const files = upload?.options ?? config.file_options;
  const kind = upload ? 'incremental' : files ? kindOfFiles(files) : kindOfRun(request, config);
  const settings: RunSettings = {
    sourceId: config.source_id,
    sourceName: config.source_name ?? config.source_id,
    definition: config.source_definition,
    fields: config.fields,
    optOut: config.opt_out,
    lookBackMinutes: config.look_back_minutes,
    files,
  };
  const lookBackMs = config.look_back_minutes * 60_000;
  const since = kind === 'incremental' && !files ? new Date(config.watermark_at!.getTime() - lookBackMs) : null;
  const rows: { id: string }[] = await tx.query(
    `insert into run (team_id, connection_id, record_type, kind, state, started_by, window_key, settings, since,
       watermark_before, calls_forecast, queued_at, due_at, chain, file_id, corrects)
     values ($1, $2, $3, $4, 'queued', $5, $6, $7, $8, $9, $10, $11, $11, $12, $13, $14)
     on conflict do nothing returning id`,
    [
      request.teamId,
      request.connectionId,
      request.recordType,
      kind,
      request.startedBy,
      request.windowKey ?? null,
      JSON.stringify(settings),
      since,
      config.watermark_at,
      kind === 'incremental' ? config.usual_run_calls : config.full_run_calls,
      ctx.now(),
      request.chain ?? null,
      upload?.fileId ?? null,
      upload?.corrects ?? null,
    ],
  );
  const id = rows[0]?.id;
  if (!id) {
    throw new RequestError(
      'conflict',
      'run_busy',
      'An import of this record type is running or waiting to run. One runs at a time; follow it under Import history.',
    );
  }
  await notifyLive(tx, { teamId: request.teamId, type: 'run', id });
  await tx.query('select pg_notify($1, $2)', [RUN_CHANNEL, id]);
  return id;
}

function kindOfRun(request: RunRequest, config: ConfigRow): RunKind {
  if (request.full || config.watermark_at === null || config.full_reason !== null) return 'full';
  return request.sweep ? 'sweep' : 'incremental';
}

/** The newest file is all there is of a source, so whoever is not in it has left; one of several proves nothing. */
function kindOfFiles({ which }: FileOptions): RunKind {
  return which === 'newest' ? 'full' : 'incremental';
}

async function readConfig(tx: Db, request: RunRequest): Promise<ConfigRow> {
  const rows: ConfigRow[] = await tx.query(
    `select i.* from import_config i join connection k on k.id = i.connection_id
     where k.id = $1 and k.team_id = $2 and i.record_type = $3 and k.disconnected_at is null`,
    [request.connectionId, request.teamId, request.recordType],
  );
  if (!rows[0]) {
    throw new RequestError('not_found', 'connection_missing', 'This connection can’t be found in this team.');
  }
  return rows[0];
}

/**
 * Asks a run to stop. One that waits is cancelled at once; one that runs stops after the page in hand.
 * @throws RequestError `run_missing`, `run_over`
 */
export async function cancelRun(
  ctx: SyncContext,
  request: { readonly teamId: string; readonly runId: string },
): Promise<void> {
  await ctx.dataSource.transaction(async (tx) => {
    const rows: { state: string }[] = await tx.query(
      'select state from run where id::text = $1 and team_id = $2 for update',
      [request.runId, request.teamId],
    );
    const state = rows[0]?.state;
    if (!state) throw new RequestError('not_found', 'run_missing', 'This run can’t be found in this team.');
    if (state !== 'queued' && state !== 'running') {
      throw new RequestError('conflict', 'run_over', 'This run is over. There is nothing to cancel.');
    }
    await tx.query(
      // One that has read something is taken up at once, whatever it waits for, to end by the rules that move the
      // watermark.
      `update run set cancel_requested = true, due_at = least(due_at, $2), hold = null,
         state = case when state = 'queued' and pages = 0 then 'cancelled' else state end,
         finished_at = case when state = 'queued' and pages = 0 then $2::timestamptz end
       where id::text = $1`,
      [request.runId, ctx.now()],
    );
    await notifyLive(tx, { teamId: request.teamId, type: 'run', id: request.runId });
    await tx.query('select pg_notify($1, $2)', [RUN_CHANNEL, request.runId]);
  });
}
