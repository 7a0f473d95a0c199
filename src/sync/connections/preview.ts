import type { OpenConnection } from '../../contract/connector.ts';
import { ConnectorError } from '../../contract/errors.ts';
import { addCalls } from '../../db/callCount.ts';
import type { ConnectionRow } from '../../db/entities.ts';
import type { ImportConfigRow } from '../../db/importConfigs.ts';
import { endPreview, insertPreview, notePreviewRows } from '../../db/previews.ts';
import { readTeamFields } from '../../db/teamFields.ts';
import type { RecordType, TeamField } from '../../domain/contact.ts';
import type { MappedRow } from '../../domain/draft.ts';
import { compileMapping } from '../../domain/mapRow.ts';
import type { FieldMapping } from '../../domain/mappingTypes.ts';
import { applyPage, type PageResult } from '../applyPage.ts';
import type { SyncContext } from '../context.ts';
import { RequestError } from '../errors.ts';
import { openConnection } from '../openConnection.ts';
import { clearFault, noteFault } from './faults.ts';
import type { ConnectionKey } from './findConnection.ts';
import { findImport } from './importSettings.ts';
import { tallyPages, type PreviewResult } from './previewResult.ts';

/** What is read of a source at most: enough to judge a mapping by, and quickly. */
const MAX_PAGES = 5;
const PATIENCE_MS = 5 * 60_000;
/** A preview that has been running for longer was cut off with its process. */
export const PREVIEW_LOST_MS = 10 * 60_000;

/** Previews under way in this process, to be stopped with it. */
const underWay = new WeakMap<SyncContext, Set<{ readonly stop: AbortController; done: Promise<void> }>>();

/**
 * Starts a dry run of an import: the source's first rows go through the mapping, the rules and the merge of a real run,
 * in a transaction that is rolled back. It goes on after this answers; `readPreview` tells how far it is.
 *
 * @returns the preview's ID
 * @throws RequestError `connection_missing`, `record_type_missing`, `import_incomplete`
 */
export async function startPreview(ctx: SyncContext, key: ConnectionKey, recordType: RecordType): Promise<string> {
  const { connection, config } = await findImport(ctx, key, recordType);
  const { source_id: sourceId, fields } = config;
  if (sourceId === null || fields === null) {
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
    source_name: config.source_name ?? sourceId,
    created_at: ctx.now(),
  });
  const stop = new AbortController();
  const mine = { stop, done: Promise.resolve() };
  const all = underWay.get(ctx) ?? new Set();
  underWay.set(ctx, all.add(mine));
  mine.done = work(ctx, id, connection, { ...config, source_id: sourceId, fields }, stop.signal).finally(() =>
    all.delete(mine),
  );
  return id;
}

/** Stops the previews of this process and waits until they have ended; for shutting down. */
export async function stopPreviews(ctx: SyncContext): Promise<void> {
  const all = [...(underWay.get(ctx) ?? [])];
  for (const one of all) one.stop.abort();
  await Promise.all(all.map((one) => one.done));
}

type CompleteConfig = ImportConfigRow & { readonly source_id: string; readonly fields: FieldMapping };

/** Never rejects: whatever happens is written into the preview. */
async function work(
  ctx: SyncContext,
  id: string,
  connection: ConnectionRow,
  config: CompleteConfig,
  stop: AbortSignal,
): Promise<void> {
  const db = ctx.dataSource.manager;
  const signal = AbortSignal.any([stop, AbortSignal.timeout(PATIENCE_MS)]);
  let open: OpenConnection | null = null;
  try {
    open = openConnection(ctx, connection);
    const result = await dryRun(ctx, id, connection, config, open, signal);
    await endPreview(db, connection.team_id, id, { result });
    await clearFault(db, connection.id);
    await db.query('update import_config set previewed_at = $3 where connection_id = $1 and record_type = $2', [
      connection.id,
      config.record_type,
      ctx.now(),
    ]);
  } catch (error) {
    try {
      if (error instanceof ConnectorError) await noteFault(db, connection.id, error);
      await endPreview(db, connection.team_id, id, { error: problemOf(error, stop, signal) });
      if (!(error instanceof ConnectorError) && !signal.aborted)
        ctx.log.error('a preview failed', { previewId: id, error: String(error) });
    } catch (lost) {
      ctx.log.error('a preview could not be ended', { previewId: id, error: String(lost) });
    }
  } finally {
    if (open) {
      await open.close().catch(() => undefined);
      await addCalls(db, connection.id, ctx.now(), open.callsUsed()).catch(() => undefined);
    }
  }
}

async function dryRun(
  ctx: SyncContext,
  id: string,
  connection: ConnectionRow,
  config: CompleteConfig,
  open: OpenConnection,
  signal: AbortSignal,
): Promise<PreviewResult> {
  const teamFields = await readTeamFields(ctx.dataSource.manager, connection.team_id);
  const mapping = compileMapping({ fields: config.fields, optOut: config.opt_out }, teamFields);
  const request = {
    recordType: config.record_type,
    sourceId: config.source_id,
    fields: mapping.fields,
    since: null,
    after: null,
    expectedDefinition: null,
  };
  const pages: MappedRow[][] = [];
  let complete = false;
  let sourceRows: number | null = null;
  let rowsFetched = 0;
  for await (const page of open.pull(request, signal)) {
    if (pages.length === 0) sourceRows = page.sourceRows;
    pages.push(page.rows.map(mapping.toDraft));
    rowsFetched += page.rows.length;
    await notePreviewRows(ctx.dataSource.manager, connection.team_id, id, rowsFetched);
    complete = page.last;
    if (page.last || pages.length === MAX_PAGES) break;
  }
  const results = await applyAndUndo(ctx, connection, config, pages);
  return {
    complete,
    sourceRows,
    callsSpent: open.callsUsed(),
    fullRunCalls: config.full_run_calls,
    ...tallyPages(results, fieldLabels(teamFields)),
  };
}

/** Custom fields are told apart by their key; people know them by their label. */
function fieldLabels(teamFields: readonly TeamField[]): (field: string) => string {
  const labels = new Map(teamFields.map((field) => [field.key, field.label]));
  return (field) => labels.get(field) ?? field;
}

/**
 * Everything is read before the transaction begins: it holds the team's merge lock and must not wait for the vendor.
 */
async function applyAndUndo(
  ctx: SyncContext,
  connection: ConnectionRow,
  config: CompleteConfig,
  pages: readonly (readonly MappedRow[])[],
): Promise<PageResult[]> {
  const results: PageResult[] = [];
  const runner = ctx.dataSource.createQueryRunner();
  try {
    await runner.startTransaction();
    let firstRow = 1;
    for (const rows of pages) {
      const page = {
        teamId: connection.team_id,
        connectionId: connection.id,
        connectionName: connection.name,
        recordType: config.record_type,
      };
      const rules = { optOut: config.opt_out, assignsUsers: config.fields.userId !== null };
      results.push(
        await applyPage(runner.manager, {
          ...page,
          ...rules,
          runId: null,
          rows,
          firstRow,
          now: ctx.now(),
          details: true,
        }),
      );
      firstRow += rows.length;
    }
    return results;
  } finally {
    if (runner.isTransactionActive) await runner.rollbackTransaction();
    await runner.release();
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
      message: 'The source took longer than five minutes. Nothing was stored. Preview again later.',
    };
  return {
    code: 'internal',
    message:
      'Something in Rollcall itself went wrong. Nothing was stored. Preview again, and report it if it happens again.',
  };
}
