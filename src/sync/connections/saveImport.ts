import { isDeepStrictEqual } from 'node:util';
import type { FieldProblem, SourceDescription } from '../../contract/connector.ts';
import { ConnectorError } from '../../contract/errors.ts';
import type { ConnectionRow } from '../../db/entities.ts';
import {
  readImportConfig,
  saveImportConfig,
  type ImportConfigRow,
  type NotifySettings,
} from '../../db/importConfigs.ts';
import { notifyLive } from '../../db/live.ts';
import { readTeamFields } from '../../db/teamFields.ts';
import type { RecordType } from '../../domain/contact.ts';
import type { FieldMapping, OptOutMapping } from '../../domain/mappingTypes.ts';
import { WINDOW_NAMES, type WindowName } from '../../domain/windows.ts';
import type { SyncContext } from '../context.ts';
import { checkImport, checkMappings } from './checkImport.ts';
import { connectorOf, editClash, findConnection, type ConnectionKey } from './findConnection.ts';
import { findImport, shownSettings, type ImportSettingsView } from './importSettings.ts';
import { settingsRefused } from './updateConnection.ts';
import { useConnection } from './useConnection.ts';

/** What to change; an absent part is left alone. */
export interface ImportChange {
  /** As it was read; another one means that somebody saved meanwhile. */
  readonly version: number;
  readonly state?: 'off' | 'draft' | 'on';
  readonly source?: { readonly id: string } | null;
  readonly fields?: FieldMapping;
  readonly optOut?: OptOutMapping | null;
  readonly windows?: readonly WindowName[];
  readonly notify?: NotifySettings;
  readonly lookBackMinutes?: number;
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
  const wanted = withChange(config, change);
  const problems = checkImport(wanted, connectorOf(ctx, connection));
  const asked = await askVendor(ctx, connection, config, wanted, change);
  problems.push(...asked.problems);
  if (problems.length > 0) throw settingsRefused(problems);

  const stored = { ...asked.config, full_reason: fullReason(config, asked.config) };
  await ctx.dataSource.transaction(async (tx) => {
    // The vendor was asked without a lock; whoever saved meanwhile comes first.
    await findConnection(tx, key, { lock: true });
    const now = await readImportConfig(tx, connection.id, recordType, { lock: true });
    if (now?.version !== change.version) throw editClash('this import');
    // A run may have ended meanwhile; only a reason of ours replaces what it left.
    await saveImportConfig(
      tx,
      stored.full_reason === config.full_reason ? { ...stored, full_reason: now.full_reason } : stored,
    );
    await notifyLive(tx, { teamId: key.teamId, type: 'connection', id: connection.id });
  });
  const saved = await readImportConfig(ctx.dataSource.manager, connection.id, recordType);
  return shownSettings(saved ?? stored, connection, ctx.now());
}

function withChange(config: ImportConfigRow, change: ImportChange): ImportConfigRow {
  return {
    ...config,
    state: change.state ?? config.state,
    ...(change.source === null ? NO_SOURCE : {}),
    ...(change.source ? { source_id: change.source.id } : {}),
    fields: change.fields ? plainFields(change.fields) : config.fields,
    opt_out: change.optOut === undefined ? config.opt_out : change.optOut && plainOptOut(change.optOut),
    windows: change.windows
      ? [...change.windows].sort((a, b) => WINDOW_NAMES.indexOf(a) - WINDOW_NAMES.indexOf(b))
      : config.windows,
    notify: change.notify
      ? { ...change.notify, addresses: change.notify.addresses.map((address) => address.trim()) }
      : config.notify,
    look_back_minutes: change.lookBackMinutes ?? config.look_back_minutes,
  };
}

/** Only what is known is stored, and no choice is null, so that equal mappings are equal texts. */
function plainFields({
  firstName,
  firstNameFallback,
  lastName,
  mobile,
  userId,
  additional,
}: FieldMapping): FieldMapping {
  return {
    firstName,
    firstNameFallback: firstNameFallback || null,
    lastName,
    mobile,
    userId: userId || null,
    additional: additional.map(({ source, field }) => ({ source, field })),
  };
}

function plainOptOut(mapping: OptOutMapping): OptOutMapping {
  if (mapping.kind === 'checkbox') return { kind: 'checkbox', field: mapping.field, ticked: mapping.ticked };
  const { field, optedInValue, optedOutValue, empty } = mapping;
  return { kind: 'picklist', field, optedInValue, optedOutValue, empty };
}

const NO_SOURCE = {
  source_id: null,
  source_name: null,
  source_kind: null,
  source_definition: null,
  source_count: null,
  full_run_calls: null,
} as const;

/** Describes a source that was chosen, and checks a mapping that changed or that is being turned on. */
async function askVendor(
  ctx: SyncContext,
  connection: ConnectionRow,
  before: ImportConfigRow,
  wanted: ImportConfigRow,
  change: ImportChange,
): Promise<{ config: ImportConfigRow; problems: readonly FieldProblem[] }> {
  const asksSource = change.source !== undefined && change.source !== null;
  const mappingChanged = !isDeepStrictEqual([before.fields, before.opt_out], [wanted.fields, wanted.opt_out]);
  const asksFields =
    (mappingChanged || (wanted.state === 'on' && before.state !== 'on')) &&
    (wanted.fields !== null || wanted.opt_out !== null);
  if (!asksSource && !asksFields) return { config: wanted, problems: [] };

  return useConnection(
    ctx,
    connection,
    async (open, signal) => {
      const problems: FieldProblem[] = [];
      let config = wanted;
      if (asksSource && wanted.source_id !== null) {
        const source = await orProblem(open.describeSource(wanted.record_type, wanted.source_id, signal));
        if ('problem' in source) problems.push(source.problem);
        else config = withSource(config, source.found);
      }
      if (asksFields) {
        const fields = await open.describeFields(wanted.record_type, signal);
        problems.push(...checkMappings(wanted, fields, await readTeamFields(ctx.dataSource.manager, wanted.team_id)));
      }
      return { config, problems };
    },
    { fresh: true },
  );
}

/** A source that can't be used is the form's business; anything else the vendor says is not. */
async function orProblem(
  asked: Promise<SourceDescription>,
): Promise<{ found: SourceDescription } | { problem: FieldProblem }> {
  try {
    const found = await asked;
    return found.usable
      ? { found }
      : {
          problem: {
            field: 'source',
            message: `“${found.name}” can't be used: ${found.reason}. Choose another source.`,
          },
        };
  } catch (error) {
    if (error instanceof ConnectorError && (error.code === 'SOURCE_GONE' || error.code === 'SOURCE_UNUSABLE')) {
      return { problem: { field: 'source', message: error.message } };
    }
    throw error;
  }
}

function withSource(config: ImportConfigRow, source: SourceDescription): ImportConfigRow {
  return {
    ...config,
    source_id: source.id,
    source_name: source.name,
    source_kind: source.kind,
    source_definition: source.definition,
    source_count: source.count,
    full_run_calls: source.fullRunCalls,
  };
}

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
