import { isDeepStrictEqual } from 'node:util';
import type { Db } from '../../db/database.ts';
import { lockHeldRun, stopHeldRun } from '../../db/holds.ts';
import {
  readImportConfig,
  saveImportConfig,
  type ColumnAnswer,
  type ImportConfigRow,
  type NotifySettings,
} from '../../db/importConfigs.ts';
import { retagLeft } from '../../db/leftSource.ts';
import { notifyLive } from '../../db/live.ts';
import { lockTeamForMerge } from '../../db/lockTeam.ts';
import type { RecordType } from '../../domain/contact.ts';
import type { FieldMapping, OptOutMapping } from '../../domain/mappingTypes.ts';
import type { FileOptions } from '../../domain/sourceFile.ts';
import { plainFields, plainOptOut } from '../../domain/storedMapping.ts';
import { WEEKDAYS, WINDOW_NAMES, type Weekday, type WindowName } from '../../domain/windows.ts';
import type { SyncContext } from '../context.ts';
import { askVendor } from './askVendor.ts';
import { checkFiles } from './checkFiles.ts';
import { checkImport } from './checkImport.ts';
import { connectorOf, editClash, findConnection, type ConnectionKey } from './findConnection.ts';
import { findImport, shownSettings, type ImportSettingsView } from './importSettings.ts';
import { settingsRefused } from './updateConnection.ts';

/** What to change; an absent part is left alone. */
export interface ImportChange {
  /** As it was read; another one means that somebody saved meanwhile. */
  readonly version: number;
  readonly state?: 'off' | 'draft' | 'on';
  readonly source?: { readonly id: string } | null;
  /** How files are chosen, read and put away; all of it. */
  readonly files?: FileOptions;
  /** What stays answered about columns that a file lacks. */
  readonly columnAnswers?: readonly ColumnAnswer[];
  readonly fields?: FieldMapping;
  readonly optOut?: OptOutMapping | null;
  readonly windows?: readonly WindowName[];
  readonly notify?: NotifySettings;
  readonly lookBackMinutes?: number;
  readonly sweepDays?: readonly Weekday[];
  readonly leftTag?: string | null;
}

/**
 * Saves parts of an import's settings, checked as the whole would then stand. A changed source or mapping is checked
 * against what the vendor says now, so what can't be checked can't be saved either; windows, addresses and the state
 * can be saved while the vendor does not answer. What the import reads from then on differs, so its next run reads
 * everything and says why.
 *
 * @throws RequestError `connection_missing`, `record_type_missing`, `edit_clash`, `settings_refused` naming each field
 * @throws ConnectorError when a source or mapping has to be checked and the vendor does not answer
 */
export async function saveImport(
  ctx: SyncContext,
  key: ConnectionKey,
  recordType: RecordType,
  change: ImportChange,
): Promise<ImportSettingsView> {
  const { connection, config } = await findImport(ctx, key, recordType);
  if (config.version !== change.version) throw editClash('this import');
  const connector = connectorOf(ctx, connection);
  const changed = withChange(config, change, ctx.now());
  const { config: wanted, problems: fileProblems } = checkFiles(connector, changed, change);
  const problems = [...checkImport(wanted, connector), ...fileProblems];
  const sourceChosen = !!change.source && fileProblems.length === 0;
  const asked = await askVendor(ctx, connection, { before: config, wanted, sourceChosen });
  problems.push(...asked.problems);
  if (problems.length > 0) throw settingsRefused(problems);

  const stored = { ...asked.config, full_reason: fullReason(config, asked.config) };
  const retags = stored.left_tag !== config.left_tag;
  await ctx.dataSource.transaction(async (tx) => {
    // Before any row: a page holds this lock while it asks for the connection's.
    if (retags) await lockTeamForMerge(tx, key.teamId);
    // The vendor was asked without a lock; whoever saved meanwhile comes first.
    await findConnection(tx, key, { lock: true });
    const now = await readImportConfig(tx, connection.id, recordType, { lock: true });
    if (now?.version !== change.version) throw editClash('this import');
    // A run may have ended meanwhile; only what was decided here replaces what it left.
    await saveImportConfig(tx, {
      ...stored,
      full_reason: stored.full_reason === config.full_reason ? now.full_reason : stored.full_reason,
      source_count: stored.source_count === config.source_count ? now.source_count : stored.source_count,
    });
    if (retags) await retagLeft(tx, config, stored.left_tag);
    await endHeldRun(tx, config, stored, change.source !== undefined, ctx.now());
    await notifyLive(tx, { teamId: key.teamId, type: 'connection', id: connection.id });
  });
  const saved = await readImportConfig(ctx.dataSource.manager, connection.id, recordType);
  return shownSettings(ctx, saved ?? stored, connection);
}

