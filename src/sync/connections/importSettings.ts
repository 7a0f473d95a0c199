import { readImportConfig, type ImportConfigRow } from '../../db/importConfigs.ts';
import { readImportMissedWindows } from '../../db/reads/missedWindows.ts';
import { startsOf } from '../../db/reads/nextStarts.ts';
import type { ConnectionRow } from '../../db/entities.ts';
import type { RecordType } from '../../domain/contact.ts';
import { optOutSentence } from '../../domain/optOut.ts';
import type { SyncContext } from '../context.ts';
import { RequestError } from '../errors.ts';
import { connectorOf, findConnection, sourceKindOf, type ConnectionKey } from './findConnection.ts';

const STARTS_SHOWN = 5;

/** One record type's import as an admin edits it. */
export type ImportSettingsView = Awaited<ReturnType<typeof shownSettings>>;

/** @throws RequestError `connection_missing`, `record_type_missing` */
export async function readImportSettings(
  ctx: SyncContext,
  key: ConnectionKey,
  recordType: RecordType,
): Promise<ImportSettingsView> {
  const { connection, config } = await findImport(ctx, key, recordType);
  return shownSettings(ctx, config, connection);
}

/** @throws RequestError `connection_missing`, `record_type_missing` */
export async function findImport(
  ctx: SyncContext,
  key: ConnectionKey,
  recordType: RecordType,
): Promise<{ connection: ConnectionRow; config: ImportConfigRow }> {
  const connection = await findConnection(ctx.dataSource.manager, key);
  const config = await readImportConfig(ctx.dataSource.manager, connection.id, recordType);
  if (!config)
    throw new RequestError(
      'not_found',
      'record_type_missing',
      `This connection does not import records of type ${recordType}.`,
    );
  return { connection, config };
}

export async function shownSettings(ctx: SyncContext, config: ImportConfigRow, connection: ConnectionRow) {
  const { source_id: id, source_name: name, source_kind: kind, source_folder: folder } = config;
  return {
    recordType: config.record_type,
    state: config.state,
    version: config.version,
    source: id === null ? null : { id, name: name ?? id, kind: kind ?? '', folder },
    ...sourceKindOf(connectorOf(ctx, connection), kind),
    files: config.file_options,
    columnAnswers: config.column_answers,
    fields: config.fields,
    optOut: config.opt_out,
    optOutSentence: config.opt_out === null ? '' : optOutSentence(config.opt_out),
    windows: config.windows,
    notify: config.notify,
    lookBackMinutes: config.look_back_minutes,
    fullReason: config.full_reason,
    nextStarts: startsOf(
      {
        connectionId: config.connection_id,
        recordType: config.record_type,
        windows: config.windows,
        state: config.state,
        schedulePaused: connection.schedule_paused,
      },
      ctx.now(),
      STARTS_SHOWN,
    ),
    sourceCount: config.source_count,
    fullRunCalls: config.full_run_calls,
    usualRunCalls: config.usual_run_calls,
    sweepDays: config.sweep_days,
    leftTag: config.left_tag,
    missedWindows: await readImportMissedWindows(
      ctx.dataSource.manager,
      { connectionId: config.connection_id, recordType: config.record_type },
      ctx.now(),
    ),
  };
}
