import { isDeepStrictEqual } from 'node:util';
import type { OpenConnection } from '../../contract/connector.ts';
import { ConnectorError } from '../../contract/errors.ts';
import { addCalls } from '../../db/callCount.ts';
import { endPreview, insertPreview, PreviewTaken, readPreview, takeUpPreview } from '../../db/previews.ts';
import type { ImportConfigRow } from '../../db/importConfigs.ts';
import type { RecordType } from '../../domain/contact.ts';
import type { SyncContext } from '../context.ts';
import { RequestError } from '../errors.ts';
import { openConnection } from '../openConnection.ts';
import { dryRun } from './dryRun.ts';
import { clearFault, noteFault } from './faults.ts';
import type { ConnectionKey } from './findConnection.ts';
import { findImport } from './importSettings.ts';
import type { CompleteConfig, PreviewedUpload, PreviewWork } from './previewPart.ts';
import type { PreviewBasis, PreviewResult } from './previewResult.ts';

/** How long a preview waits for a page. */
const PATIENCE_MS = 5 * 60_000;
/** A preview whose reader gave no sign of life for longer was cut off with its process. */
export const PREVIEW_LOST_MS = 10 * 60_000;

/** Previews under way in this process, to be stopped with it. */
const underWay = new WeakMap<SyncContext, Set<{ readonly stop: AbortController; done: Promise<void> }>>();

/**
 * Starts a dry run of an import: the source's first rows go through the mapping, the rules and the merge of a real run,
 * in a transaction that is rolled back. It goes on after this answers; `viewPreview` tells how far it is.
 *
 * @param upload - reads this file instead of the source
 * @returns the preview's ID
 * @throws RequestError `connection_missing`, `record_type_missing`, `import_incomplete`
 */
export async function startPreview(
  ctx: SyncContext,
  key: ConnectionKey,
  recordType: RecordType,
  upload: PreviewedUpload | null = null,
): Promise<string> {
  const { connection, config } = await findImport(ctx, key, recordType);
  const complete = completeConfig(config);
  if (!complete) {
    throw new RequestError(
      'conflict',
      'import_incomplete',
      'There is nothing to preview yet. Choose a source and map its fields first.',
    );
  }
  const id = await insertPreview(ctx.dataSource.manager, {
    team_id: key.teamId,
    connection_id: connection.id,
    record_type: recordType,
    source_name: config.source_name ?? complete.source_id,
    created_at: ctx.now(),
    file_id: upload?.fileId ?? null,
    corrects: upload?.corrects ?? null,
  });
  const row = { id, cursor: null, pages: 0, result: null, file_id: upload?.fileId ?? null };
  begin(ctx, { row, connection, config: complete, upload }, { all: false });
  return id;
}

/**
 * Reads on for a preview from where it stopped, in the same way, and adds to what it told.
 * @param options.all - to the source's end; otherwise as many pages as at first
 * @throws RequestError `preview_missing`, `preview_complete`, `preview_outdated`, `preview_busy`; `connection_missing`
 */
export async function readMore(
  ctx: SyncContext,
  of: { readonly teamId: string; readonly previewId: string },
  options: { readonly all: boolean },
): Promise<void> {
  const db = ctx.dataSource.manager;
  const row = await readPreview(db, of.teamId, of.previewId);
  if (!row) throw previewMissing();
  const key = { teamId: of.teamId, connectionId: row.connection_id };
  const { connection, config } = await findImport(ctx, key, row.record_type);
  const complete = completeConfig(config);
  const result = row.result as PreviewResult | null;
  if (result?.complete) {
    throw new RequestError('conflict', 'preview_complete', 'Every row of the source is in this preview already.');
  }
  // How an upload is read is not kept.
  if (!complete || row.corrects !== null || (result && !isBasedOn(result.basis, complete))) {
    throw new RequestError(
      'conflict',
      'preview_outdated',
      'The import’s settings were changed since this preview was begun. Preview again.',
    );
  }
  const now = ctx.now();
  if (!(await takeUpPreview(db, row.id, now, new Date(now.getTime() - PREVIEW_LOST_MS)))) {
    throw new RequestError(
      'conflict',
      'preview_busy',
      'This preview is being read, or its beginning could not be. Wait until it has ended, or preview again.',
    );
  }
  begin(ctx, { row: { ...row, result }, connection, config: complete, upload: null }, options);
}

