import type { OpenConnection } from '../../contract/connector.ts';
import { ConnectorError } from '../../contract/errors.ts';
import { addCalls } from '../../db/callCount.ts';
import type { ConnectionRow } from '../../db/entities.ts';
import { endPreview, insertPreview } from '../../db/previews.ts';
import type { RecordType } from '../../domain/contact.ts';
import type { SyncContext } from '../context.ts';
import { RequestError } from '../errors.ts';
import { openConnection } from '../openConnection.ts';
import { dryRun, type CompleteConfig } from './dryRun.ts';
import { clearFault, noteFault } from './faults.ts';
import type { ConnectionKey } from './findConnection.ts';
import { findImport } from './importSettings.ts';

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
    const result = await dryRun(ctx, { id, connection, config, open }, signal);
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
