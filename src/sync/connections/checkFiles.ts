import type { Connector, FieldProblem } from '../../contract/connector.ts';
import type { ImportConfigRow } from '../../db/importConfigs.ts';
import { DEFAULT_FILE_OPTIONS } from '../../domain/sourceFile.ts';
import type { ImportChange } from './saveImport.ts';

/**
 * The part of an import's settings that only sources of files have: the connector checks and normalises it whenever it
 * or the source is sent.
 */
export function checkFiles(
  connector: Connector,
  wanted: ImportConfigRow,
  change: ImportChange,
): { config: ImportConfigRow; problems: readonly FieldProblem[] } {
  if (!connector.checkFiles) {
    if (!change.files) return { config: wanted, problems: [] };
    const message = `${connector.title} has no files. Leave their options out.`;
    return { config: wanted, problems: [{ field: 'files', message }] };
  }
  if (wanted.source_id === null || (!change.source && !change.files)) return { config: wanted, problems: [] };
  const input = { ...DEFAULT_FILE_OPTIONS, ...wanted.file_options };
  const check = connector.checkFiles(wanted.source_id, input);
  if (!check.ok) return { config: wanted, problems: check.problems };
  return { config: { ...wanted, source_id: check.sourceId, file_options: check.options }, problems: [] };
}
