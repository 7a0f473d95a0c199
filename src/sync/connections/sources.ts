import type { SourceDescription, SourceField, SourceSearch, SourceSearchRequest } from '../../contract/sources.ts';
import type { ConnectionRow } from '../../db/entities.ts';
import { readImportConfig } from '../../db/importConfigs.ts';
import type { RecordType } from '../../domain/contact.ts';
import { DEFAULT_FILE_OPTIONS, type FileOptions } from '../../domain/sourceFile.ts';
import { suggestMapping, type SuggestedMapping } from '../../domain/suggestMapping.ts';
import type { SyncContext } from '../context.ts';
import { connectorOf, findConnection, type ConnectionKey } from './findConnection.ts';
import { useConnection } from './useConnection.ts';

/** Import sources by part of their name, 20 at a time. @throws ConnectorError; RequestError `connection_missing` */
export async function searchSources(
  ctx: SyncContext,
  key: ConnectionKey,
  search: SourceSearchRequest,
): Promise<SourceSearch> {
  const connection = await findConnection(ctx.dataSource.manager, key);
  return useConnection(ctx, connection, (open, signal) =>
    open.searchSources(search, signal),
  );
}

/** @throws ConnectorError `SOURCE_GONE` and others; RequestError `connection_missing` */
export async function describeSource(
  ctx: SyncContext,
  key: ConnectionKey,
  recordType: RecordType,
  sourceId: string,
): Promise<SourceDescription> {
  const connection = await findConnection(ctx.dataSource.manager, key);
  return useConnection(ctx, connection, (open, signal) => open.describeSource(recordType, sourceId, signal));
}

export interface SourceFields {
  readonly fields: readonly SourceField[];
  readonly suggestion: SuggestedMapping;
  /** The record ID has to be mapped. */
  readonly mapsIdentity: boolean;
  /** So has the last-modified column. */
  readonly mapsModified: boolean;
}

/** How the files of a form that is not saved yet are read. */
export type UnsavedReading = Partial<Pick<FileOptions, 'delimiter' | 'encoding'>>;

/**
 * The fields the API user can read, or the columns of files, with a mapping to begin with.
 * @throws ConnectorError; RequestError `connection_missing`
 */
export async function readSourceFields(
  ctx: SyncContext,
  key: ConnectionKey,
  recordType: RecordType,
  sourceId: string | null,
  reading: UnsavedReading = {},
): Promise<SourceFields> {
  const connection = await findConnection(ctx.dataSource.manager, key);
  const files = connectorOf(ctx, connection).checkFiles
    ? { ...(await storedOptions(ctx, connection, recordType)), ...reading }
    : null;
  const fields = await useConnection(ctx, connection, (open, signal) =>
    open.describeFields(recordType, sourceId, signal, files),
  );
  const mapsModified = fields.some((field) => field.modifiedTime !== null);
  const mapsIdentity = mapsModified || fields.some((field) => field.type === 'column');
  return { fields, suggestion: suggestMapping(fields), mapsIdentity, mapsModified };
}

async function storedOptions(
  ctx: SyncContext,
  connection: ConnectionRow,
  recordType: RecordType,
): Promise<FileOptions> {
  const config = await readImportConfig(ctx.dataSource.manager, connection.id, recordType);
  return config?.file_options ?? DEFAULT_FILE_OPTIONS;
}