export function previewMissing(): RequestError {
  return new RequestError('not_found', 'preview_missing', 'This preview can’t be found in this team.');
}

function completeConfig(config: ImportConfigRow): CompleteConfig | null {
  const { source_id: sourceId, fields } = config;
  return sourceId === null || fields === null ? null : { ...config, source_id: sourceId, fields };
}

function isBasedOn(basis: PreviewBasis, config: CompleteConfig): boolean {
  return (
    basis.sourceId === config.source_id &&
    isDeepStrictEqual(basis.fields, config.fields) &&
    isDeepStrictEqual(basis.optOut, config.opt_out)
  );
}

function begin(ctx: SyncContext, preview: PreviewWork, options: { readonly all: boolean }): void {
  const stop = new AbortController();
  const mine = { stop, done: Promise.resolve() };
  const all = underWay.get(ctx) ?? new Set();
  underWay.set(ctx, all.add(mine));
  mine.done = work(ctx, preview, options, stop.signal).finally(() => all.delete(mine));
}

/** Stops the previews of this process and waits until they have ended; for shutting down. */
export async function stopPreviews(ctx: SyncContext): Promise<void> {
  const all = [...(underWay.get(ctx) ?? [])];
  for (const one of all) one.stop.abort();
  await Promise.all(all.map((one) => one.done));
}

/** Never rejects: whatever happens is written into the preview. */
async function work(
  ctx: SyncContext,
  preview: PreviewWork,
  options: { readonly all: boolean },
  stop: AbortSignal,
): Promise<void> {
  const db = ctx.dataSource.manager;
  const { row, connection, config } = preview;
  const late = new AbortController();
  const signal = AbortSignal.any([stop, late.signal]);
  const patience = setTimeout(() => late.abort(), PATIENCE_MS);
  let open: OpenConnection | null = null;
  try {
    open = openConnection(ctx, connection);
    await dryRun(ctx, preview, open, { ...options, onPage: () => patience.refresh() }, signal);
    await endPreview(db, connection.team_id, row.id, null);
    await clearFault(db, connection.id);
    await db.query('update import_config set previewed_at = $3 where connection_id = $1 and record_type = $2', [
      connection.id,
      config.record_type,
      ctx.now(),
    ]);
  } catch (error) {
    // Whoever took it over tells how it ends.
    if (error instanceof PreviewTaken) return;
    try {
      if (error instanceof ConnectorError) await noteFault(db, connection.id, error);
      await endPreview(db, connection.team_id, row.id, problemOf(error, stop, signal));
      if (!(error instanceof ConnectorError) && !signal.aborted)
        ctx.log.error('a preview failed', { previewId: row.id, error: String(error) });
    } catch (lost) {
      ctx.log.error('a preview could not be ended', { previewId: row.id, error: String(lost) });
    }
  } finally {
    clearTimeout(patience);
    if (open) {
      await open.close().catch(() => undefined);
      await addCalls(db, connection.id, ctx.now(), open.callsUsed(), open.usage()).catch(() => undefined);
    }
  }
}

/** What the preview's page shows in place of a result. */
function problemOf(error: unknown, stop: AbortSignal, signal: AbortSignal): { code: string; message: string } {
  if (error instanceof ConnectorError) return { code: error.code, message: error.message };
  if (stop.aborted)
    return {
      code: 'preview_stopped',
      message: 'Rollcall was stopped while this preview was read. Nothing was stored. Preview again.',
    };
  if (signal.aborted)
    return {
      code: 'TIMEOUT',
      message: 'The source gave no rows for five minutes. Nothing was stored. Preview again later.',
    };
  return {
    code: 'internal',
    message:
      'Something in Rollcall itself went wrong. Nothing was stored. Preview again, and report it if it happens again.',
  };
}
