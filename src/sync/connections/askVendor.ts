import { isDeepStrictEqual } from 'node:util';
import type { Connector, FieldProblem } from '../../contract/connector.ts';
import type { SourceDescription, SourceField } from '../../contract/sources.ts';
import { ConnectorError } from '../../contract/errors.ts';
import type { ConnectionRow } from '../../db/entities.ts';
import type { ImportConfigRow } from '../../db/importConfigs.ts';
import { readTeamFields } from '../../db/teamFields.ts';
import type { FieldMapping } from '../../domain/mappingTypes.ts';
import { fitMapping, plainFields, withoutIdentity } from '../../domain/storedMapping.ts';
import type { SyncContext } from '../context.ts';
import { checkMappings } from './checkImport.ts';
import { connectorOf, sourceKindOf } from './findConnection.ts';
import { useConnection } from './useConnection.ts';

/**
 * Describes a source that was chosen, and checks a mapping that changed or that is being turned on, against what the
 * vendor says now. Asks nothing when neither is the case.
 *
 * @returns the settings with what is known of the source, and what is wrong with them
 * @throws ConnectorError when the vendor does not answer
 */
export async function askVendor(
  ctx: SyncContext,
  connection: ConnectionRow,
  save: { readonly before: ImportConfigRow; readonly wanted: ImportConfigRow; readonly sourceChosen: boolean },
): Promise<{ config: ImportConfigRow; problems: readonly FieldProblem[] }> {
  const { before, wanted, sourceChosen } = save;
  const connector = connectorOf(ctx, connection);
  const mappingChanged = !isDeepStrictEqual([before.fields, before.opt_out], [wanted.fields, wanted.opt_out]);
  const turnedOn = wanted.state === 'on' && before.state !== 'on';
  const hasMapping = wanted.fields !== null || wanted.opt_out !== null;
  const asksFields = hasMapping && (mappingChanged || turnedOn);
  const readAnew = !isDeepStrictEqual(before.file_options, wanted.file_options);
  if (!sourceChosen && !asksFields && !readAnew) return { config: wanted, problems: [] };

  return useConnection(
    ctx,
    connection,
    async (open, signal) => {
      let config = wanted;
      if (sourceChosen && wanted.source_id !== null) {
        const { record_type: recordType, source_id: sourceId, file_options: files } = wanted;
        const source = await orProblem(open.describeSource(recordType, sourceId, signal, files));
        // Without a source there are no columns to check a mapping against.
        if ('problem' in source) return { config, problems: [source.problem] };
        config = withSource(config, source.found);
      }
      // A record's fields are the same in every source; columns that a source has for itself are not.
      const ownColumns = [before, config].some(({ source_kind: kind }) => sourceKindOf(connector, kind).mapsIdentity);
      const otherColumns = ownColumns && !isDeepStrictEqual(columnsOf(before), columnsOf(config));
      if (!hasMapping || !(asksFields || otherColumns)) return { config, problems: [] };
      const columns = await open.describeFields(config.record_type, config.source_id, signal, config.file_options);
      const teamFields = await readTeamFields(ctx.dataSource.manager, config.team_id);
      return {
        config: fitted(config, columns, connector),
        problems: checkMappings(config, columns, teamFields, connector),
      };
    },
    { fresh: true },
  );
}

/** The settings with what the source's columns decide of their mapping. */
function fitted(config: ImportConfigRow, columns: readonly SourceField[], connector: Connector): ImportConfigRow {
  const kind = sourceKindOf(connector, config.source_kind);
  const chosen = config.fields && onlyWhatCounts(config.fields, kind);
  const { fields, optOut } = fitMapping({ fields: chosen, optOut: config.opt_out }, columns);
  return { ...config, fields, opt_out: optOut };
}

/** What decides which columns a source has for itself. */
function columnsOf({ source_id: sourceId, file_options: files }: ImportConfigRow) {
  return [sourceId, files?.delimiter, files?.encoding, files?.sampleHeaders];
}

const OF_THE_FORM: ReadonlySet<string> = new Set([
  'SOURCE_GONE',
  'SOURCE_UNUSABLE',
  'FOLDER_MISSING',
  'FOLDER_REFUSED',
]);

/** Without the columns that a source of this kind has no use for. */
function onlyWhatCounts(
  fields: FieldMapping,
  { mapsIdentity, mapsModified }: { readonly mapsIdentity: boolean; readonly mapsModified: boolean },
): FieldMapping {
  if (!mapsIdentity) return withoutIdentity(fields);
  return mapsModified ? fields : plainFields({ ...fields, lastModified: null, wholeDay: false });
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
            message: `“${found.name}” can't be used. ${found.reason}`,
          },
        };
  } catch (error) {
    if (error instanceof ConnectorError && OF_THE_FORM.has(error.code)) {
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
    source_folder: source.folder,
    source_filter: source.filter,
    source_definition: source.definition,
    source_count: source.count,
    full_run_calls: source.fullRunCalls,
    usual_run_calls: source.usualRunCalls,
  };
}
