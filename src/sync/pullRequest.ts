import type { Cursor, PullRequest } from '../contract/sources.ts';
import type { RecordType } from '../domain/contact.ts';
import type { CompiledMapping } from '../domain/mapRow.ts';
import type { FieldMapping } from '../domain/mappingTypes.ts';
import type { FileOptions } from '../domain/sourceFile.ts';

/** What a run or a preview reads: one import's source, through its mapping. */
export interface ReadSource {
  readonly recordType: RecordType;
  readonly sourceId: string;
  readonly fields: FieldMapping;
  readonly mapping: CompiledMapping;
}

/** From where on, as `PullRequest` has it; absent parts begin at the beginning, of whatever the source selects now. */
export interface ReadFrom {
  readonly since?: Date | null;
  readonly after?: Cursor | null;
  readonly expectedDefinition?: string | null;
  readonly purpose?: 'preview';
  /** The staged file to read, where sources are files. */
  readonly file?: { readonly key: string; readonly options: FileOptions } | null;
}

/** Asks a connector for a source's rows; runs and previews ask alike, so that a preview shows what a run would read. */
export function pullRequest(source: ReadSource, from: ReadFrom = {}): PullRequest {
  const { recordType, sourceId, fields, mapping } = source;
  const { since = null, after = null, expectedDefinition = null, purpose, file = null } = from;
  const { recordId, lastModified } = fields;
  const identity = recordId ? { recordId, lastModified: lastModified ?? null } : null;
  const request = { recordType, sourceId, fields: mapping.fields, identity, since, after, expectedDefinition };
  return {
    ...request,
    ...(purpose ? { purpose } : {}),
    ...(file ? { files: file.options, file: { key: file.key } } : {}),
  };
}
