import { isDeepStrictEqual } from 'node:util';
import type { FieldProblem, SourceDescription } from '../../contract/connector.ts';
import { ConnectorError } from '../../contract/errors.ts';
import type { ConnectionRow } from '../../db/entities.ts';
import type { ImportConfigRow } from '../../db/importConfigs.ts';
import { readTeamFields } from '../../db/teamFields.ts';
import type { SyncContext } from '../context.ts';
import { checkMappings } from './checkImport.ts';
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
  const mappingChanged = !isDeepStrictEqual([before.fields, before.opt_out], [wanted.fields, wanted.opt_out]);
  const asksFields =
    (mappingChanged || (wanted.state === 'on' && before.state !== 'on')) &&
    (wanted.fields !== null || wanted.opt_out !== null);
  if (!sourceChosen && !asksFields) return { config: wanted, problems: [] };

  return useConnection(
    ctx,
    connection,
    async (open, signal) => {
      const problems: FieldProblem[] = [];
      let config = wanted;
      if (sourceChosen && wanted.source_id !== null) {
        const source = await orProblem(open.describeSource(wanted.record_type, wanted.source_id, signal));
        if ('problem' in source) problems.push(source.problem);
        else config = withSource(config, source.found);
      }
      if (asksFields) {
        const fields = await open.describeFields(wanted.record_type, wanted.source_id, signal);
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
    source_folder: source.folder,
    source_filter: source.filter,
    source_definition: source.definition,
    source_count: source.count,
    full_run_calls: source.fullRunCalls,
    usual_run_calls: source.usualRunCalls,
  };
}
