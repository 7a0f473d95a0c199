import { ConnectorError } from '../../src/contract/errors.ts';
import type {
  SourceDescription,
  SourceField,
  SourceSearch,
  SourceSearchRequest,
  SourceSummary,
} from '../../src/contract/sources.ts';
import type { FileOptions } from '../../src/domain/sourceFile.ts';
import { listFolder } from './listFolder.ts';
import type { Session } from './session.ts';
import { cleanFolder, filterInWords, pathIn, readSourceId, sourceName, type FileSource } from './sourceId.ts';

/** The name of the one kind of source there is. */
export const FILE = 'File';

/**
 * A folder can’t be searched for sources, since every prefix is one: what is asked for by its ID is found when its
 * folder is there, and nothing otherwise.
 */
export async function searchSources(
  session: Session,
  { kind, query, offset }: SourceSearchRequest,
  signal: AbortSignal,
): Promise<SourceSearch> {
  const asked = readSourceId(query.trim());
  const folder = query.trim().startsWith('/') ? cleanFolder(asked.folder) : null;
  if (folder === null || (kind !== null && kind !== FILE)) return { sources: [], total: 0 };
  const source = { folder, prefix: asked.prefix };
  try {
    await session.use((remote, both) => listFolder(remote, source, both), signal);
    return found(summary(source), offset);
  } catch (error) {
    if (!(error instanceof ConnectorError)) throw error;
    if (error.code === 'FOLDER_MISSING') return { sources: [], total: 0 };
    if (error.code !== 'FOLDER_REFUSED') throw error;
    return found({ ...summary(source), usable: false, reason: error.message }, offset);
  }
}

function found(source: SourceSummary, offset: number): SourceSearch {
  return { sources: offset === 0 ? [source] : [], total: 1 };
}

/** @throws ConnectorError `FOLDER_MISSING`, `FOLDER_REFUSED`; a folder without matching files will do */
export async function describeSource(
  session: Session,
  sourceId: string,
  files: FileOptions | null,
  signal: AbortSignal,
): Promise<SourceDescription> {
  const source = readSourceId(sourceId);
  await session.use((remote, both) => listFolder(remote, source, both), signal);
  return {
    ...summary(source),
    filter: filterInWords(source, files?.which ?? 'newest'),
    count: null,
    fullRunCalls: 0,
    usualRunCalls: 0,
    definition: definitionOf(source),
  };
}

/** What a source selects is told by where it lies and nothing else. */
export function definitionOf({ folder, prefix }: FileSource): string {
  return pathIn(folder, prefix);
}

function summary(source: FileSource): SourceSummary {
  const { folder, prefix } = source;
  return { id: pathIn(folder, prefix), name: sourceName(source), kind: FILE, folder, usable: true, reason: '' };
}

/** Columns as fields that can be mapped: any of them may hold the contact ID, none can be written to. */
export function columnFields(headers: readonly string[]): readonly SourceField[] {
  const names = new Set(headers.filter((header) => header !== ''));
  return [...names].map((name) => ({
    name,
    label: name,
    type: 'column',
    apiName: null,
    writable: false,
    calculated: false,
    changesUnseen: false,
    isRecordId: true,
    modifiedTime: null,
    values: [],
    restricted: false,
  }));
}