/**
 * A run that waits would go on by the settings it was queued with, days later maybe. It ends when those are no longer
 * the import's; what it asks about the source is settled by choosing one.
 */
async function endHeldRun(
  tx: Db,
  before: ImportConfigRow,
  after: ImportConfigRow,
  sourceChosen: boolean,
  now: Date,
): Promise<void> {
  const run = await lockHeldRun(tx, { connectionId: after.connection_id, recordType: after.record_type });
  if (!run) return;
  const reads = (config: ImportConfigRow): unknown =>
    [config.source_id, config.source_definition, config.fields, config.opt_out, config.file_options];
  if (after.state !== 'on') await stopHeldRun(tx, run, 'The import was turned off.', now);
  else if (run.question && sourceChosen) await stopHeldRun(tx, run, 'The source was chosen anew.', now);
  else if (!isDeepStrictEqual(reads(before), reads(after)))
    await stopHeldRun(tx, run, 'The source or mapping was changed.', now);
}

function withChange(config: ImportConfigRow, change: ImportChange, now: Date): ImportConfigRow {
  const state = change.state ?? config.state;
  const windows = [...(change.windows ?? config.windows)].sort(
    (a, b) => WINDOW_NAMES.indexOf(a) - WINDOW_NAMES.indexOf(b),
  );
  const scheduledAnew = !isDeepStrictEqual(windows, config.windows) || (state === 'on' && config.state !== 'on');
  return {
    ...config,
    state,
    ...(change.source === null ? NO_SOURCE : {}),
    ...(change.source ? { source_id: change.source.id } : {}),
    file_options: change.files ?? config.file_options,
    column_answers: change.columnAnswers ? [...change.columnAnswers] : config.column_answers,
    fields: change.fields ? plainFields(change.fields) : config.fields,
    opt_out: change.optOut === undefined ? config.opt_out : change.optOut && plainOptOut(change.optOut, config.opt_out),
    windows,
    windows_since: scheduledAnew ? now : config.windows_since,
    notify: change.notify
      ? { ...change.notify, addresses: change.notify.addresses.map((address) => address.trim()) }
      : config.notify,
    look_back_minutes: change.lookBackMinutes ?? config.look_back_minutes,
    sweep_days: change.sweepDays ? WEEKDAYS.filter((day) => change.sweepDays?.includes(day)) : config.sweep_days,
    left_tag: change.leftTag === undefined ? config.left_tag : change.leftTag?.trim() || null,
  };
}

const NO_SOURCE = {
  source_id: null,
  source_name: null,
  source_kind: null,
  source_folder: null,
  source_filter: '',
  source_definition: null,
  source_count: null,
  full_run_calls: null,
  usual_run_calls: null,
} as const;

/** Why the next run reads everything, after a change; an import that never ran keeps its own reason. */
function fullReason(before: ImportConfigRow, after: ImportConfigRow): string | null {
  if (before.watermark_at === null && before.full_reason !== null) return before.full_reason;
  if (before.source_id !== after.source_id) return 'The source changed.';
  if (before.source_definition !== after.source_definition)
    return `What “${after.source_name ?? 'the source'}” selects changed.`;
  if (!isDeepStrictEqual(before.fields, after.fields)) return 'The field mapping changed.';
  if (!isDeepStrictEqual(before.opt_out, after.opt_out)) return 'The opt-out mapping changed.';
  return before.full_reason;
}
